/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The limit of processor time is named before the kernel kills. */
#include "config.h"

#include <criterion/criterion.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/program/processor_limit.h"

/* A process that computes without end, with one second; what it writes goes into the pipe. */
static _Noreturn void compute(int output)
{
	const struct rlimit second = {1, 1};

	dup2(output, STDERR_FILENO);
	setrlimit(RLIMIT_CPU, &second);
	processor_limit_watch();
	for (;;)
		__asm__ volatile("");
}

Test(processor_limit, is_named_before_the_kernel_kills, .timeout = 60)
{
	char text[256] = "";
	int ends[2], status;
	pid_t pid;

	cr_assert_eq(pipe(ends), 0);
	pid = fork();
	if (pid == 0)
		compute(ends[1]);
	close(ends[1]);
	cr_assert_eq(waitpid(pid, &status, 0), pid);
	cr_assert(WIFEXITED(status), "ended by signal %d", WTERMSIG(status));
	cr_expect_eq(WEXITSTATUS(status), 3);
	cr_assert_gt(read(ends[0], text, sizeof(text) - 1), 0);
	cr_expect_str_eq(text,
		"breakeven: ended early: this process may have 1 s of processor time: "
		"ulimit -t\n");
}

/* Whoever has no such limit, has no timer. */
Test(processor_limit, without_one_nothing_is_watched)
{
	struct itimerval timer;

	processor_limit_watch();
	cr_assert_eq(getitimer(ITIMER_PROF, &timer), 0);
	cr_expect_eq(timer.it_value.tv_sec + timer.it_value.tv_usec, 0);
}
