/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Numbers for the workloads of a result, and for its variants: a workload with its parameters. Both
 * are numbered from 0 in the order in which they first appear among the cases.
 */
#ifndef BREAKEVEN_RESULTS_RECORD_VARIANTS_H
#define BREAKEVEN_RESULTS_RECORD_VARIANTS_H

#include "results/record/record.h"

#include <stddef.h>

/* Cases by one of their numbers: those with number n are cases[first[n]] … cases[first[n + 1] - 1],
 * in the order of the result. */
struct case_lists {
	const struct case_record **cases;
	size_t *first;
	size_t count; /* of numbers */
};

struct variants {
	size_t *workload, *variant; /* of each case */
	struct case_lists by_workload, by_variant;
};

/* 0, or -1 without memory; to be cleared either way. */
int variants_open(struct variants *variants, const struct result *result);
void variants_clear(struct variants *variants);

#endif
