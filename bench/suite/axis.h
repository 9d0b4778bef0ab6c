/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lists of cores and of concurrency, from text. */
#ifndef BREAKEVEN_BENCH_SUITE_AXIS_H
#define BREAKEVEN_BENCH_SUITE_AXIS_H

#include "runners/runner.h"
#include "support/error.h"

#include <stddef.h>

#define AXIS_CORES_LIMIT 4096
#define AXIS_CONCURRENCY_LIMIT 1000000

/* Numbers of an axis as given: "1", "2", … and the words "max" (all cores) and "cores" (for
 * concurrency: the number of cores of the case). */
#define AXIS_MAXIMUM (-1)
#define AXIS_AS_CORES (-2)

struct axis_list {
	long *numbers;
	size_t count;
};

/* Adds one entry: a whole number, "max", or for AXIS_CONCURRENCY "cores". 0, or -1 with the error.
 * */
int axis_add(struct axis_list *list, enum axis axis, const char *text, struct error *error);

/* Adds the entries of a list such as "1,8,max". 0, or -1 with the error. */
int axis_parse(struct axis_list *list, enum axis axis, const char *text, struct error *error);

void axis_clear(struct axis_list *list);

#endif
