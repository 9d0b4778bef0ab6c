/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cost of a clock reading; see clock_cost.h. */
#include "config.h"

#include "bench/measure/clock_cost.h"

#include "results/statistics/estimate.h"
#include "support/clock.h"

#define ROUNDS 41
#define READINGS 100

double clock_cost_ns(void)
{
	double rounds[ROUNDS];

	for (int i = 0; i < ROUNDS; i++) {
		uint64_t begin_ns = clock_now_ns(), end_ns = begin_ns;

		for (int j = 0; j < READINGS; j++)
			end_ns = clock_now_ns();
		rounds[i] = (double)(end_ns - begin_ns) / READINGS;
	}
	return estimate_median(rounds, ROUNDS);
}
