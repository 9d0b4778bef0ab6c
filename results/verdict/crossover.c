/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The lines of a workload over a parameter, and where the best of two kinds cross.
 *
 * At each measured x the best concurrent line is compared with the best parallel one. Where the
 * better one changes between two neighbouring points, the crossing lies between them. The time per
 * task (1 / throughput) is assumed to be linear there, because work grows in proportion to what
 * such a parameter sets (a share of computing, a number of iterations); throughput is then not
 * linear. For times c of the concurrent and p of the parallel line at the neighbours x0 and x1 that
 * is at
 *
 *     x = x0 + t (x1 - x0),   t = (c0 - p0) / ((c0 - p0) - (c1 - p1)).
 */
#include "config.h"

#include "results/verdict/crossover.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "results/verdict/crossover_sets.h"
#include "results/statistics/estimate.h"
#include "results/summary/summary.h"

enum line_kind case_record_kind(const struct case_record *record)
{
	if (record->cores == 1)
		return record->concurrency == 1 ? LINE_BASELINE : LINE_CONCURRENT;
	return record->concurrency <= record->cores ? LINE_PARALLEL : LINE_BOTH;
}

/* Orders by x; cases at the same x keep their order. */
static int compare_in_line(const void *one, const void *other)
{
	const struct set_case *a = one, *b = other;

	if (a->line != b->line)
		return a->line < b->line ? -1 : 1;
	if (a->x != b->x)
		return a->x < b->x ? -1 : 1;
	return (a->record > b->record) - (a->record < b->record);
}

static int compare_entries(const void *one, const void *other)
{
	const struct crossover_entry *a = one, *b = other;

	if (a->x != b->x)
		return a->x < b->x ? -1 : 1;
	if (a->line != b->line)
		return a->line < b->line ? -1 : 1;
	return (a->record > b->record) - (a->record < b->record);
}

/* Makes one line from its cases, which are adjacent. 0, or -1 if memory is out. */
static int make_line(struct crossover *crossover, const struct set_case *cases, size_t count)
{
	struct crossover_line *line = &crossover->lines[crossover->line_count++];

	line->kind = case_record_kind(cases[0].record);
	line->cases = calloc(count, sizeof(*line->cases));
	line->x = calloc(count, sizeof(*line->x));
	if (line->cases == NULL || line->x == NULL)
		return -1;
	for (; line->count < count; line->count++) {
		const struct set_case *point = &cases[line->count];

		line->cases[line->count] = point->record;
		line->x[line->count] = point->x;
		crossover->entries[crossover->entry_count++] =
			(struct crossover_entry){point->x, line, point->record};
	}
	return 0;
}

/* Makes the lines of one set from its cases. 0, or -1 if memory is out. */
static int make_lines(struct crossover *crossover, struct set_case *cases, size_t count)
{
	size_t lines = 0, end;

	qsort(cases, count, sizeof(*cases), compare_in_line);
	for (size_t i = 0; i < count; i++)
		lines += i == 0 || cases[i].line != cases[i - 1].line;
	crossover->lines = calloc(lines, sizeof(*crossover->lines));
	crossover->entries = calloc(count, sizeof(*crossover->entries));
	if (crossover->lines == NULL || crossover->entries == NULL)
		return -1;
	for (size_t i = 0; i < count; i = end) {
		for (end = i + 1; end < count && cases[end].line == cases[i].line;)
			end++;
		if (make_line(crossover, &cases[i], end - i) != 0)
			return -1;
	}
	qsort(crossover->entries, count, sizeof(*crossover->entries), compare_entries);
	return 0;
}

static void clear_lines(struct crossover *crossover)
{
	for (size_t i = 0; i < crossover->line_count; i++) {
		free(crossover->lines[i].cases);
		free(crossover->lines[i].x);
	}
	free(crossover->lines);
	free(crossover->entries);
	crossover->lines = NULL;
	crossover->entries = NULL;
	crossover->line_count = crossover->entry_count = 0;
}

static bool has_kind(const struct crossover *crossover, enum line_kind kind)
{
	for (size_t i = 0; i < crossover->line_count; i++)
		if (crossover->lines[i].kind == kind)
			return true;
	return false;
}

size_t crossover_at(const struct crossover *crossover, double x,
	const struct crossover_entry **first)
{
	size_t low = 0, high = crossover->entry_count, end;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (crossover->entries[middle].x < x)
			low = middle + 1;
		else
			high = middle;
	}
	*first = &crossover->entries[low];
	for (end = low; end < crossover->entry_count && crossover->entries[end].x == x;)
		end++;
	return end - low;
}

const struct crossover_line *crossover_best(const struct crossover *crossover, enum line_kind kind,
	double x, const struct case_record **record)
{
	const struct crossover_line *best = NULL;
	const struct crossover_entry *entry;

	for (size_t count = crossover_at(crossover, x, &entry); count > 0; count--, entry++)
		if (entry->line->kind == kind &&
			(best == NULL ||
				case_record_throughput(entry->record) >
					case_record_throughput(*record))) {
			best = entry->line;
			*record = entry->record;
		}
	return best;
}

double *crossover_points(const struct crossover *crossover, size_t *count)
{
	const struct case_record *record;
	const struct crossover_entry *entries = crossover->entries;
	double *points =
		crossover->entry_count > 0 ? calloc(crossover->entry_count, sizeof(*points)) : NULL;

	*count = 0;
	if (points == NULL)
		return NULL;
	for (size_t i = 0; i < crossover->entry_count; i++)
		if ((i == 0 || entries[i].x != entries[i - 1].x) &&
			crossover_best(crossover, LINE_CONCURRENT, entries[i].x, &record) != NULL &&
			crossover_best(crossover, LINE_PARALLEL, entries[i].x, &record) != NULL)
			points[(*count)++] = entries[i].x;
	if (*count > 0)
		return points;
	free(points);
	return NULL;
}

/* The two best lines at one measured point. */
struct point {
	double x;
	const struct crossover_line *concurrent, *parallel;
	const struct case_record *concurrent_case, *parallel_case;
};

static struct point point_at(const struct crossover *crossover, double x)
{
	struct point point = {.x = x};

	point.concurrent = crossover_best(crossover, LINE_CONCURRENT, x, &point.concurrent_case);
	point.parallel = crossover_best(crossover, LINE_PARALLEL, x, &point.parallel_case);
	return point;
}

/* By how much longer a task takes concurrently than in parallel, in seconds. */
static double excess(const struct point *point)
{
	return 1 / case_record_throughput(point->concurrent_case) -
		1 / case_record_throughput(point->parallel_case);
}

static bool apart(const struct point *point)
{
	return estimate_apart(&point->concurrent_case->summary.tasks_per_second,
		&point->parallel_case->summary.tasks_per_second);
}

static struct crossing crossing_between(const struct point *low, const struct point *high)
{
	double t = excess(low) / (excess(low) - excess(high));
	double low_s = 1 / case_record_throughput(low->parallel_case),
	       high_s = 1 / case_record_throughput(high->parallel_case);
	bool parallel_after = excess(high) > 0;

	return (struct crossing){
		.x = low->x + t * (high->x - low->x),
		.low = low->x,
		.high = high->x,
		.tasks_per_second = 1 / (low_s + t * (high_s - low_s)),
		.parallel_after = parallel_after,
		.clear = apart(low) && apart(high),
		.concurrent = parallel_after ? low->concurrent : high->concurrent,
		.parallel = parallel_after ? high->parallel : low->parallel,
	};
}

/* Walks the sets. If both are equal at one, the crossing is there if the better one changes
 * at it. */
static int find_crossings(struct crossover *crossover)
{
	size_t count;
	double *points = crossover_points(crossover, &count);
	bool was_parallel = false, known = false;

	if (points == NULL)
		return 0;
	crossover->crossings = calloc(count, sizeof(struct crossing));
	if (crossover->crossings == NULL) {
		free(points);
		return -1;
	}
	for (size_t i = 0; i < count; i++) {
		struct point point = point_at(crossover, points[i]);
		struct point before = i > 0 ? point_at(crossover, points[i - 1]) : point;
		bool is_parallel = excess(&point) > 0;

		if (excess(&point) == 0)
			continue;
		if (known && is_parallel != was_parallel)
			crossover->crossings[crossover->crossing_count++] =
				crossing_between(&before, &point);
		was_parallel = is_parallel;
		known = true;
	}
	free(points);
	return 0;
}

/* Finds the first set with both kinds of lines. 0, or -1 where memory is out. */
static int find_set(struct crossover *crossover, const struct result *result)
{
	struct crossover_sets sets;
	int outcome = crossover_sets_find(&sets, result, crossover->workload, crossover->parameter);
	size_t end;

	for (size_t i = 0; i < sets.count && outcome == 0; i = end) {
		for (end = i + 1; end < sets.count && sets.cases[end].set == sets.cases[i].set;)
			end++;
		free(crossover->fixed);
		crossover->fixed = strdup(sets.fixed[sets.cases[i].set]);
		outcome = crossover->fixed != NULL ? make_lines(crossover, &sets.cases[i], end - i)
						   : -1;
		if (outcome == 0 && has_kind(crossover, LINE_CONCURRENT) &&
			has_kind(crossover, LINE_PARALLEL)) {
			outcome = find_crossings(crossover);
			break;
		}
		if (outcome == 0)
			clear_lines(crossover);
	}
	crossover_sets_clear(&sets);
	return outcome;
}

int crossover_find(struct crossover *crossover, const struct result *result, const char *workload,
	const char *parameter, struct error *error)
{
	*crossover = (struct crossover){0};
	crossover->workload = strdup(workload);
	crossover->parameter = strdup(parameter);
	if (crossover->workload != NULL && crossover->parameter != NULL &&
		find_set(crossover, result) == 0)
		return 0;
	crossover_clear(crossover);
	return error_set(error, "crossover of %s over %s: out of memory", workload, parameter);
}

size_t crossover_throttled(const struct crossover *crossover)
{
	size_t count = 0;

	for (size_t i = 0; i < crossover->line_count; i++)
		for (size_t j = 0; j < crossover->lines[i].count; j++)
			count += crossover->lines[i].cases[j]->summary.throttled > 0;
	return count;
}

void crossover_clear(struct crossover *crossover)
{
	clear_lines(crossover);
	free(crossover->crossings);
	free(crossover->workload);
	free(crossover->fixed);
	free(crossover->parameter);
	*crossover = (struct crossover){0};
}
