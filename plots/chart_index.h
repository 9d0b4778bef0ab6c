/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Answers to what charts ask about the cases of a result, computed once, so that each takes the
 * same time for any number of cases: which set of a workload and its parameters a case belongs to,
 * what that was measured with, and how runners look.
 */
#ifndef BREAKEVEN_PLOTS_CHART_INDEX_H
#define BREAKEVEN_PLOTS_CHART_INDEX_H

#include "plots/look.h"
#include "results/record/record.h"
#include "support/error.h"
#include "support/numbering.h"

#include <stdbool.h>
#include <stddef.h>

/* The cases of one workload with the same parameters. */
struct chart_set {
	const struct case_record *serial; /* its first case of serial with a figure; NULL: none */
	unsigned cores;                   /* of its first case with a figure */
	bool several_cores;               /* cases with figures have different ones */
	bool shared;                      /* counted among the shares of its workload */
};

struct chart_index {
	const struct result *result;
	struct looks looks;
	struct chart_set *sets;
	size_t *set_of;      /* of each case */
	size_t *workload_of; /* of each case */
	size_t *shares;      /* of each workload: its sets with a parameter in percent */
	struct numbering workloads, set_names;
};

/* 0, or -1 with the error where memory is out. To be cleared in either case. */
int chart_index_make(struct chart_index *index, const struct result *result, struct error *error);
void chart_index_clear(struct chart_index *index);

const struct chart_set *chart_set_of(const struct chart_index *index, size_t record);

/* Whether the workload of a case has so many variants in a share (a parameter in percent) that they
 * are a sweep over it, which has a chart of its own rather than a panel each. */
bool chart_is_sweep(const struct chart_index *index, size_t record);

#endif
