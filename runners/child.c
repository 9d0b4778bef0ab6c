/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Worker processes; see child.h. */
#include "config.h"

#include "runners/child.h"

#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/limits.h"

pid_t child_fork(void)
{
	pid_t parent = getpid(), pid = fork();

	if (pid != 0)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	/* The parent may have ended before the line above. */
	if (getppid() != parent)
		_exit(1);
	return 0;
}

int child_check(struct crew *crew, pid_t pid, int status, struct error *error)
{
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return 0;
	if (WIFEXITED(status))
		return error_set(error, "worker process %d ended with status %d", (int)pid,
			WEXITSTATUS(status));
	crew->crashed = true;
	return error_set(error, "worker process %d was ended by %s", (int)pid,
		limits_signal(WTERMSIG(status)));
}
