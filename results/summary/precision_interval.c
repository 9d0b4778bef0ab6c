/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The looks of a run and the intervals that follow from them; see precision_interval.h. */
#include "config.h"

#include "results/summary/precision_interval.h"

#include <math.h>

#include "results/summary/disturbance.h"
#include "results/statistics/estimate.h"
#include "results/statistics/interval.h"
#include "results/statistics/looks.h"

const unsigned precision_looks[PRECISION_LOOKS] = {
	PRECISION_BLOCKS_LEAST, 16, 32, 64, PRECISION_BLOCKS_MOST};

/* How many of the first blocks of the run a case uses. */
static size_t used_of(const struct case_record *record, unsigned blocks)
{
	size_t used = 0;

	for (size_t i = 0; i < record->block_count; i++)
		if (record->blocks[i].block < blocks &&
			disturbance_block_counts(record, &record->blocks[i]))
			used++;
	return used;
}

/* Lists the looks of a case, including future ones; *made is the number of those made. A look with
 * no more blocks than the one before it is left out. */
static size_t list_looks(struct look looks[PRECISION_LOOKS], size_t *made,
	const struct case_record *record)
{
	const uint64_t begun =
		record->block_count > 0 ? record->blocks[record->block_count - 1].block + 1 : 0;
	size_t count = 0, before = 0;

	*made = 0;
	for (size_t i = 0; i < PRECISION_LOOKS; i++) {
		unsigned more = precision_looks[i] - (i > 0 ? precision_looks[i - 1] : 0);
		bool is_made = precision_looks[i] <= begun;
		size_t used = is_made ? used_of(record, precision_looks[i]) : before + more;

		if (used <= before)
			continue;
		looks[count++] = (struct look){.blocks = used};
		*made += is_made;
		before = used;
	}
	return count;
}

int precision_interval(struct precision_interval *interval, const struct case_record *record,
	struct error *error)
{
	const size_t used = record->summary.blocks;
	struct look looks[PRECISION_LOOKS];
	size_t made, count = list_looks(looks, &made, record), rank = 1;

	*interval = (struct precision_interval){0};
	if (count == 0 || used < 2)
		return 0;
	if (looks_plan(looks, count, ESTIMATE_CONFIDENCE, error) < 0)
		return -1;
	if (made > 0 && looks[made - 1].rank > 0)
		rank = looks[made - 1].rank;
	interval->wanted = interval_confidence(rank, used);
	interval->promised = fmin(interval->wanted, 1 - looks[count - 1].spent);
	return 0;
}
