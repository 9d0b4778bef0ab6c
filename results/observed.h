/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What workloads observed beside time: as JSON and back, and over the blocks of a case. */
#ifndef BREAKEVEN_RESULTS_OBSERVED_H
#define BREAKEVEN_RESULTS_OBSERVED_H

#include "results/record.h"
#include "support/error.h"

#include <jansson.h>

/* The figure of that name, or NULL. */
const struct observed *observed_find(const struct observed *observed, unsigned count,
	const char *name);

/* Puts the member "observations" into the object: {"lost_updates": 12}; none where there is
 * nothing. 0, or -1 where memory is out or a figure is not finite. */
int observed_write(json_t *object, const struct observed *observed, unsigned count);

/* Reads it; absent is empty. 0, or -1 with the error. */
int observed_read(const json_t *object, struct observed *observed, unsigned *count,
	struct error *error);

/* The median over blocks of the median over samples of each figure, into the summary; blocks and
 * samples without it do not count. 0, or -1 with the error. */
int observed_summarise(struct case_record *record, struct error *error);

#endif
