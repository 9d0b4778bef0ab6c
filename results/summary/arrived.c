/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Summary of arrivals; see arrived.h.
 *
 * Tasks per second do not show whether the rate was held: a batch ends with its last task, and a
 * long task at the end lowers that figure although no task started late. Instead, the time without
 * the longest task is compared with the schedule: if it is clearly longer, tasks started later and
 * later.
 */
#include "config.h"

#include "results/summary/arrived.h"

#include <stdio.h>

#include "results/summary/summary.h"
#include "support/text.h"

#define HELD 1.1 /* times the schedule that a batch may take without its longest task */

static bool is_late(const struct sample *sample)
{
	const uint64_t longest_ns = sample->latency_uncorrected.max;

	return sample->elapsed_ns > longest_ns &&
		(double)(sample->elapsed_ns - longest_ns) > HELD * (double)sample->schedule_ns;
}

void arrived_gather(struct arrived *arrived, const struct case_record *record)
{
	size_t samples = 0, late = 0;

	*arrived = (struct arrived){0};
	for (size_t i = 0; i < record->block_count; i++) {
		const struct block *block = &record->blocks[i];

		if (block->status != STATUS_OK)
			continue;
		for (size_t j = 0; j < block->sample_count; j++) {
			const struct sample *sample = &block->samples[j];

			samples++;
			late += is_late(sample);
			if (sample->latency.max > arrived->max_ns)
				arrived->max_ns = sample->latency.max;
			if (sample->peak_arrived > arrived->most)
				arrived->most = sample->peak_arrived;
		}
	}
	arrived->overloaded = 2 * late > samples;
}

char *arrived_rate(char *buffer, size_t size, const struct arrivals *arrivals)
{
	char number[TEXT_NUMBER_SIZE];

	snprintf(buffer, size, "%s/s%s",
		text_format_number(number, sizeof(number), arrivals->rate_per_second),
		arrivals->poisson ? " poisson" : "");
	return buffer;
}

char *arrived_warning(char *buffer, size_t size, const struct case_record *record)
{
	char done[TEXT_NUMBER_SIZE], rate[2 * TEXT_NUMBER_SIZE],
		late[ARRIVED_WARNING_SIZE / 2] = "";
	char waiting[ARRIVED_WARNING_SIZE / 2] = "";
	struct arrived arrived;

	arrived_gather(&arrived, record);
	if (arrived.overloaded)
		snprintf(late, sizeof(late), "overloaded: %s arrived, only %s/s were done",
			arrived_rate(rate, sizeof(rate), &record->arrivals),
			text_rounded(done, sizeof(done), case_record_throughput(record)));
	if (arrived.most > record->concurrency)
		snprintf(waiting, sizeof(waiting),
			"arrivals had to wait: up to %ju at once, %u may be in flight",
			(uintmax_t)arrived.most, record->concurrency);
	snprintf(buffer, size, "%s%s%s", late, late[0] != '\0' && waiting[0] != '\0' ? "; " : "",
		waiting);
	return buffer;
}
