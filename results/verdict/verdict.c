/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The verdict on a result: a crossover if a workload was measured over a parameter, else a sentence
 * for each set of parameters.
 */
#include "config.h"

#include "results/verdict/verdict.h"

#include <stdlib.h>
#include <string.h>

#include "results/table/columns.h"
#include "results/verdict/contest.h"
#include "results/verdict/crossover.h"
#include "results/summary/summary.h"
#include "results/summary/throttling.h"
#include "results/record/variants.h"
#include "results/verdict/verdict_crossover.h"
#include "support/text.h"

#define INDENT 2
#define FEWEST_VALUES 3 /* of a parameter, to look for a crossover */

struct verdict {
	FILE *stream;
	const struct result *result;
	size_t width;
	struct variants variants;
	bool *done; /* variants that a crossover or a sentence covers */
};

/* Whether a parameter has enough different numbers among the cases of a workload for a crossover.
 */
static bool has_values(const struct verdict *verdict, size_t workload, const char *key)
{
	const struct case_lists *lists = &verdict->variants.by_workload;
	const json_t *values[FEWEST_VALUES];
	size_t count = 0;

	for (size_t i = lists->first[workload];
		i < lists->first[workload + 1] && count < FEWEST_VALUES; i++) {
		const json_t *value = json_object_get(lists->cases[i]->workload_parameters, key);
		bool seen = !json_is_number(value);

		for (size_t j = 0; j < count && !seen; j++)
			seen = json_equal(value, values[j]);
		if (!seen)
			values[count++] = value;
	}
	return count == FEWEST_VALUES;
}

static void cover(struct verdict *verdict, const struct crossover *crossover)
{
	for (size_t i = 0; i < crossover->line_count; i++)
		for (size_t j = 0; j < crossover->lines[i].count; j++)
			verdict->done[verdict->variants.variant[crossover->lines[i].cases[j] -
				verdict->result->cases]] = true;
}

/* Ends a sentence that was written to memory and writes it, wrapped, to the stream. */
static int finish(struct verdict *verdict, FILE *memory, char **text)
{
	int failed = ferror(memory);

	if (fclose(memory) != 0 || failed)
		return -1;
	if ((*text)[0] != '\0')
		columns_wrap(verdict->stream, *text, verdict->width, INDENT);
	return 0;
}

static int write_throttled_crossover(FILE *stream, const struct verdict *verdict,
	const struct crossover *crossover)
{
	char quota[THROTTLING_TEXT];

	fprintf(stream,
		"%s%s: no break-even is named: %s stopped %zu of its cases during measurement, "
		"so their figures show the quota, not the cores.",
		crossover->workload, crossover->fixed,
		throttling_quota_text(quota, verdict->result), crossover_throttled(crossover));
	return 0;
}

static int write_crossover(struct verdict *verdict, const char *workload, const char *key,
	struct error *error)
{
	struct crossover crossover;
	char *text = NULL;
	size_t size;
	FILE *memory;
	int outcome = -1;

	if (crossover_find(&crossover, verdict->result, workload, key, error) != 0)
		return -1;
	memory = open_memstream(&text, &size);
	if (memory != NULL) {
		outcome = crossover_throttled(&crossover) > 0
			? write_throttled_crossover(memory, verdict, &crossover)
			: verdict_crossover(memory, &crossover);
		if (finish(verdict, memory, &text) != 0)
			outcome = -1;
	}
	if (outcome == 0 && size > 0)
		cover(verdict, &crossover);
	free(text);
	crossover_clear(&crossover);
	return outcome == 0 ? 0 : error_set(error, "verdict on %s: out of memory", workload);
}

/* Of a workload, by its number. */
static int write_crossovers(struct verdict *verdict, size_t workload, struct error *error)
{
	const struct case_lists *lists = &verdict->variants.by_workload;
	const struct case_record *first = lists->cases[lists->first[workload]];
	const char *key;
	json_t *value;

	json_object_foreach(first->workload_parameters, key, value) {
		if (!json_is_number(value) || !has_values(verdict, workload, key))
			continue;
		if (write_crossover(verdict, first->workload, key, error) != 0)
			return -1;
	}
	return 0;
}

/* "more cores (…) and both at once (…)" for the best case of each of the kinds. */
static void write_kinds(FILE *stream, const struct contest *contest, unsigned kinds)
{
	bool first = true;

	for (int kind = 0; kind < KIND_COUNT; kind++) {
		if ((kinds & KIND_BIT(kind)) == 0)
			continue;
		fprintf(stream, "%s%s ", first ? "" : " and ", kind_words((enum line_kind)kind));
		contest_describe(stream, contest, contest_best(contest, KIND_BIT(kind)));
		first = false;
	}
}

static void write_against_baseline(FILE *stream, const struct contest *contest,
	const struct case_record *best)
{
	const struct case_record *baseline = contest_baseline(contest);

	write_rate(stream, case_record_throughput(best));
	if (baseline != NULL && contest_ahead(contest, best, KIND_BIT(LINE_BASELINE))) {
		fputs(", ", stream);
		write_times(stream,
			case_record_throughput(best) / case_record_throughput(baseline));
		fprintf(stream, " the baseline (%s)", baseline->runner);
	}
	fputs(".", stream);
}

/* Nothing is ahead of the baseline: tells how far behind it the next one is. */
static void write_baseline_wins(FILE *stream, const struct contest *contest,
	const struct case_record *best)
{
	const struct case_record *next = contest_best(contest, KIND_ALL & ~KIND_BIT(LINE_BASELINE));

	fputs("nothing beats the baseline ", stream);
	contest_describe(stream, contest, best);
	fputs(", ", stream);
	write_rate(stream, case_record_throughput(best));
	fprintf(stream, "; next is %s ", kind_words(case_record_kind(next)));
	contest_describe(stream, contest, next);
	fprintf(stream, " at %.2f of it.",
		case_record_throughput(next) / case_record_throughput(best));
}

/* Throughput under a CPU quota says nothing about cores, so no winner is named. */
static void write_throttled(FILE *stream, const struct contest *contest, const char *quota)
{
	const struct case_record *best = contest_best(contest, KIND_ALL);

	fprintf(stream,
		"no winner is named: %s stopped %zu of %zu cases during measurement, so these "
		"figures show the quota, not the cores; highest is %s ",
		quota, contest_throttled(contest), contest->count,
		kind_words(case_record_kind(best)));
	contest_describe(stream, contest, best);
	fputs(", ", stream);
	write_rate(stream, case_record_throughput(best));
	fputs(".", stream);
}

static void write_winner(FILE *stream, const struct contest *contest)
{
	const struct case_record *best = contest_best(contest, KIND_ALL);
	enum line_kind kind = case_record_kind(best);
	unsigned others = KIND_ALL & ~KIND_BIT(kind), level = contest_level(contest, best);

	if (contest_best(contest, others) == NULL) {
		fprintf(stream, "only %s was measured ", kind_words(kind));
		contest_describe(stream, contest, best);
		fputs(", with nothing to compare it with: ", stream);
		write_rate(stream, case_record_throughput(best));
		fputs(".", stream);
	} else if (best->summary.tasks_per_second.confidence <= 0) {
		fprintf(stream,
			"no winner can be named: a single block gives no interval; highest is "
			"%s ",
			kind_words(kind));
		contest_describe(stream, contest, best);
		fputs(", ", stream);
		write_rate(stream, case_record_throughput(best));
		fputs(".", stream);
	} else if (level != 0) {
		fputs("a tie of ", stream);
		write_kinds(stream, contest, level | KIND_BIT(kind));
		fputs(": their intervals overlap; ", stream);
		write_against_baseline(stream, contest, best);
	} else if (kind == LINE_BASELINE) {
		write_baseline_wins(stream, contest, best);
	} else {
		fprintf(stream, "%s %s ", kind_words(kind), kind == LINE_PARALLEL ? "win" : "wins");
		contest_describe(stream, contest, best);
		fputs(", ", stream);
		write_against_baseline(stream, contest, best);
	}
}

static void write_sentence(FILE *stream, const struct verdict *verdict,
	const struct contest *contest, const struct case_record *first)
{
	char quota[THROTTLING_TEXT];

	fprintf(stream, "%s%s: ", first->workload, first->workload_text);
	if (contest->count == 0) {
		fprintf(stream,
			"no winner can be named: none of its cases has figures (%s: "
			"%s).",
			status_name(first->status),
			first->reason != NULL ? first->reason : "no reason was given");
		return;
	}
	if (contest_throttled(contest) > 0)
		write_throttled(stream, contest, throttling_quota_text(quota, verdict->result));
	else
		write_winner(stream, contest);
}

/* Of a variant, by its number; `first` is its first case without a rate. */
static int write_variant(struct verdict *verdict, size_t variant, const struct case_record *first)
{
	const struct case_lists *lists = &verdict->variants.by_variant;
	const size_t begin = lists->first[variant];
	struct contest contest;
	char *text = NULL;
	size_t size;
	FILE *memory;
	int outcome = -1;

	if (contest_of_cases(&contest, lists->cases + begin, lists->first[variant + 1] - begin) !=
		0)
		return -1;
	memory = open_memstream(&text, &size);
	if (memory != NULL) {
		write_sentence(memory, verdict, &contest, first);
		outcome = finish(verdict, memory, &text);
	}
	free(text);
	contest_clear(&contest);
	return outcome;
}

/* The lowest confidence of the intervals, and what was left out. */
static void write_note(const struct verdict *verdict)
{
	size_t count = verdict->result->case_count, measured = 0, rates = 0;
	double least = 1;
	char text[256];

	for (size_t i = 0; i < count; i++) {
		const struct case_record *record = &verdict->result->cases[i];

		if (case_record_has_rate(record)) {
			rates++;
			continue;
		}
		if (!case_record_measured(record))
			continue;
		measured++;
		if (record->summary.tasks_per_second.confidence < least)
			least = record->summary.tasks_per_second.confidence;
	}
	count -= rates;
	if (count > 0)
		fputc('\n', verdict->stream);
	if (measured > 0 && least > 0) {
		snprintf(text, sizeof(text),
			"A winner's interval over blocks is above all intervals that it is compared "
			"with (each contains the true median with at least %.4g" NO_BREAK
			"%% confidence); overlapping intervals are called a tie.",
			100 * least);
		columns_wrap(verdict->stream, text, verdict->width, 0);
	}
	if (measured < count) {
		snprintf(text, sizeof(text), "%zu of %zu case%s %s left out; the table says why.",
			count - measured, count, text_plural(count),
			count - measured == 1 ? "has no figures and is"
					      : "have no figures and are");
		columns_wrap(verdict->stream, text, verdict->width, 0);
	}
	if (rates > 0) {
		snprintf(text, sizeof(text),
			"%zu case%s with a rate %s not compared by throughput, which the rate "
			"sets; the table has the latencies.",
			rates, text_plural(rates), rates == 1 ? "is" : "are");
		columns_wrap(verdict->stream, text, verdict->width, 0);
	}
}

/* Writes the verdict on each workload and variant, in the order of the cases. */
static int write_all(struct verdict *verdict, struct error *error)
{
	const struct result *result = verdict->result;
	size_t workloads = 0; /* so far */

	for (size_t i = 0; i < result->case_count; i++) {
		const struct case_record *record = &result->cases[i];
		const size_t variant = verdict->variants.variant[i];

		if (verdict->variants.workload[i] == workloads &&
			write_crossovers(verdict, workloads++, error) != 0)
			return -1;
		if (case_record_has_rate(record) || verdict->done[variant])
			continue;
		verdict->done[variant] = true;
		if (write_variant(verdict, variant, record) != 0)
			return error_set(error, "verdict on %s: out of memory", record->id);
	}
	return 0;
}

int verdict_write(FILE *stream, const struct result *result, unsigned width, struct error *error)
{
	struct verdict verdict = {.stream = stream,
		.result = result,
		.width = width,
		.done = calloc(result->case_count + 1, sizeof(*verdict.done))};
	int outcome = -1;

	if (variants_open(&verdict.variants, result) != 0 || verdict.done == NULL)
		error_set(error, "verdict: out of memory");
	else
		outcome = write_all(&verdict, error);
	if (outcome == 0 && result->case_count == 0)
		fputs("Nothing can be said: the result has no cases.\n", stream);
	else if (outcome == 0)
		write_note(&verdict);
	variants_clear(&verdict.variants);
	free(verdict.done);
	return outcome;
}
