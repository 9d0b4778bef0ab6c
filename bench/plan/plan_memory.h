/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether this machine has the memory that the cases of a plan need for their accounts. */
#ifndef BREAKEVEN_BENCH_PLAN_PLAN_MEMORY_H
#define BREAKEVEN_BENCH_PLAN_PLAN_MEMORY_H

#include "bench/plan/plan.h"
#include "support/error.h"

#include <stdint.h>

/* Bytes that a batch of a case needs for values, stamps and times of arrival; 0 if measuring
 * decides its number of tasks, which is bounded. */
double plan_memory_bytes(const struct plan_case *entry);

/* The memory available and its source: "this machine has 25.3 GB". */
struct plan_memory {
	double bytes;
	char text[640];
};

/* For this process: the least of what the machine has and what its control groups and limits allow.
 * `root` as in support/root.h. */
void plan_memory_here(struct plan_memory *memory, const char *root);

/* Whether the tasks in flight of the case fit into it. Returns 0, or -1 with the reason. */
int plan_memory_holds(const struct plan_memory *memory, const struct plan_case *entry,
	struct error *reason);

/* Refuses a plan with a case that needs more for its accounts. Returns 0, or -1 with the error. */
int plan_memory_check(const struct plan *plan, const struct plan_memory *memory,
	struct error *error);

#endif
