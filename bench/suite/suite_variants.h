/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The "parameters" object of a suite: values, and lists of values, of one plugin's parameters. */
#ifndef BREAKEVEN_BENCH_SUITE_SUITE_VARIANTS_H
#define BREAKEVEN_BENCH_SUITE_SUITE_VARIANTS_H

#include "bench/suite/json_reader.h"
#include "support/parameter.h"

#include <stddef.h>

#include <jansson.h>

/* One set for each combination of the lists. */
struct variants {
	const struct parameters **sets; /* each kept: parameter_pool.h */
	size_t count;
};

/* Reads the "parameters" of the object at `parent` (NULL: none, so one set of defaults) with the
 * plugin's table. Returns 0, and the caller frees variants->sets; or -1 with the reader's error and
 * nothing to free. */
int suite_variants_read(const struct json_reader *reader, const struct json_place *parent,
	json_t *object, const struct parameter *table, struct variants *variants);

#endif
