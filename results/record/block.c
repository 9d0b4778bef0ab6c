/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of statuses, and freeing what a block owns; see block.h. */
#include "config.h"

#include "results/record/block.h"

#include <math.h>
#include <stdlib.h>

const char *status_name(enum status status)
{
	static const char *const names[] = {
		[STATUS_OK] = "ok",
		[STATUS_FAILED] = "failed",
		[STATUS_WRONG] = "wrong-value",
		[STATUS_CRASHED] = "crashed",
		[STATUS_TIMEOUT] = "timed-out",
		[STATUS_INVALID] = "invalid",
		[STATUS_NOT_RUN] = "not-run",
	};

	return names[status];
}

void block_clear(struct block *block)
{
	free(block->reason);
	free(block->cpus_seen);
	free(block->server_cpus);
	free(block->samples);
	*block = (struct block){0};
}

double block_fastest_ns(const struct block *block)
{
	double fastest_ns = INFINITY;

	for (size_t i = 0; i < block->sample_count; i++)
		fastest_ns = fmin(fastest_ns, (double)block->samples[i].elapsed_ns);
	return fastest_ns;
}
