/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How children end; see reap.h. */
#include "config.h"

#include "support/reap.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <sys/wait.h>

int reap_look(pid_t child, struct reap_end *end)
{
	siginfo_t information = {0};

	*end = (struct reap_end){0};
	if (waitid(P_PID, (id_t)child, &information, WEXITED | WNOHANG | WNOWAIT) < 0)
		return -1;
	if (information.si_pid == child)
		*end = (struct reap_end){.ended = true,
			.by_signal = information.si_code != CLD_EXITED,
			.status = information.si_status};
	return 0;
}

int reap_child(pid_t child)
{
	int status;

	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	return status;
}

static void reap_members(pid_t group)
{
	while (waitpid(-group, NULL, 0) > 0 || errno == EINTR)
		continue;
}

bool reap_group(pid_t group)
{
	const bool any = kill(-group, SIGKILL) == 0;

	reap_members(group);
	return any;
}

int reap_leader(pid_t leader)
{
	int status;

	/* Before it is reaped, so that no other group can have its number yet. */
	kill(-leader, SIGKILL);
	kill(leader, SIGKILL);
	status = reap_child(leader);
	reap_members(leader);
	return status;
}
