/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compares cases of one workload; see contest.h. */
#include "config.h"

#include "results/verdict/contest.h"

#include <stdlib.h>
#include <string.h>

#include "results/statistics/estimate.h"
#include "results/summary/summary.h"
#include "support/numbering.h"
#include "support/text.h"

int contest_of_cases(struct contest *contest, const struct case_record *const *cases, size_t count)
{
	*contest = (struct contest){.cases = calloc(count + 1, sizeof(void *))};
	if (contest->cases == NULL)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (case_record_measured(cases[i]) && !case_record_has_rate(cases[i]))
			contest->cases[contest->count++] = cases[i];
	return 0;
}

int contest_at(struct contest *contest, const struct crossover *crossover, double x)
{
	const struct crossover_entry *entries;
	const size_t count = crossover_at(crossover, x, &entries);

	*contest = (struct contest){.cases = calloc(count + 1, sizeof(void *))};
	if (contest->cases == NULL)
		return -1;
	for (size_t i = 0; i < count; i++)
		contest->cases[contest->count++] = entries[i].record;
	return 0;
}

void contest_clear(struct contest *contest)
{
	free(contest->cases);
	*contest = (struct contest){0};
}

static const struct estimate *figure(const struct case_record *record)
{
	return &record->summary.tasks_per_second;
}

static bool is_among(const struct case_record *record, unsigned kinds)
{
	return (KIND_BIT(case_record_kind(record)) & kinds) != 0;
}

const struct case_record *contest_best(const struct contest *contest, unsigned kinds)
{
	const struct case_record *best = NULL;

	for (size_t i = 0; i < contest->count; i++)
		if (is_among(contest->cases[i], kinds) &&
			(best == NULL || figure(contest->cases[i])->median > figure(best)->median))
			best = contest->cases[i];
	return best;
}

size_t contest_throttled(const struct contest *contest)
{
	size_t count = 0;

	for (size_t i = 0; i < contest->count; i++)
		count += contest->cases[i]->summary.throttled > 0;
	return count;
}

const struct case_record *contest_baseline(const struct contest *contest)
{
	for (size_t i = 0; i < contest->count; i++)
		if (is_among(contest->cases[i], KIND_BIT(LINE_BASELINE)) &&
			strcmp(contest->cases[i]->model, "serial") == 0)
			return contest->cases[i];
	return contest_best(contest, KIND_BIT(LINE_BASELINE));
}

bool contest_ahead(const struct contest *contest, const struct case_record *record, unsigned kinds)
{
	bool ahead = false;

	for (size_t i = 0; i < contest->count; i++) {
		const struct case_record *other = contest->cases[i];

		if (other == record || !is_among(other, kinds))
			continue;
		if (!estimate_apart(figure(record), figure(other)) ||
			figure(record)->median < figure(other)->median)
			return false;
		ahead = true;
	}
	return ahead;
}

unsigned contest_level(const struct contest *contest, const struct case_record *record)
{
	unsigned level = 0;

	for (size_t i = 0; i < contest->count; i++)
		if (!estimate_apart(figure(record), figure(contest->cases[i])))
			level |= KIND_BIT(case_record_kind(contest->cases[i]));
	return level & ~KIND_BIT(case_record_kind(record));
}

const char *kind_words(enum line_kind kind)
{
	static const char *const words[KIND_COUNT] = {
		[LINE_BASELINE] = "the baseline",
		[LINE_CONCURRENT] = "more in flight",
		[LINE_PARALLEL] = "more cores",
		[LINE_BOTH] = "both at once",
	};

	return words[kind];
}

/* Whether its name alone could also mean another case. */
static bool needs_parameters(const struct contest *contest, const struct case_record *record)
{
	for (size_t i = 0; i < contest->count; i++) {
		const struct case_record *other = contest->cases[i];

		if (other->cores == record->cores && other->concurrency == record->concurrency &&
			strcmp(other->runner, record->runner) == 0 &&
			strcmp(other->runner_text, record->runner_text) != 0)
			return true;
	}
	return false;
}

/* Whether `other` has another runner, the same kind, and no clear difference from `record`. */
static bool is_peer(const struct case_record *record, const struct case_record *other)
{
	return strcmp(other->runner, record->runner) != 0 &&
		case_record_kind(other) == case_record_kind(record) &&
		!estimate_apart(figure(record), figure(other));
}

/* Names each runner of a peer once (if memory is out, some more than once). Returns how many. */
static size_t name_peers(FILE *stream, const struct contest *contest,
	const struct case_record *record)
{
	struct numbering named = {0};
	size_t peers = 0, number;

	for (size_t i = 0; i < contest->count; i++)
		if (is_peer(record, contest->cases[i]) &&
			numbering_add_text(&named, contest->cases[i]->runner, &number) != 0)
			fprintf(stream, "%s%s", peers++ == 0 ? "; " : ", ",
				contest->cases[i]->runner);
	numbering_clear(&named);
	return peers;
}

void contest_describe(FILE *stream, const struct contest *contest, const struct case_record *record)
{
	size_t peers = 0;

	fprintf(stream, "(%s%s", record->runner,
		needs_parameters(contest, record) ? record->runner_text : "");
	if (case_record_kind(record) != LINE_BASELINE)
		fprintf(stream, ", %u in flight on %u" NO_BREAK "core%s", record->concurrency,
			record->cores, text_plural(record->cores));
	if (figure(record)->confidence > 0)
		peers = name_peers(stream, contest, record);
	fprintf(stream, "%s)", peers > 0 ? " level with it" : "");
}

void write_rate(FILE *stream, double tasks_per_second)
{
	char text[TEXT_NUMBER_SIZE];
	char *unit;

	text_rounded(text, sizeof(text), tasks_per_second);
	unit = text_split(text, ' ');
	fprintf(stream, "%s%s%s" NO_BREAK "tasks/s", text, unit != NULL ? NO_BREAK : "",
		unit != NULL ? unit : "");
}

void write_times(FILE *stream, double factor)
{
	fprintf(stream, "%.*f" NO_BREAK "times", factor < 10 ? 2 : factor < 100 ? 1 : 0, factor);
}
