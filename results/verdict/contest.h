/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The cases that compete on one workload, and which kind of case is ahead of which.
 *
 * A case is ahead of another only where their intervals are apart.
 */
#ifndef BREAKEVEN_RESULTS_VERDICT_CONTEST_H
#define BREAKEVEN_RESULTS_VERDICT_CONTEST_H

#include "results/verdict/crossover.h"
#include "results/record/record.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#define NO_BREAK "\u00a0" /* columns_wrap() does not break lines there */

#define KIND_COUNT 4 /* of enum line_kind */
#define KIND_BIT(kind) (1U << (kind))
#define KIND_ALL (KIND_BIT(KIND_COUNT) - 1)

struct contest {
	const struct case_record **cases; /* those with figures */
	size_t count;
};

/* Takes the cases that have figures and no rate. 0, or -1 where memory is out. */
int contest_of_cases(struct contest *contest, const struct case_record *const *cases, size_t count);

/* Takes all cases of the lines at a measured x. 0, or -1 where memory is out. */
int contest_at(struct contest *contest, const struct crossover *crossover, double x);

void contest_clear(struct contest *contest);

/* The case with the highest median among kinds (KIND_BIT of each), or NULL. */
const struct case_record *contest_best(const struct contest *contest, unsigned kinds);

/* The case that factors refer to: one task at a time on one core under a runner of the serial
 * model, else the best of that kind; NULL where there is none. */
const struct case_record *contest_baseline(const struct contest *contest);

/* Whether this case is ahead of every case of these kinds, and there is one. */
bool contest_ahead(const struct contest *contest, const struct case_record *record, unsigned kinds);

/* The kinds, except its own, that have a case level with this one: intervals overlap or are
 * missing. */
unsigned contest_level(const struct contest *contest, const struct case_record *record);

/* How many of the cases a CPU quota stopped. If any, no case is ahead because of its cores. */
size_t contest_throttled(const struct contest *contest);

/* "the baseline", "more in flight", "more cores", "both at once". */
const char *kind_words(enum line_kind kind);

/* "(async, 64 in flight on 1 core; thread-pool level with it)". */
void contest_describe(FILE *stream, const struct contest *contest,
	const struct case_record *record);

/* "72.9 k tasks/s" and "1.98 times", with no-break blanks. */
void write_rate(FILE *stream, double tasks_per_second);
void write_times(FILE *stream, double factor);

#endif
