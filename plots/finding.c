/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The finding of a crossover in words; see finding.h. */
#include "config.h"

#include "plots/finding.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "results/statistics/estimate.h"
#include "results/summary/summary.h"

#define WORDS_LIMIT 3 /* crossings that one sentence can list */

static int collect_best(struct finding *finding, const struct crossover *crossover,
	struct error *error)
{
	size_t count;
	double *points = crossover_points(crossover, &count);

	finding->best = calloc(count > 0 ? count : 1, sizeof(*finding->best));
	if (!finding->best) {
		free(points);
		return error_set(error, "out of memory while drawing the crossover");
	}
	for (size_t i = 0; i < count; i++) {
		struct finding_best *best = &finding->best[finding->best_count++];

		best->x = points[i];
		crossover_best(crossover, LINE_CONCURRENT, best->x, &best->concurrent);
		crossover_best(crossover, LINE_PARALLEL, best->x, &best->parallel);
	}
	free(points);
	return 0;
}

/* The number of points at which the intervals of the two do not overlap. */
static size_t count_clear(const struct finding *finding)
{
	size_t clear = 0;

	for (size_t i = 0; i < finding->best_count; i++)
		clear += estimate_apart(&finding->best[i].concurrent->summary.tasks_per_second,
			&finding->best[i].parallel->summary.tasks_per_second);
	return clear;
}

/* The title if the two never cross, or if their intervals overlap at every point. */
static void tell_without_crossing(struct finding *finding, size_t clear)
{
	size_t shared = finding->best_count, cores = 0;

	for (size_t i = 0; i < shared; i++)
		cores += case_record_throughput(finding->best[i].parallel) >
			case_record_throughput(finding->best[i].concurrent);

	const char *winner = 2 * cores > shared ? "More cores win" : "More in flight wins";
	double from = shared > 0 ? finding->best[0].x : 0;
	double to = shared > 0 ? finding->best[shared - 1].x : 0;

	if (shared == 0)
		snprintf(finding->title, sizeof(finding->title),
			"More in flight and more cores were never measured at the same CPU share");
	else if (clear == 0)
		snprintf(finding->title, sizeof(finding->title),
			"No clear winner at any CPU share: more in flight or more cores");
	else if (clear == shared)
		snprintf(finding->title, sizeof(finding->title),
			"%s at every CPU share from %.0f to %.0f %%", winner, from, to);
	else
		snprintf(finding->title, sizeof(finding->title),
			"%s, but not clearly at %zu of %zu CPU shares", winner, shared - clear,
			shared);
	if (clear > 0)
		finding->regions[finding->region_count++] =
			(struct finding_region){from, to, 2 * cores > shared};
}

static const char *about(const struct crossing *crossing)
{
	return crossing->clear ? "" : "about ";
}

/* Appends words to the title, as far as there is room. */
static void add_words(struct finding *finding, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void add_words(struct finding *finding, const char *format, ...)
{
	size_t used = strlen(finding->title);
	va_list values;

	va_start(values, format);
	vsnprintf(finding->title + used, sizeof(finding->title) - used, format, values);
	va_end(values);
}

static void tell_crossings(struct finding *finding, const struct crossover *crossover)
{
	const struct crossing *crossings = crossover->crossings;
	size_t count = crossover->crossing_count;
	bool cores = !crossings[0].parallel_after;

	if (count == 1) {
		snprintf(finding->title, sizeof(finding->title),
			"Up to %s%.0f %% CPU, %s; above, %s", about(crossings), crossings[0].x,
			cores ? "more cores win" : "more in flight wins",
			cores ? "more in flight wins" : "more cores win");
		return;
	}
	if (count > WORDS_LIMIT) {
		snprintf(finding->title, sizeof(finding->title),
			"More in flight and more cores change places %zu times between %.0f and %.0f %% CPU",
			count, crossings[0].x, crossings[count - 1].x);
		return;
	}
	for (size_t i = 0; i <= count; i++, cores = !cores) {
		const char *winner = cores ? "more cores win" : "more in flight wins";

		if (i < count)
			add_words(finding, "%s up to %s%.0f %%%s, ", winner, about(&crossings[i]),
				crossings[i].x, i == 0 ? " CPU" : "");
		else
			add_words(finding, "%s above", winner);
	}
	finding->title[0] = 'M';
}

static void add_regions(struct finding *finding, const struct crossover *crossover)
{
	size_t count = crossover->crossing_count;

	if (count + 1 > FINDING_REGIONS)
		return;
	for (size_t i = 0; i <= count; i++)
		finding->regions[finding->region_count++] = (struct finding_region){
			.from = i == 0 ? finding->best[0].x : crossover->crossings[i - 1].x,
			.to = i == count ? finding->best[finding->best_count - 1].x
					 : crossover->crossings[i].x,
			.cores_win = i == 0 ? !crossover->crossings[0].parallel_after
					    : crossover->crossings[i - 1].parallel_after,
		};
}

void finding_tell(struct finding *finding, const struct crossover *crossover)
{
	const size_t clear = count_clear(finding);

	if (crossover->crossing_count == 0 || clear == 0) {
		tell_without_crossing(finding, clear);
	} else {
		tell_crossings(finding, crossover);
		add_regions(finding, crossover);
	}
}

int finding_make(struct finding *finding, const struct crossover *crossover, struct error *error)
{
	*finding = (struct finding){.region_count = 0};
	if (collect_best(finding, crossover, error) < 0)
		return -1;
	finding_tell(finding, crossover);
	return 0;
}

void finding_clear(struct finding *finding)
{
	free(finding->best);
	*finding = (struct finding){.region_count = 0};
}
