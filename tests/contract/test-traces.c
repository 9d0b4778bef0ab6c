/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a test calls left behind: all that stays, and nothing that is only about to go. */
#include "config.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/clock.h"
#include "tests/contract/traces.h"

#define SHORT_NS (20 * NANOSECONDS_PER_MILLISECOND)

static void *sleep_for(void *nanoseconds)
{
	const struct timespec time = clock_timespec(*(const uint64_t *)nanoseconds);

	nanosleep(&time, NULL);
	return NULL;
}

Test(traces, a_thread_that_is_about_to_end_is_not_left, .timeout = 60)
{
	static uint64_t moment_ns = 50 * NANOSECONDS_PER_MILLISECOND;
	const struct traces before = traces_now();
	pthread_t thread;

	cr_assert_eq(pthread_create(&thread, NULL, sleep_for, &moment_ns), 0);
	pthread_detach(thread);
	cr_assert_eq(traces_now().threads, before.threads + 1);
	cr_assert_null(traces_left(&before, TRACES_LIMIT_NS));
}

Test(traces, threads_that_were_joined_are_not_left, .timeout = 60)
{
	static uint64_t nothing_ns;
	const struct traces before = traces_now();

	for (unsigned round = 0; round < 500; round++) {
		pthread_t threads[4];

		for (unsigned i = 0; i < 4; i++)
			cr_assert_eq(pthread_create(&threads[i], NULL, sleep_for, &nothing_ns), 0);
		for (unsigned i = 0; i < 4; i++)
			pthread_join(threads[i], NULL);
		cr_assert_null(traces_left(&before, TRACES_LIMIT_NS), "round %u", round);
	}
}

Test(traces, what_stays_is_named, .timeout = 60)
{
	static uint64_t hour_ns = 3600 * NANOSECONDS_PER_SECOND;
	struct traces before = traces_now();
	pthread_t thread;
	int descriptor = open("/dev/null", O_RDONLY);
	pid_t pid;

	cr_assert_str_eq(traces_left(&before, SHORT_NS), "descriptors");
	close(descriptor);
	pid = fork();
	if (pid == 0)
		_exit(0);
	cr_assert_str_eq(traces_left(&before, SHORT_NS), "processes");
	cr_assert_eq(waitpid(pid, NULL, 0), pid);
	cr_assert_null(traces_left(&before, SHORT_NS));
	cr_assert_eq(pthread_create(&thread, NULL, sleep_for, &hour_ns), 0);
	cr_assert_str_eq(traces_left(&before, SHORT_NS), "threads");
}
