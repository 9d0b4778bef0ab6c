/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cpu-sum: its values, and tasks that are uneven in the same way for everybody. */
#include "config.h"

#include <math.h>

#include "tests/made/made_work.h"
#include "workloads/cpu.h"

extern const struct workload workload_cpu_sum;

/* How many iterations a task made, from its sum n (n - 1) / 2. */
static double iterations_of(uint64_t sum)
{
	return floor((1 + sqrt(1 + 8 * (double)sum)) / 2);
}

/* Where it crosses a cache line the loop takes twice as long. */
Test(cpu_sum, the_loop_begins_with_a_cache_line)
{
	cr_expect_eq((uintptr_t)cpu_work % 64, 0);
}

Test(cpu_sum, tasks_are_even_unless_asked)
{
	struct work work;

	made_work_open(&work, &workload_cpu_sum, "iterations=1000");
	for (uint64_t i = 0; i < 100; i++)
		cr_assert_eq(made_work_value(&work, i), 499500);
	made_work_check(&work, 100);
	workload_cpu_sum.close(&work);
}

Test(cpu_sum, spread_tasks_reach_what_is_expected)
{
	struct work work;

	made_work_open(&work, &workload_cpu_sum, "iterations=1000,spread=0.5");
	made_work_check(&work, 1000);
	workload_cpu_sum.close(&work);
}

/* Pinned, so that results of different versions can be compared; another instance, asked in another
 * order, gives the same. */
Test(cpu_sum, an_index_has_the_same_spread_everywhere)
{
	static const double iterations[] = {1766, 1133, 1182};
	struct work work, other;

	made_work_open(&work, &workload_cpu_sum, "iterations=1000,spread=1");
	made_work_open(&other, &workload_cpu_sum, "iterations=1000,spread=1");
	for (uint64_t i = 0; i < 3; i++)
		cr_assert_eq(iterations_of(made_work_value(&work, i)), iterations[i]);
	for (uint64_t i = 3; i-- > 0;)
		cr_assert_eq(iterations_of(made_work_value(&other, i)), iterations[i]);
	workload_cpu_sum.close(&work);
	workload_cpu_sum.close(&other);
}

Test(cpu_sum, spread_keeps_the_mean_and_fills_the_range)
{
	static const struct {
		char parameters[40];
		double spread;
	} cases[] = {{"iterations=1e6,spread=0.25", 0.25}, {"iterations=1e6,spread=1", 1}};
	const unsigned count = 20000;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		double sum = 0, least = INFINITY, most = 0, spread = cases[i].spread;
		struct work work;

		made_work_open(&work, &workload_cpu_sum, cases[i].parameters);
		for (uint64_t j = 0; j < count; j++) {
			double iterations =
				iterations_of(workload_cpu_sum.expected(&work, j)) / 1e6;

			sum += iterations;
			least = fmin(least, iterations);
			most = fmax(most, iterations);
		}
		cr_expect_float_eq(sum / count, 1, 0.01 * spread, "%s: mean %g",
			cases[i].parameters, sum / count);
		cr_expect_float_eq(least, 1 - spread, 0.01, "%s: %g", cases[i].parameters, least);
		cr_expect_float_eq(most, 1 + spread, 0.01, "%s: %g", cases[i].parameters, most);
		workload_cpu_sum.close(&work);
	}
}

Test(cpu_sum, costs_the_mean)
{
	struct cost even, uneven;
	struct work work;

	made_work_set(&work, &workload_cpu_sum, "iterations=1e6");
	workload_cpu_sum.cost(&work, &even);
	made_work_set(&work, &workload_cpu_sum, "iterations=1e6,spread=1");
	workload_cpu_sum.cost(&work, &uneven);
	cr_assert_gt(even.cpu_ns, 0);
	cr_assert_eq(uneven.cpu_ns, even.cpu_ns);
}
