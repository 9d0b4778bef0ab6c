/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A timer of processor time, not inherited by forks or new programs; see processor_limit.h. */
#include "config.h"

#include "bench/program/processor_limit.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

#include "bench/program/command.h"

#define LONGEST_S 100000000 /* longer than any process runs, and within the range of a timer */
#define EARLIER_US 100000   /* earlier than the kernel, which counts in clock ticks */

static char text[160];

static void tell(int signal)
{
	const ssize_t written = write(STDERR_FILENO, text, strlen(text));

	(void)signal;
	(void)written; /* there is nowhere else to report it */
	_exit(EXIT_CASE);
}

void processor_limit_watch(void)
{
	const struct sigaction action = {.sa_handler = tell};
	struct itimerval timer = {0};
	struct rlimit limit;

	if (getrlimit(RLIMIT_CPU, &limit) < 0 || limit.rlim_cur == 0 || limit.rlim_cur > LONGEST_S)
		return;
	snprintf(text, sizeof(text),
		"breakeven: ended early: this process may have %llu s of processor time: "
		"ulimit -t\n",
		(unsigned long long)limit.rlim_cur);
	timer.it_value.tv_sec = (time_t)limit.rlim_cur - 1;
	timer.it_value.tv_usec = 1000000 - EARLIER_US;
	if (sigaction(SIGPROF, &action, NULL) == 0)
		setitimer(ITIMER_PROF, &timer, NULL);
}
