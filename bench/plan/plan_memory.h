/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether this machine has the memory that the cases of a plan need for their accounts. */
#ifndef BREAKEVEN_BENCH_PLAN_PLAN_MEMORY_H
#define BREAKEVEN_BENCH_PLAN_PLAN_MEMORY_H

#include "bench/plan/plan.h"
#include "support/error.h"

#include <stdint.h>

/* What a batch of a case takes for values, stamps and times of arrival; 0 where how many tasks it
 * has is settled by measuring, which stays within bounds. */
double plan_memory_bytes(const struct plan_case *entry);

/* How much there is, and who says so: "this machine has 25.3 GB". */
struct plan_memory {
	double bytes;
	char text[640];
};

/* Of this process: the least of what the machine has, its control groups allow and its own limits
 * leave. `root` as in support/root.h. */
void plan_memory_here(struct plan_memory *memory, const char *root);

/* Whether the tasks that the case has in flight at once go into it. 0, or -1 with the reason. */
int plan_memory_holds(const struct plan_memory *memory, const struct plan_case *entry,
	struct error *reason);

/* Refuses a plan with a case that takes more for its accounts. 0, or -1 with the error. */
int plan_memory_check(const struct plan *plan, const struct plan_memory *memory,
	struct error *error);

#endif
