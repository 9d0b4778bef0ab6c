/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trying twice the work: which values, what is measured again, what is said; with made-up times. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "bench/run/scaling_check.h"
#include "support/parameter_pool.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct parameter parameters[] = {
	{"other", PARAMETER_INTEGER, "", "1", 0, 10, NULL, "something else", false, NULL},
	{"work", PARAMETER_INTEGER, "", "1000", 0, 1e9, NULL, "nanoseconds of computing", false,
		NULL},
	{"pause", PARAMETER_DURATION, "", "0", 0, 60e9, NULL, "of waiting", false, NULL},
	{0},
};

static bool flat; /* the cost does not grow */

static void cost(const struct work *work, struct cost *cost)
{
	*cost = (struct cost){.cpu_ns = flat ? 10 : parameters_number(&work->parameters, "work"),
		.wait_ns = parameters_number(&work->parameters, "pause")};
}

static struct workload workload = {.name = "w", .parameters = parameters, .cost = cost};
static struct plan_case entry;
static struct error error;

static void set(const char *assignments, const char *scales)
{
	workload.scales = scales;
	entry = (struct plan_case){.workload = &workload};
	entry.workload_parameters = parameter_pool_make(parameters, assignments, &error);
	cr_assert_not_null(entry.workload_parameters, "%s", error.text);
}

static double value(const struct plan_case *of)
{
	return parameters_number(of->workload_parameters, workload.scales);
}

Test(scaling_check, values_that_take_long_enough_and_not_too_long)
{
	static const struct {
		const char *given, *scales;
		double single; /* 0: nothing is tried */
	} rows[] = {
		{"work=100000", "work", 100000},
		{"work=5000000", "work", 5000000},
		{"work=1000", "work", 128000},
		{"work=0", "work", 131072},
		{"work=80000000", "work", 10000000},
		{"work=500000000", "work", 7812500},
		{"work=1,pause=1ms", "pause", 2e6},
		{"work=1,pause=40ms", "pause", 5e6},
		{"work=100000", NULL, 0},
		{"work=1,pause=50s", "work", 0},
		{"work=100000,pause=50ms", "work", 0},
		{"work=10000000,pause=50s", "work", 0},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct scaling_pair pair;
		int tried;

		set(rows[i].given, rows[i].scales);
		tried = plan_scaling_pair(&pair, &entry, &error);
		cr_assert_eq(tried, rows[i].single > 0, "%s", rows[i].given);
		if (!tried)
			continue;
		cr_expect_float_eq(value(&pair.single), rows[i].single, 1, "%s: %g", rows[i].given,
			value(&pair.single));
		cr_expect_eq(value(&pair.twice), 2 * value(&pair.single));
		cr_expect_str_eq(pair.single.runner->name, "serial");
		cr_expect_eq(parameters_number(pair.twice.workload_parameters, "other"), 1);
	}
}

Test(scaling_check, a_cost_that_does_not_grow_says_nothing)
{
	struct scaling_pair pair;

	flat = true;
	set("work=100", "work");
	cr_assert_eq(plan_scaling_pair(&pair, &entry, &error), 0);
}

/* Measures nothing: the fastest batch took what the next of these says. */
static struct {
	double single_ns[40], twice_ns[40];
	double single_cpu_ns, twice_cpu_ns; /* of each; 0: not known */
	unsigned singles, twices;
	enum status status;
} times;

static enum outcome pretend(void *context, struct job *job, const struct plan_case *of,
	struct block *block, struct error *why)
{
	bool single = value(of) == 100000;

	(void)context;
	(void)why;
	cr_assert_eq(job->tasks, 1);
	cr_assert_not(job->stamped);
	cr_assert_eq(parameters_number(job->workload_parameters, "work"), value(of));
	block->status = times.status;
	if (block->status != STATUS_OK) {
		block->reason = strdup("because");
		return OUTCOME_DONE;
	}
	block->samples = calloc(job->samples, sizeof(*block->samples));
	block->sample_count = job->samples;
	for (unsigned i = 0; i < job->samples; i++)
		block->samples[i].elapsed_ns = 900000000;
	block->samples[job->samples / 2].user_ns =
		(uint64_t)(single ? times.single_cpu_ns : times.twice_cpu_ns);
	block->samples[job->samples / 2].elapsed_ns =
		(uint64_t)(single ? times.single_ns[times.singles++]
				  : times.twice_ns[times.twices++]);
	return OUTCOME_DONE;
}

/* What is said of these times, from which the next are used until something can be said. */
static char *try_times(void)
{
	const struct job settings = {.pin_each = true};
	struct scaling scaling = {0};
	char *reason = NULL;

	set("work=100000", "work");
	cr_assert_eq(plan_scaling_pair(&scaling.pair, &entry, &error), 1, "%s", error.text);
	cr_assert_eq(scaling_check_pair(&scaling, &settings, pretend, NULL, &reason, &error),
		OUTCOME_DONE);
	return reason;
}

Test(scaling_check, twice_as_long_is_believed_at_once)
{
	times.single_ns[0] = 100e3;
	times.twice_ns[0] = 219e3;
	cr_assert_null(try_times());
	cr_assert_eq(times.singles, 1);
}

/* All batches of a task whose work was left out fit into one slow moment of the core. */
Test(scaling_check, short_batches_that_are_right_once_are_not_believed)
{
	char *reason;

	for (size_t i = 0; i < COUNT(times.single_ns); i++)
		times.single_ns[i] = times.twice_ns[i] = 70;
	times.twice_ns[0] = 140;
	reason = try_times();
	cr_assert_not_null(reason);
	cr_assert_not_null(strstr(reason, "takes 1 times as long"), "%s", reason);
	free(reason);
}

Test(scaling_check, short_batches_that_agree_are_believed)
{
	for (size_t i = 0; i < COUNT(times.single_ns); i++) {
		times.single_ns[i] = 20e3;
		times.twice_ns[i] = 40e3;
	}
	cr_assert_null(try_times());
	cr_assert_eq(times.singles, 3);
}

Test(scaling_check, a_disturbed_measurement_is_repeated)
{
	for (size_t i = 0; i < COUNT(times.single_ns); i++) {
		times.single_ns[i] = 180e3;
		times.twice_ns[i] = 400e3;
	}
	times.single_ns[7] = 100e3;
	times.twice_ns[0] = 200e3;
	cr_assert_null(try_times());
	cr_assert_eq(times.singles, 8, "the fastest of all counts");
	cr_assert_eq(times.twices, 8);
}

/* A core that others want all the while gives some batches a slice of it and others none. */
Test(scaling_check, the_time_of_others_does_not_count)
{
	for (size_t i = 0; i < COUNT(times.single_ns); i++) {
		times.single_ns[i] = 2.8e6;
		times.twice_ns[i] = 9.7e6;
	}
	times.single_cpu_ns = 2.8e6;
	times.twice_cpu_ns = 5.6e6;
	cr_assert_null(try_times());
	cr_assert_eq(times.singles, 1);
}

/* In every round both took twice their time, but in one only the task with twice the work. */
Test(scaling_check, a_core_that_is_slow_for_longer_than_a_process_lives)
{
	for (size_t i = 0; i < COUNT(times.single_ns); i++) {
		times.single_ns[i] = 290e3;
		times.twice_ns[i] = 570e3;
	}
	times.single_ns[0] = 174e3;
	cr_assert_null(try_times());
	cr_assert_gt(times.singles, 3);
}

Test(scaling_check, as_long_as_it_gets_faster_nothing_is_said)
{
	for (size_t i = 0; i < COUNT(times.single_ns); i++) {
		times.single_ns[i] = 100e3;
		times.twice_ns[i] = 2000e3 - 50e3 * (double)i;
	}
	cr_assert_null(try_times());
	cr_assert_eq(times.singles, 37);
}

Test(scaling_check, work_that_was_left_out)
{
	char *reason;

	for (size_t i = 0; i < COUNT(times.single_ns); i++) {
		times.single_ns[i] = 31;
		times.twice_ns[i] = 30;
	}
	reason = try_times();
	cr_assert_not_null(reason);
	cr_assert_not_null(strstr(reason,
				   "takes 0.968 times as long (work=100000: 31.0 ns, "
				   "work=200000: 30.0 ns)"),
		"%s", reason);
	cr_assert_gt(times.singles, 3);
	free(reason);
}

Test(scaling_check, more_than_twice_as_long_is_no_scale_either)
{
	char *reason;

	for (size_t i = 0; i < COUNT(times.single_ns); i++) {
		times.single_ns[i] = 100e3;
		times.twice_ns[i] = 221e3;
	}
	reason = try_times();
	cr_assert_not_null(reason);
	free(reason);
}

Test(scaling_check, an_impossible_batch_is_the_reason)
{
	char *reason;

	times.status = STATUS_INVALID;
	reason = try_times();
	cr_assert_str_eq(reason, "because");
	free(reason);
}

Test(scaling_check, what_fails_is_left_to_its_cases)
{
	times.status = STATUS_FAILED;
	cr_assert_null(try_times());
}
