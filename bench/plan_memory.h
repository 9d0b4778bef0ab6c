/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether this machine has the memory that the cases of a plan need for their accounts. */
#ifndef BREAKEVEN_BENCH_PLAN_MEMORY_H
#define BREAKEVEN_BENCH_PLAN_MEMORY_H

#include "bench/plan.h"
#include "support/error.h"

#include <stdint.h>

/* What a batch of a case takes for values, stamps and times of arrival; 0 where how many tasks it
 * has is settled by measuring, which stays within bounds. */
double plan_memory_bytes(const struct plan_case *entry);

/* Refuses a plan with a case that takes more than memory_bytes. 0, or -1 with the error. */
int plan_memory_check(const struct plan *plan, double memory_bytes, struct error *error);

/* The memory of this machine. */
double plan_memory_here(void);

#endif
