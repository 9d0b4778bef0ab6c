/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The lines of a workload over a parameter, and where the best of two kinds cross.
 *
 * At each measured x the best concurrent line is held against the best parallel one. Where the
 * better one changes between two neighbouring points, the crossing lies between them: the time
 * per task, one over the throughput, is taken to be linear there, because work grows in
 * proportion to what such a parameter sets (a share of computing, a number of iterations), and
 * throughput then does not. For times c of the concurrent and p of the parallel line at the
 * neighbours x0 and x1 that is at
 *
 *     x = x0 + t (x1 - x0),   t = (c0 - p0) / ((c0 - p0) - (c1 - p1)).
 */
#include "config.h"

#include "results/crossover.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "results/statistics/estimate.h"

enum line_kind case_record_kind(const struct case_record *record)
{
	if (record->cores == 1)
		return record->concurrency == 1 ? LINE_BASELINE : LINE_CONCURRENT;
	return record->concurrency <= record->cores ? LINE_PARALLEL : LINE_BOTH;
}

static double rate_of(const struct case_record *record)
{
	return record->summary.tasks_per_second.median;
}

/* Whether this assignment ("cpu=50") is of the parameter with that key in JSON: its name, or its
 * name with a unit behind it ("cpu_percent"). Returns how many letters agree, 0 for none. */
static size_t matches_key(const char *assignment, size_t length, const char *key)
{
	const char *equals = memchr(assignment, '=', length);
	size_t name = equals != NULL ? (size_t)(equals - assignment) : length;

	if (strncmp(assignment, key, name) != 0 || (key[name] != '\0' && key[name] != '_'))
		return 0;
	return name;
}

/* Up to the next comma that is not part of a value. */
static size_t assignment_length(const char *text)
{
	size_t length = 0;

	while (text[length] != '\0' && text[length] != ',' && text[length] != '}') {
		if (text[length] == '\\' && text[length + 1] != '\0')
			length++;
		length++;
	}
	return length;
}

/* The parameters' text without the one of that key; a copy, NULL where memory is out. */
static char *fixed_text(const char *text, const char *key)
{
	char *fixed = calloc(1, strlen(text) + 3);
	const char *skipped = NULL;
	size_t best = 0;

	if (fixed == NULL || text[0] != '{')
		return fixed;
	for (const char *at = text + 1; *at != '\0' && *at != '}';) {
		size_t length = assignment_length(at), match = matches_key(at, length, key);

		if (match > best) {
			best = match;
			skipped = at;
		}
		at += length + (at[length] == ',');
	}
	for (const char *at = text + 1; *at != '\0' && *at != '}';) {
		size_t length = assignment_length(at);

		if (at != skipped) {
			strcat(fixed, fixed[0] == '\0' ? "{" : ",");
			strncat(fixed, at, length);
		}
		at += length + (at[length] == ',');
	}
	if (fixed[0] != '\0')
		strcat(fixed, "}");
	return fixed;
}

/* The x of a case, where it belongs to the workload and has a figure. */
static bool case_x(const struct case_record *record, const char *workload, const char *key,
	double *x)
{
	const json_t *value = json_object_get(record->workload_parameters, key);

	if (strcmp(record->workload, workload) != 0 || !json_is_number(value))
		return false;
	*x = json_number_value(value);
	return case_record_measured(record) && !case_record_has_rate(record) && rate_of(record) > 0;
}

static bool same_line(const struct case_record *one, const struct case_record *other)
{
	return one->cores == other->cores && one->concurrency == other->concurrency &&
		strcmp(one->runner, other->runner) == 0 &&
		strcmp(one->runner_text, other->runner_text) == 0;
}

/* The line that a case belongs to, made where it is the first. NULL where memory is out. */
static struct crossover_line *line_of(struct crossover *crossover, const struct case_record *record,
	size_t limit)
{
	struct crossover_line *line;

	for (size_t i = 0; i < crossover->line_count; i++)
		if (same_line(crossover->lines[i].cases[0], record))
			return &crossover->lines[i];
	line = &crossover->lines[crossover->line_count++];
	line->kind = case_record_kind(record);
	line->cases = calloc(limit, sizeof(struct case_record *));
	line->x = calloc(limit, sizeof(double));
	return line->cases != NULL && line->x != NULL ? line : NULL;
}

/* Puts a case in its place by x. */
static void line_insert(struct crossover_line *line, const struct case_record *record, double x)
{
	size_t place = line->count++;

	for (; place > 0 && line->x[place - 1] > x; place--) {
		line->x[place] = line->x[place - 1];
		line->cases[place] = line->cases[place - 1];
	}
	line->x[place] = x;
	line->cases[place] = record;
}

/* Collects the lines of the set of parameters crossover->fixed. 0, or -1 where memory is out. */
static int collect_lines(struct crossover *crossover, const struct result *result)
{
	crossover->lines = calloc(result->case_count, sizeof(struct crossover_line));
	if (crossover->lines == NULL)
		return -1;
	for (size_t i = 0; i < result->case_count; i++) {
		const struct case_record *record = &result->cases[i];
		struct crossover_line *line;
		double x;
		char *fixed;
		bool same;

		if (!case_x(record, crossover->workload, crossover->parameter, &x))
			continue;
		fixed = fixed_text(record->workload_text, crossover->parameter);
		if (fixed == NULL)
			return -1;
		same = strcmp(fixed, crossover->fixed) == 0;
		free(fixed);
		if (!same)
			continue;
		line = line_of(crossover, record, result->case_count);
		if (line == NULL)
			return -1;
		line_insert(line, record, x);
	}
	return 0;
}

static void clear_lines(struct crossover *crossover)
{
	for (size_t i = 0; i < crossover->line_count; i++) {
		free(crossover->lines[i].cases);
		free(crossover->lines[i].x);
	}
	free(crossover->lines);
	crossover->lines = NULL;
	crossover->line_count = 0;
}

static bool has_kind(const struct crossover *crossover, enum line_kind kind)
{
	for (size_t i = 0; i < crossover->line_count; i++)
		if (crossover->lines[i].kind == kind)
			return true;
	return false;
}

const struct crossover_line *crossover_best(const struct crossover *crossover, enum line_kind kind,
	double x, const struct case_record **record)
{
	const struct crossover_line *best = NULL;

	for (size_t i = 0; i < crossover->line_count; i++) {
		const struct crossover_line *line = &crossover->lines[i];

		for (size_t j = 0; line->kind == kind && j < line->count; j++)
			if (line->x[j] == x &&
				(best == NULL || rate_of(line->cases[j]) > rate_of(*record))) {
				best = line;
				*record = line->cases[j];
			}
	}
	return best;
}

static int compare_doubles(const void *one, const void *other)
{
	double a = *(const double *)one, b = *(const double *)other;

	return (a > b) - (a < b);
}

double *crossover_points(const struct crossover *crossover, size_t *count)
{
	const struct case_record *record;
	size_t limit = 0, used = 0;
	double *points;

	*count = 0;
	for (size_t i = 0; i < crossover->line_count; i++)
		limit += crossover->lines[i].count;
	points = limit > 0 ? calloc(limit, sizeof(*points)) : NULL;
	if (points == NULL)
		return NULL;
	for (size_t i = 0; i < crossover->line_count; i++)
		for (size_t j = 0; j < crossover->lines[i].count; j++)
			points[used++] = crossover->lines[i].x[j];
	qsort(points, used, sizeof(*points), compare_doubles);
	for (size_t i = 0; i < used; i++)
		if ((*count == 0 || points[i] != points[*count - 1]) &&
			crossover_best(crossover, LINE_CONCURRENT, points[i], &record) != NULL &&
			crossover_best(crossover, LINE_PARALLEL, points[i], &record) != NULL)
			points[(*count)++] = points[i];
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
	return 1 / rate_of(point->concurrent_case) - 1 / rate_of(point->parallel_case);
}

static bool apart(const struct point *point)
{
	return estimate_apart(&point->concurrent_case->summary.tasks_per_second,
		&point->parallel_case->summary.tasks_per_second);
}

static struct crossing crossing_between(const struct point *low, const struct point *high)
{
	double t = excess(low) / (excess(low) - excess(high));
	double low_s = 1 / rate_of(low->parallel_case), high_s = 1 / rate_of(high->parallel_case);
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

/* Walks the points. Where both are equal at one, the crossing is there if the better one changes
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

/* Whether the set of parameters of this case was looked at with an earlier one. */
static bool seen_before(const struct result *result, size_t index, const char *workload,
	const char *parameter, const char *fixed)
{
	bool seen = false;
	double x;

	for (size_t i = 0; i < index && !seen; i++) {
		char *other;

		if (!case_x(&result->cases[i], workload, parameter, &x))
			continue;
		other = fixed_text(result->cases[i].workload_text, parameter);
		seen = other != NULL && strcmp(other, fixed) == 0;
		free(other);
	}
	return seen;
}

/* Finds the first set with both kinds of lines. 0, or -1 where memory is out. */
static int find_set(struct crossover *crossover, const struct result *result)
{
	double x;

	for (size_t i = 0; i < result->case_count; i++) {
		if (!case_x(&result->cases[i], crossover->workload, crossover->parameter, &x))
			continue;
		free(crossover->fixed);
		crossover->fixed = fixed_text(result->cases[i].workload_text, crossover->parameter);
		if (crossover->fixed == NULL)
			return -1;
		if (seen_before(result, i, crossover->workload, crossover->parameter,
			    crossover->fixed))
			continue;
		if (collect_lines(crossover, result) != 0)
			return -1;
		if (has_kind(crossover, LINE_CONCURRENT) && has_kind(crossover, LINE_PARALLEL))
			return find_crossings(crossover);
		clear_lines(crossover);
	}
	return 0;
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
