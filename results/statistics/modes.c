/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The dip by the greatest convex minorant and the least concave majorant; see modes.h.
 *
 * The unit is values, not shares: the distribution rises by 1 at each sorted value. The
 * minorant hangs below the lower corners (x(i), i), the majorant above the upper ones, (x(i), i +
 * 1). Between them the algorithm looks for the section where the two are furthest apart; outside it
 * the distribution must be convex to the left and concave to the right, and its distance from that
 * bounds the dip. The section narrows until it adds nothing more (Hartigan and Hartigan).
 *
 * The low end of the section is always a knot of the minorant, the high end one of the majorant,
 * and a knot stays a knot when values further out are left out. So each hull is computed once, as
 * links to the next knot from every value, and followed to that end from the other.
 */
#include "config.h"

#include "results/statistics/modes.h"

#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "results/statistics/generator.h"
#include "results/statistics/values.h"

#define WHAT "dip test"

/* The minorant (convex) or the majorant. */
struct hull {
	bool convex;
	size_t *links; /* from each value to the knot before it, in the majorant to that after it */
	size_t *knots; /* where it bends in the place looked at, ascending */
	size_t count;
};

/* Where minorant and majorant are furthest apart. */
struct gap {
	double height;
	size_t low, high;
};

/* The height of the line through the lower corners of values `from` and `to`. */
static double line_at(const double *x, size_t from, size_t to, size_t i)
{
	if (!(x[to] > x[from]))
		return (double)to;
	return (double)from + (double)(to - from) * ((x[i] - x[from]) / (x[to] - x[from]));
}

/* Whether the middle one of three corners is on the wrong side of the line between the others, or
 * on it. */
static bool is_no_knot(const double *x, size_t first, size_t middle, size_t last, bool convex)
{
	double before = (double)(middle - first) * (x[last] - x[middle]);
	double after = (double)(last - middle) * (x[middle] - x[first]);

	return convex ? before >= after : before <= after;
}

static void link_minorant(size_t *links, const double *x, size_t count)
{
	links[0] = 0;
	for (size_t i = 1; i < count; i++) {
		size_t knot = i - 1;

		while (knot > 0 && is_no_knot(x, links[knot], knot, i, true))
			knot = links[knot];
		links[i] = knot;
	}
}

static void link_majorant(size_t *links, const double *x, size_t count)
{
	links[count - 1] = count - 1;
	for (size_t i = count - 1; i-- > 0;) {
		size_t knot = i + 1;

		while (knot < count - 1 && is_no_knot(x, i, knot, links[knot], false))
			knot = links[knot];
		links[i] = knot;
	}
}

/* Rounding may have made a link that goes beyond the end; then the end is used. */
static size_t next_knot(const struct hull *hull, size_t knot, size_t end)
{
	size_t next = hull->links[knot];

	if (hull->convex)
		return next > end ? next : end;
	return next < end ? next : end;
}

static void follow(struct hull *hull, size_t low, size_t high)
{
	size_t begin = hull->convex ? high : low, end = hull->convex ? low : high;
	size_t knot = begin;

	hull->count = 1;
	for (; knot != end; knot = next_knot(hull, knot, end))
		hull->count++;
	knot = begin;
	for (size_t i = 0; i < hull->count; i++, knot = next_knot(hull, knot, end))
		hull->knots[hull->convex ? hull->count - 1 - i : i] = knot;
}

/* Sets the gap to the largest between a knot of one hull and the other hull, if that is larger. The
 * majorant is the line through lower corners, moved up by one. */
static void widen(struct gap *gap, const double *x, const struct hull *hull,
	const struct hull *other)
{
	size_t segment = 0;

	for (size_t k = 0; k < hull->count; k++) {
		size_t knot = hull->knots[k], from, to;
		double line, height;

		while (segment + 2 < other->count && other->knots[segment + 1] < knot)
			segment++;
		from = other->knots[segment];
		to = other->knots[segment + 1];
		line = line_at(x, from, to, knot);
		height = (hull->convex ? line - (double)knot : (double)knot - line) + 1;
		if (height > gap->height)
			*gap = hull->convex ? (struct gap){height, knot, to}
					    : (struct gap){height, from, knot};
	}
}

/* The largest distance from the distribution to the hull between two adjacent knots; side is 1 for
 * a hull below the distribution and -1 for one above. */
static double distance_between(const double *x, size_t from, size_t to, double side)
{
	double largest = 1, rise = side * (double)(to - from) / (x[to] - x[from]);

	for (size_t i = from + 1; i < to; i++) {
		double height = 1 + side * (double)(i - from) - rise * (x[i] - x[from]);

		if (height > largest)
			largest = height;
	}
	return largest;
}

/* The same over the values low … high, both of which are knots. */
static double distance(const double *x, const struct hull *hull, size_t low, size_t high)
{
	double largest = 1;

	for (size_t k = 0; k + 1 < hull->count; k++) {
		size_t from = hull->knots[k], to = hull->knots[k + 1];

		if (from >= low && to <= high && x[to] > x[from])
			largest =
				fmax(largest, distance_between(x, from, to, hull->convex ? 1 : -1));
	}
	return largest;
}

/* The dip of sorted values; the hulls have room for as many knots. */
static double dip_of(const double *x, size_t count, struct hull *minorant, struct hull *majorant)
{
	size_t low = 0, high = count - 1;
	double dip = 1;

	link_minorant(minorant->links, x, count);
	link_majorant(majorant->links, x, count);
	while (count >= 4 && low < high && x[low] < x[high]) {
		struct gap gap = {0, low, high};

		follow(minorant, low, high);
		follow(majorant, low, high);
		widen(&gap, x, minorant, majorant);
		widen(&gap, x, majorant, minorant);
		if (gap.height <= dip)
			break;
		dip = fmax(dip, distance(x, minorant, low, gap.low));
		dip = fmax(dip, distance(x, majorant, gap.high, high));
		if (gap.low == low && gap.high == high)
			break;
		low = gap.low;
		high = gap.high;
	}
	return dip / (2 * (double)count);
}

/* Sorted uniform values are sums of exponential ones, except for the scale, on which the dip does
 * not depend (L. Devroye, Non-Uniform Random Variate Generation, Springer 1986, section V.3). */
static void draw_sorted(gsl_rng *generator, double *x, size_t count)
{
	double sum = 0;

	for (size_t i = 0; i < count; i++) {
		sum += gsl_ran_exponential(generator, 1);
		x[i] = sum;
	}
}

static int test(struct modes *modes, double *x, size_t count, struct hull *minorant,
	struct hull *majorant, size_t samples, uint64_t seed, struct error *error)
{
	gsl_rng *generator = generator_new(seed, 0);
	size_t as_large = 1;

	if (generator == NULL)
		return error_set(error, WHAT ": out of memory");
	modes->dip = dip_of(x, count, minorant, majorant);
	for (size_t s = 0; s < samples; s++) {
		draw_sorted(generator, x, count);
		as_large += dip_of(x, count, minorant, majorant) >= modes->dip;
	}
	modes->p = (double)as_large / (double)(samples + 1);
	gsl_rng_free(generator);
	return 0;
}

int modes_test(struct modes *modes, const double *values, size_t count, size_t samples,
	uint64_t seed, struct error *error)
{
	struct hull minorant = {.convex = true}, majorant = {.convex = false};
	size_t *places = NULL;
	double *x = values_sorted(values, count, WHAT, error);
	int result = -1;

	*modes = (struct modes){.p = 1};
	if (x == NULL)
		return -1;
	if (!isfinite((double)count * (x[count - 1] - x[0]))) {
		error_set(error, WHAT ": the values lie too far apart");
		goto free_values;
	}
	places = calloc(count, 4 * sizeof(*places));
	if (places == NULL) {
		error_set(error, WHAT " of %zu values: out of memory", count);
		goto free_values;
	}
	minorant.links = places;
	minorant.knots = places + count;
	majorant.links = places + 2 * count;
	majorant.knots = places + 3 * count;
	result = test(modes, x, count, &minorant, &majorant, samples, seed, error);

free_values:
	free(places);
	free(x);
	return result;
}
