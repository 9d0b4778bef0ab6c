/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Summary of the arrivals of a case that has a rate, over the samples of its blocks that are ok. */
#ifndef BREAKEVEN_RESULTS_SUMMARY_ARRIVED_H
#define BREAKEVEN_RESULTS_SUMMARY_ARRIVED_H

#include "results/record/record.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arrived {
	uint64_t max_ns; /* the longest latency of all, from when the task was due */
	uint64_t most;   /* most tasks due and not ended; above concurrency some had to wait */
	bool overloaded; /* in most samples the last task started too late to hold the rate */
};

void arrived_gather(struct arrived *arrived, const struct case_record *record);

/* "400/s", "1000/s poisson". Returns the buffer. */
char *arrived_rate(char *buffer, size_t size, const struct arrivals *arrivals);

#define ARRIVED_WARNING_SIZE 300

/* One line that warns the reader of a case with figures of arrivals; "" where all is well. Returns
 * the buffer. */
char *arrived_warning(char *buffer, size_t size, const struct case_record *record);

#endif
