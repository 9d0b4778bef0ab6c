/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The verdict on a crossover.
 *
 * Claims rest only on points at which one side is clearly ahead (its interval is above those of the
 * whole other side). If the clear points change sides once, the break-even lies between them. The
 * interpolated crossing only says where in between.
 */
#include "config.h"

#include "results/verdict/verdict_crossover.h"

#include <stdlib.h>
#include <string.h>

#include "results/summary/summary.h"
#include "results/verdict/contest.h"
#include "support/text.h"

#define FEWEST_PLACES 2 /* with fewer, no side can change */

/* One measured x: its cases, the best of each side, and the side that is clearly ahead. */
struct place {
	double x;
	struct contest contest;
	const struct case_record *concurrent, *parallel, *both;
	int side; /* 1: concurrent, -1: parallel, 0: neither is clearly ahead */
};

struct view {
	const struct crossover *crossover;
	struct place *places;
	size_t count;
	size_t clear;     /* places with a side */
	unsigned turns;   /* how often the side changes from one clear place to the next */
	size_t low, high; /* the clear places around the last turn */
};

static const struct case_record *side_best(const struct place *place, int side)
{
	return side > 0 ? place->concurrent : place->parallel;
}

static const char *side_words(int side)
{
	return kind_words(side > 0 ? LINE_CONCURRENT : LINE_PARALLEL);
}

/* "wins" or "win": more in flight wins, more cores win. */
static const char *side_wins(int side)
{
	return side > 0 ? "wins" : "win";
}

static int place_open(struct place *place, const struct crossover *crossover, double x)
{
	place->x = x;
	if (contest_at(&place->contest, crossover, x) != 0)
		return -1;
	place->concurrent = contest_best(&place->contest, KIND_BIT(LINE_CONCURRENT));
	place->parallel = contest_best(&place->contest, KIND_BIT(LINE_PARALLEL));
	place->both = contest_best(&place->contest, KIND_BIT(LINE_BOTH));
	if (contest_ahead(&place->contest, place->concurrent, KIND_BIT(LINE_PARALLEL)))
		place->side = 1;
	else if (contest_ahead(&place->contest, place->parallel, KIND_BIT(LINE_CONCURRENT)))
		place->side = -1;
	return 0;
}

static void view_close(struct view *view)
{
	for (size_t i = 0; i < view->count; i++)
		contest_clear(&view->places[i].contest);
	free(view->places);
}

static int view_open(struct view *view, const struct crossover *crossover)
{
	double *points = crossover_points(crossover, &view->count);
	int outcome = 0, last = 0;
	size_t last_clear = 0;

	view->crossover = crossover;
	if (points == NULL)
		return 0;
	view->places = calloc(view->count, sizeof(*view->places));
	if (view->places == NULL)
		view->count = 0;
	if (view->places == NULL)
		outcome = -1;
	for (size_t i = 0; i < view->count && outcome == 0; i++) {
		int side;

		outcome = place_open(&view->places[i], crossover, points[i]);
		side = view->places[i].side;
		if (outcome != 0 || side == 0)
			continue;
		view->clear++;
		if (last != 0 && side != last) {
			view->turns++;
			view->low = last_clear;
			view->high = i;
		}
		last = side;
		last_clear = i;
	}
	free(points);
	return outcome;
}

/* The unit that the parameter's key ends in, "" for none. */
static const char *unit_of(const char *key)
{
	static const char *const units[] = {"_percent", "_ns", "_bytes"};

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (text_has_ending(key, units[i]))
			return units[i];
	return "";
}

/* A value of the parameter: a measured one unchanged, any other with two digits. */
static void write_value(FILE *stream, const struct view *view, double x, bool measured)
{
	const char *unit = unit_of(view->crossover->parameter);
	char text[TEXT_NUMBER_SIZE], two_digits[32];

	if (!measured) {
		snprintf(two_digits, sizeof(two_digits), "%.2g", x);
		x = strtod(two_digits, NULL);
	}
	if (strcmp(unit, "_ns") == 0)
		text_format_duration(text, sizeof(text), x);
	else if (strcmp(unit, "_bytes") == 0)
		text_format_bytes(text, sizeof(text), x);
	else
		text_format_number(text, sizeof(text), x);
	fprintf(stream, "%s%s", text, strcmp(unit, "_percent") == 0 ? NO_BREAK "%" : "");
}

static void write_name(FILE *stream, const struct view *view)
{
	const char *key = view->crossover->parameter;

	fprintf(stream, "%.*s", (int)(strlen(key) - strlen(unit_of(key))), key);
}

/* The only crossing of the medians between the two places, or NULL. */
static const struct crossing *crossing_inside(const struct view *view)
{
	const struct crossing *inside = NULL;

	for (size_t i = 0; i < view->crossover->crossing_count; i++) {
		const struct crossing *crossing = &view->crossover->crossings[i];

		if (crossing->low < view->places[view->low].x ||
			crossing->high > view->places[view->high].x)
			continue;
		if (inside != NULL)
			return NULL;
		inside = crossing;
	}
	return inside;
}

static void write_side(FILE *stream, const struct place *place, int side)
{
	fprintf(stream, "%s %s ", side_words(side), side_wins(side));
	contest_describe(stream, &place->contest, side_best(place, side));
}

/* One change of sides: the headline. */
static void write_turn(FILE *stream, const struct view *view)
{
	const struct place *low = &view->places[view->low], *high = &view->places[view->high];
	const struct crossing *crossing = crossing_inside(view);

	fputs("up to ", stream);
	write_name(stream, view);
	fputs(" = ", stream);
	if (crossing != NULL)
		fputs("about" NO_BREAK, stream);
	write_value(stream, view, crossing != NULL ? crossing->x : low->x, crossing == NULL);
	fputs(", ", stream);
	write_side(stream, low, low->side);
	fputs("; ", stream);
	if (crossing != NULL) {
		fputs("above, ", stream);
	} else {
		fputs("from ", stream);
		write_value(stream, view, high->x, true);
		fputs(" on, ", stream);
	}
	write_side(stream, high, high->side);
	fputs(". The break-even lies between the measured ", stream);
	write_value(stream, view, low->x, true);
	fputs(" and ", stream);
	write_value(stream, view, high->x, true);
	fputs(view->high == view->low + 1
			? ": the intervals are apart at both."
			: ": at the points in between the intervals overlap, so it may be anywhere there.",
		stream);
}

/* The medians change sides, but the intervals do not show it. */
static void write_doubtful_crossing(FILE *stream, const struct view *view)
{
	fputs("; the medians change places at about" NO_BREAK, stream);
	write_value(stream, view, view->crossover->crossings[0].x, false);
	fputs(", but no interval confirms that: measure more blocks, or on a quieter machine.",
		stream);
}

/* No change of sides: which side is ahead, and where. */
static void write_one_side(FILE *stream, const struct view *view)
{
	size_t first = 0;
	int side;

	while (view->places[first].side == 0)
		first++;
	side = view->places[first].side;
	write_side(stream, &view->places[first], side);
	if (view->clear == view->count)
		fprintf(stream, " at all %zu measured points", view->count);
	else
		fprintf(stream, " at %zu of %zu measured points", view->clear, view->count);
	fputs(" of ", stream);
	write_name(stream, view);
	if (view->clear < view->count)
		fputs(", at the others the intervals overlap", stream);
	if (view->crossover->crossing_count == 0)
		fputs("; there is no break-even between them.", stream);
	else
		write_doubtful_crossing(stream, view);
}

/* More than one change: lists each clear place with its side, and claims nothing more. */
static void write_turns(FILE *stream, const struct view *view)
{
	int last = 0;

	fprintf(stream,
		"the lead changes %u times, so there is no single break-even:", view->turns);
	for (size_t i = 0; i < view->count; i++) {
		if (view->places[i].side == 0 || view->places[i].side == last)
			continue;
		fputs(last == 0 ? " " : ", ", stream);
		last = view->places[i].side;
		fprintf(stream, "%s %s from ", side_words(last), side_wins(last));
		write_name(stream, view);
		fputs(" = ", stream);
		write_value(stream, view, view->places[i].x, true);
	}
	fputs(".", stream);
}

static void write_unclear(FILE *stream, const struct view *view)
{
	bool known = view->places[0].concurrent->summary.tasks_per_second.confidence > 0;

	fputs("nothing can be said: ", stream);
	fputs(known ? "more in flight and more cores have overlapping intervals at every measured point of "
		    : "a single block gives no interval at any point of ",
		stream);
	write_name(stream, view);
	fputs(".", stream);
}

/* Where more in flight on several cores is ahead of the better of the two alone. */
static void write_both(FILE *stream, const struct view *view)
{
	unsigned alone = KIND_BIT(LINE_CONCURRENT) | KIND_BIT(LINE_PARALLEL);
	size_t measured = 0, ahead = 0;
	const struct place *most = NULL;
	double factor = 0;

	for (size_t i = 0; i < view->count; i++) {
		const struct place *place = &view->places[i];
		double gain;

		if (place->both == NULL)
			continue;
		measured++;
		if (!contest_ahead(&place->contest, place->both, alone))
			continue;
		ahead++;
		gain = case_record_throughput(place->both) /
			case_record_throughput(contest_best(&place->contest, alone));
		if (gain > factor) {
			factor = gain;
			most = place;
		}
	}
	if (measured == 0)
		return;
	if (most == NULL) {
		fputs(" Both at once is nowhere clearly ahead of the better one alone.", stream);
		return;
	}
	fprintf(stream, " Both at once beats the better one alone at %zu of %zu points, most at ",
		ahead, measured);
	write_value(stream, view, most->x, true);
	fputs(": ", stream);
	write_times(stream, factor);
	fputs(" as many tasks/s ", stream);
	contest_describe(stream, &most->contest, most->both);
	fputs(".", stream);
}

/* The better of the two alone, compared with the baseline, at the first and the last point. */
static void write_gain(FILE *stream, const struct view *view)
{
	unsigned alone = KIND_BIT(LINE_CONCURRENT) | KIND_BIT(LINE_PARALLEL);
	const struct place *ends[] = {&view->places[0], &view->places[view->count - 1]};
	const struct case_record *baseline = NULL;

	for (size_t i = 0; i < 2; i++) {
		const struct case_record *best = contest_best(&ends[i]->contest, alone);

		baseline = contest_baseline(&ends[i]->contest);
		if (baseline == NULL ||
			!contest_ahead(&ends[i]->contest, best, KIND_BIT(LINE_BASELINE)))
			return;
	}
	fprintf(stream, " Against the baseline (%s) the better one alone reaches ",
		baseline->runner);
	for (size_t i = 0; i < 2; i++) {
		write_times(stream,
			case_record_throughput(contest_best(&ends[i]->contest, alone)) /
				case_record_throughput(contest_baseline(&ends[i]->contest)));
		fputs(" at ", stream);
		write_value(stream, view, ends[i]->x, true);
		fputs(i == 0 ? " and " : ".", stream);
	}
}

int verdict_crossover(FILE *stream, const struct crossover *crossover)
{
	struct view view = {0};
	int outcome = view_open(&view, crossover);

	if (outcome == 0 && view.count >= FEWEST_PLACES) {
		fprintf(stream, "%s%s: ", crossover->workload, crossover->fixed);
		if (view.clear == 0)
			write_unclear(stream, &view);
		else if (view.turns == 0)
			write_one_side(stream, &view);
		else if (view.turns == 1)
			write_turn(stream, &view);
		else
			write_turns(stream, &view);
		write_both(stream, &view);
		write_gain(stream, &view);
	}
	view_close(&view);
	return outcome;
}
