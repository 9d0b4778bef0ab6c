/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How children end, and that none of a group is left. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "support/anew.h"
#include "support/reap.h"

/* A child that ends with a status, or waits for a signal where that is negative; with a second
 * process in its group. *end: the reading end of what both hold open. */
static pid_t start(int status, int *end)
{
	int ends[2];
	char byte;
	pid_t child;

	cr_assert_eq(pipe2(ends, O_CLOEXEC), 0);
	child = anew_fork();
	if (child == 0) {
		if (fork() == 0) {
			if (write(ends[1], "x", 1) == 1)
				for (;;)
					pause();
			_exit(1);
		}
		while (status < 0)
			pause();
		_exit(status);
	}
	cr_assert_gt(child, 0);
	close(ends[1]);
	cr_assert_eq(read(ends[0], &byte, 1), 1, "the second one is there");
	*end = ends[0];
	return child;
}

static void expect_end(pid_t child, bool by_signal, int status)
{
	struct reap_end end;

	while (reap_look(child, &end) == 0 && !end.ended)
		usleep(1000);
	cr_expect(end.ended);
	cr_expect_eq(end.by_signal, by_signal);
	cr_expect_eq(end.status, status);
}

/* Waits until nobody holds it open. */
static void expect_closed(int end)
{
	char byte;

	cr_expect_eq(read(end, &byte, 1), 0);
	close(end);
}

Test(reap, looking_tells_how_it_ended_and_leaves_it, .timeout = 10)
{
	struct reap_end look;
	int end;
	pid_t child = start(-1, &end);

	cr_expect_eq(reap_look(child, &look), 0);
	cr_expect_not(look.ended, "it lives");
	kill(child, SIGTERM);
	expect_end(child, true, SIGTERM);
	expect_end(child, true, SIGTERM);
	cr_expect(WIFSIGNALED(reap_child(child)));
	cr_expect_eq(reap_child(child), -1);
	cr_expect_eq(errno, ECHILD);
	cr_expect_eq(reap_look(child, &look), -1);
	cr_expect(reap_group(child), "the second one was left");
	expect_closed(end);
	child = start(3, &end);
	expect_end(child, false, 3);
	reap_leader(child);
	expect_closed(end);
}

Test(reap, a_leader_goes_with_its_group, .timeout = 10)
{
	int end, status;
	pid_t child = start(-1, &end);

	status = reap_leader(child);
	cr_expect(WIFSIGNALED(status));
	cr_expect_eq(WTERMSIG(status), SIGKILL);
	expect_closed(end);
	child = start(0, &end);
	expect_end(child, false, 0);
	cr_expect_eq(reap_leader(child), 0, "it had ended by itself");
	expect_closed(end);
}
