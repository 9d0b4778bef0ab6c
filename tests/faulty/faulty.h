/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the faulty workloads have in common: a task's value is its index, and a task is long enough
 * to be timed one by one. What goes wrong does so in the task with the index FAULTY_TASK.
 */
#ifndef BREAKEVEN_TESTS_FAULTY_FAULTY_H
#define BREAKEVEN_TESTS_FAULTY_FAULTY_H

#include "workloads/workload.h"

#define FAULTY_TASK 1

static inline uint64_t faulty_expected(const struct work *work, uint64_t index)
{
	(void)work;
	return index;
}

static inline void faulty_cost(const struct work *work, struct cost *cost)
{
	(void)work;
	*cost = (struct cost){.cpu_ns = 10000};
}

#endif
