/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SIGCHLD as a descriptor; see child_watch.h. */
#include "config.h"

#include "support/child_watch.h"

#include <errno.h>
#include <stddef.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "support/limits.h"
#include "support/reap.h"

int child_watch_open(struct child_watch *watch, struct error *error)
{
	sigset_t signals;

	sigemptyset(&signals);
	sigaddset(&signals, SIGCHLD);
	watch->descriptor = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
	if (watch->descriptor < 0)
		return error_set(error, "cannot watch child processes: no signalfd: %s",
			limits_error(errno));
	/* If the parent ignored it, children would vanish with their status. */
	signal(SIGCHLD, SIG_DFL);
	sigprocmask(SIG_BLOCK, &signals, &watch->before);
	return 0;
}

void child_watch_restore(const struct child_watch *watch)
{
	sigprocmask(SIG_SETMASK, &watch->before, NULL);
}

bool child_watch_ended(const struct child_watch *watch, pid_t child)
{
	struct signalfd_siginfo information;
	struct reap_end end;

	/* One signal may stand for several children, so it only means that it is time to check. */
	while (read(watch->descriptor, &information, sizeof(information)) > 0)
		continue;
	return reap_look(child, &end) < 0 || end.ended;
}

void child_watch_close(struct child_watch *watch)
{
	close(watch->descriptor);
	watch->descriptor = -1;
	sigprocmask(SIG_SETMASK, &watch->before, NULL);
}
