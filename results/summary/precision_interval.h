/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The looks of a run that ends when it is precise enough (precision.h), and the interval of a case.
 */
#ifndef BREAKEVEN_RESULTS_SUMMARY_PRECISION_INTERVAL_H
#define BREAKEVEN_RESULTS_SUMMARY_PRECISION_INTERVAL_H

#include "results/record/record.h"
#include "support/error.h"

#define PRECISION_LOOKS 5
#define PRECISION_BLOCKS_LEAST 8
#define PRECISION_BLOCKS_MOST 128

extern const unsigned precision_looks[PRECISION_LOOKS]; /* after so many blocks */

/* Which interval a case gets. */
struct precision_interval {
	double wanted;   /* the confidence to ask interval_exact() for; 0: it has none */
	double promised; /* what it has at most, for whatever reason the run ended */
};

/* For a case whose summary already says how many of its blocks are used, and which. 0, or -1
 * without memory. */
int precision_interval(struct precision_interval *interval, const struct case_record *record,
	struct error *error);

#endif
