/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How to read the tables: explains the figures that these cases have. */
#include "config.h"

#include "results/table/table_notes.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "results/table/columns.h"
#include "results/summary/precision.h"
#include "results/summary/summary.h"
#include "results/summary/throttling.h"

/* What the notes need to know of all cases. */
struct facts {
	size_t measured;
	uint64_t fewest_blocks, most_blocks;
	double least_confidence, most_confidence;
	bool unstamped, shared, rates, no_cpu;
	bool left_out, disturbed, throttled;
};

static struct facts gather_facts(const struct result *result)
{
	struct facts facts = {.fewest_blocks = UINT64_MAX, .least_confidence = 1};

	for (size_t i = 0; i < result->case_count; i++) {
		const struct case_record *record = &result->cases[i];
		const struct summary *summary = &record->summary;
		double confidence = summary->tasks_per_second.confidence;

		for (size_t j = 0; j < record->block_count; j++)
			facts.shared = facts.shared || record->blocks[j].server_shared;
		if (!case_record_measured(record))
			continue;
		facts.measured++;
		if (summary->blocks < facts.fewest_blocks)
			facts.fewest_blocks = summary->blocks;
		if (summary->blocks > facts.most_blocks)
			facts.most_blocks = summary->blocks;
		if (confidence < facts.least_confidence)
			facts.least_confidence = confidence;
		if (confidence > facts.most_confidence)
			facts.most_confidence = confidence;
		facts.unstamped = facts.unstamped || !summary->stamped;
		facts.left_out = facts.left_out || summary->left_out > 0;
		facts.disturbed = facts.disturbed || summary->disturbed;
		facts.no_cpu = facts.no_cpu || !summary->cpu_known;
		facts.throttled = facts.throttled || summary->throttled > 0;
		facts.rates = facts.rates || case_record_has_rate(record);
	}
	return facts;
}

static void write_interval_note(FILE *stream, const struct facts *facts, bool interval,
	size_t width)
{
	char text[400], blocks[64];

	if (facts->fewest_blocks == facts->most_blocks)
		snprintf(blocks, sizeof(blocks), "%ju", (uintmax_t)facts->most_blocks);
	else
		snprintf(blocks, sizeof(blocks), "%ju to %ju", (uintmax_t)facts->fewest_blocks,
			(uintmax_t)facts->most_blocks);
	if (facts->most_confidence <= 0)
		snprintf(text, sizeof(text),
			"tasks/s: from one block (one process), so there is no interval, and a "
			"difference between two cases may be chance. Measure more blocks.");
	else if (!interval)
		snprintf(text, sizeof(text),
			"tasks/s: median over %s blocks, each a fresh process.", blocks);
	else
		snprintf(text, sizeof(text),
			"tasks/s: median over %s blocks, each a fresh process; its interval "
			"contains the true median with %s%.4g %% confidence%s.",
			blocks, facts->least_confidence < facts->most_confidence ? "at least " : "",
			100 * facts->least_confidence,
			facts->least_confidence <= 0 ? " (none where there is a single block)"
						     : "");
	columns_wrap(stream, text, width, 0);
}

static void write_precision_note(FILE *stream, const struct result *result, size_t width)
{
	char *text = precision_describe(result);

	if (text != NULL && text[0] != '\0')
		columns_wrap(stream, text, width, 0);
	free(text);
}

static void write_disturbance_notes(FILE *stream, const struct facts *facts, size_t width)
{
	if (facts->left_out)
		columns_wrap(stream,
			"left out: blocks whose control timings shifted or whose CPU time was "
			"stolen; kept in result.json, not used here.",
			width, 0);
	if (facts->disturbed)
		columns_wrap(stream,
			"disturbed: too few other blocks remained, so all are used. Measure "
			"again on a quieter machine, or measure more blocks.",
			width, 0);
}

static void write_throttling_note(FILE *stream, const struct result *result, size_t width)
{
	char quota[THROTTLING_TEXT], text[400];

	snprintf(text, sizeof(text),
		"throttled: %s stopped the case during measurement, so its figures show the "
		"quota, not its cores. Remove the quota (`breakeven doctor` shows how) and "
		"measure again.",
		throttling_quota_text(quota, result));
	columns_wrap(stream, text, width, 0);
}

static void write_latency_note(FILE *stream, const bool *shown, size_t width)
{
	const bool p50 = shown[TABLE_P50], p99 = shown[TABLE_P99], cpu = shown[TABLE_CPU];
	char text[256];

	snprintf(text, sizeof(text), "%s%s%s%s%s%s", p50 ? "p50" : "", p50 && p99 ? ", " : "",
		p99 ? "p99" : "",
		p50 || p99 ? ": latency of a task from being taken in flight to its end" : "",
		(p50 || p99) && cpu ? "; " : "",
		cpu ? "CPU: processor time over elapsed time, 100 % is one full core" : "");
	if (text[0] != '\0')
		columns_wrap(stream, strcat(text, "."), width, 0);
}

static void write_memory_note(FILE *stream, const bool *shown, size_t width)
{
	if (shown[TABLE_PEAK])
		columns_wrap(stream,
			"memory: peak of all processes of the case; mem/task: growth since "
			"before the runner started, per task in flight. Measured in a separate "
			"batch.",
			width, 0);
	else if (shown[TABLE_PER_TASK])
		columns_wrap(stream,
			"mem/task: growth of the memory of all processes of the case since "
			"before the runner started, per task in flight. Measured in a separate "
			"batch.",
			width, 0);
}

static void write_rate_note(FILE *stream, const bool *shown, size_t width)
{
	char text[400];

	snprintf(text, sizeof(text),
		"rate: tasks started per second, whether or not earlier ones had ended. Their "
		"%sp99%s from the time when each was due; uncorrected: p99 from the time when "
		"it was taken in flight, which hides the wait before that.",
		!shown[TABLE_P50]              ? ""
			: shown[TABLE_MAXIMUM] ? "p50, "
					       : "p50 and ",
		shown[TABLE_MAXIMUM]       ? " and max count"
			: shown[TABLE_P50] ? " count"
					   : " counts");
	columns_wrap(stream, text, width, 0);
}

void table_notes_write(FILE *stream, const struct result *result, bool level,
	const bool shown[TABLE_COLUMN_COUNT], size_t width)
{
	struct facts facts = gather_facts(result);

	/* Marks and the lines under cases contain intervals, too. */
	const bool intervals = shown[TABLE_INTERVAL] || level || facts.unstamped;

	if (result->case_count == 0)
		columns_wrap(stream, "The result has no cases: nothing was measured.", width, 0);
	if (facts.measured == 0)
		return;
	write_interval_note(stream, &facts, intervals, width);
	write_precision_note(stream, result, width);
	write_disturbance_notes(stream, &facts, width);
	if (facts.throttled)
		write_throttling_note(stream, result, width);
	if (level)
		columns_wrap(stream,
			"≈ best: its interval overlaps that of the best; these blocks do not "
			"tell them apart.",
			width, 0);
	write_latency_note(stream, shown, width);
	write_memory_note(stream, shown, width);
	if (facts.rates)
		write_rate_note(stream, shown, width);
	if (facts.no_cpu && shown[TABLE_CPU])
		columns_wrap(stream,
			"CPU —: the batch was too short to measure its processor time. Use "
			"more --tasks.",
			width, 0);
	if (facts.unstamped && (shown[TABLE_P50] || shown[TABLE_P99]))
		columns_wrap(stream,
			"—: tasks are too short to be timed one by one; only the batch was "
			"timed.",
			width, 0);
	if (facts.shared)
		columns_wrap(stream,
			"The built-in server shared CPUs with the workers: figures of "
			"workloads that use it include its own work.",
			width, 0);
}
