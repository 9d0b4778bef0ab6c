/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What workloads observed besides time: as JSON and back. */
#ifndef BREAKEVEN_RESULTS_RECORD_OBSERVED_H
#define BREAKEVEN_RESULTS_RECORD_OBSERVED_H

#include "results/record/block.h"
#include "support/error.h"

#include <jansson.h>

/* The figure of that name, or NULL. */
const struct observed *observed_find(const struct observed *observed, unsigned count,
	const char *name);

/* Puts the member "observations" into the object: {"lost_updates": 12}; no member where there is
 * nothing. 0, or -1 where memory is out or a figure is not finite. */
int observed_write(json_t *object, const struct observed *observed, unsigned count);

/* Reads it; absent is empty. 0, or -1 with the error. */
int observed_read(const json_t *object, struct observed *observed, unsigned *count,
	struct error *error);

#endif
