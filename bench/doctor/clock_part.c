/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The self-test's parts for the clock and for pinning, which need no case process. */
#include "config.h"

#include "bench/doctor/parts.h"

#include "bench/measure/clock_cost.h"

#include <math.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>

#include "support/clock.h"
#include "support/limits.h"
#include "support/text.h"

#define STEPS 20000 /* readings in which to look for the smallest step */
#define STAY_NS (5 * NANOSECONDS_PER_MILLISECOND) /* on each CPU: several ticks of the kernel */
#define PLACE_LIMIT 64

/* Infinite if the clock never advanced. *back: it went back. */
static double smallest_step_ns(bool *back)
{
	uint64_t before_ns = clock_now_ns(), smallest_ns = UINT64_MAX;

	*back = false;
	for (int i = 0; i < STEPS; i++) {
		const uint64_t now_ns = clock_now_ns();

		if (now_ns < before_ns)
			*back = true;
		else if (now_ns > before_ns && now_ns - before_ns < smallest_ns)
			smallest_ns = now_ns - before_ns;
		before_ns = now_ns;
	}
	return smallest_ns < UINT64_MAX ? (double)smallest_ns : INFINITY;
}

enum outcome self_test_clock(struct self_test *self_test, struct error *error)
{
	bool back;
	const double step_ns = smallest_step_ns(&back);

	(void)error;
	check_judge(&self_test->checks[CHECK_CLOCK_COST], CHECK_CLOCK_COST, clock_cost_ns());
	if (back)
		check_fail(&self_test->checks[CHECK_CLOCK_RESOLUTION], CHECK_CLOCK_RESOLUTION,
			"the monotonic clock went backwards");
	else
		check_judge(&self_test->checks[CHECK_CLOCK_RESOLUTION], CHECK_CLOCK_RESOLUTION,
			step_ns);
	return OUTCOME_DONE;
}

/* A thread that is bound to one CPU after the other and checks where it runs. */
struct walker {
	const struct topology *topology;
	unsigned cpus[PLACE_LIMIT];
	unsigned count;
	uint64_t readings, elsewhere;
	struct error error;
};

static void *walk(void *context)
{
	struct walker *walker = context;

	for (unsigned i = 0; i < walker->count; i++) {
		const uint64_t end_ns = clock_now_ns() + STAY_NS;

		if (topology_bind(walker->topology, &walker->cpus[i], 1, &walker->error) < 0)
			return NULL;
		do {
			walker->readings++;
			walker->elsewhere += sched_getcpu() != (int)walker->cpus[i];
			sched_yield(); /* here the scheduler may move it */
		} while (clock_now_ns() < end_ns);
	}
	return NULL;
}

enum outcome self_test_pinning(struct self_test *self_test, struct error *error)
{
	struct walker walker = {.topology = self_test->topology};
	struct check *check = &self_test->checks[CHECK_PINNING];
	pthread_t thread;
	int status;

	walker.count = self_test_places(self_test, walker.cpus, PLACE_LIMIT);
	status = pthread_create(&thread, NULL, walk, &walker);
	if (status != 0)
		return error_set(error, "cannot start a thread: %s", limits_process_error(status));
	pthread_join(thread, NULL);
	if (walker.error.text[0] != '\0') {
		check_fail(check, CHECK_PINNING, walker.error.text);
		return OUTCOME_DONE;
	}
	if (walker.readings == 0) {
		check_skip(check, CHECK_PINNING, "no CPU is known that this process may use");
		return OUTCOME_DONE;
	}
	check_judge(check, CHECK_PINNING, (double)walker.elsewhere);
	snprintf(check->text, sizeof(check->text), "%llu readings on %u core%s",
		(unsigned long long)walker.readings, walker.count, text_plural(walker.count));
	return OUTCOME_DONE;
}
