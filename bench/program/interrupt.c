/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signals through a signalfd; see interrupt.h. */
#include "config.h"

#include "bench/program/interrupt.h"

#include "bench/program/message.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#include "support/limits.h"

/* SIGHUP only if it is not ignored, as nohup makes it. */
static sigset_t handled(void)
{
	struct sigaction hangup;
	sigset_t signals;

	sigemptyset(&signals);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGTERM);
	if (sigaction(SIGHUP, NULL, &hangup) == 0 && hangup.sa_handler != SIG_IGN)
		sigaddset(&signals, SIGHUP);
	return signals;
}

int interrupt_open(struct interrupt *interrupt, struct error *error)
{
	sigset_t signals = handled(), before;

	interrupt->signal = 0;
	interrupt->descriptor = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
	if (interrupt->descriptor < 0)
		return error_set(error, "cannot create a signalfd: %s", limits_error(errno));
	sigprocmask(SIG_BLOCK, &signals, &before);
	for (int number = 1; number < NSIG; number++)
		if (sigismember(&before, number) == 1)
			sigdelset(&signals, number);
	interrupt->held = signals;
	signal(SIGXFSZ, SIG_IGN);
	return 0;
}

void interrupt_close(struct interrupt *interrupt)
{
	const struct timespec now = {0};

	/* After this flush, a signal can lose no output. */
	message_flush();
	while (sigtimedwait(&interrupt->held, NULL, &now) > 0)
		continue;
	close(interrupt->descriptor);
	interrupt->descriptor = -1;
	sigprocmask(SIG_UNBLOCK, &interrupt->held, NULL);
}

bool interrupt_came(struct interrupt *interrupt)
{
	struct signalfd_siginfo information;

	if (read(interrupt->descriptor, &information, sizeof(information)) == sizeof(information))
		interrupt->signal = (int)information.ssi_signo;
	return interrupt->signal != 0;
}

bool interrupt_pending(const struct interrupt *interrupt)
{
	struct pollfd entry = {interrupt->descriptor, POLLIN, 0};

	return poll(&entry, 1, 0) > 0;
}

void interrupt_restore(void)
{
	sigset_t signals = handled();

	signal(SIGXFSZ, SIG_DFL);
	sigprocmask(SIG_UNBLOCK, &signals, NULL);
}
