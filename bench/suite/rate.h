/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rates at which tasks arrive, from text and back: "100", "2500.5,poisson". */
#ifndef BREAKEVEN_BENCH_SUITE_RATE_H
#define BREAKEVEN_BENCH_SUITE_RATE_H

#include "results/statistics/arrivals.h"
#include "support/error.h"

#include <stddef.h>

/* Tasks per second; the least is one task per day. */
#define RATE_SMALLEST 1e-5
#define RATE_LARGEST 1e7
#define RATE_TEXT_SIZE 64

struct rate_list {
	struct arrivals *rates;
	size_t count;
};

/* Adds one. 0, or -1 with the error. */
int rate_add(struct rate_list *list, const char *text, struct error *error);
void rate_clear(struct rate_list *list);

/* The shortest text from which rate_add() reads the same rate; the rate must be above 0. Returns
 * the buffer. */
char *rate_format(const struct arrivals *arrivals, char *buffer, size_t size);

#endif
