/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Choosing ranges and ticks. */
#include "config.h"

#include "plots/scale.h"

#include <float.h>
#include <math.h>

#include "plots/label.h"
#include "support/utf8.h"

#define LOGARITHMIC_FROM 12.0 /* largest / smallest */
#define MARGIN 0.06           /* of the axis, beyond the figures */
#define LOG_TICKS_WANTED 10
#define LINEAR_TICKS_WANTED 5
#define PIXELS_PER_DIGIT 8.0
#define ZERO_APART 0.2    /* from zero to the first value, as a share of the others' length */
#define NARROWEST 1e-6    /* axis relative to its values: gnuplot needs two different ends */
#define BREAK_WIDTH 0.012 /* of the axis, of the gap */
#define BREAK_SLANT 0.006
#define BREAK_HEIGHT 0.025 /* of the other axis */

static void tick_add(struct scale *scale, double value)
{
	double margin = 1e-4 * fmax(fabs(scale->low), fabs(scale->high));
	double place = scale_place(scale, value);

	if (scale->logarithmic)
		margin = 1e-4 * scale->low;
	if (scale->tick_count < SCALE_TICKS && place >= scale->low - margin &&
		place <= scale->high + margin)
		scale->ticks[scale->tick_count++] = value;
}

/* 1, 2 and 5 of each decade, only 1, or only every nth 1: whichever gives a readable number. */
static void fit_logarithmic(struct scale *scale, double smallest, double largest)
{
	double margin = pow(largest / smallest, MARGIN);
	int first, last;

	/* Kept finite and above 0 for any figures, so that the logarithms are numbers. */
	scale->low = fmax(smallest / margin, DBL_MIN);
	scale->high = fmin(largest * margin, DBL_MAX);
	first = (int)floor(log10(scale->low));
	last = (int)ceil(log10(scale->high));
	double decades = log10(scale->high) - log10(scale->low);
	int every = (int)ceil(decades / LOG_TICKS_WANTED);

	for (int decade = first; decade <= last; decade++) {
		double power = pow(10, decade);

		if (decade % every == 0)
			tick_add(scale, power);
		if (decades * 3 <= LOG_TICKS_WANTED) {
			tick_add(scale, 2 * power);
			tick_add(scale, 5 * power);
		}
	}
}

static void fit_linear(struct scale *scale, double largest)
{
	if (!(largest >= DBL_MIN && largest <= DBL_MAX))
		largest = 1; /* nothing but zeros, or no numbers */

	double rough = largest / LINEAR_TICKS_WANTED;
	double power = pow(10, floor(log10(rough)));
	double step = rough <= power ? power
		: rough <= 2 * power ? 2 * power
		: rough <= 5 * power ? 5 * power
				     : 10 * power;

	scale->low = 0;
	scale->high = fmin(largest * (1 + 2 * MARGIN), DBL_MAX);
	for (int i = 0; i < SCALE_TICKS && i * step <= scale->high; i++)
		tick_add(scale, i * step);
}

void scale_fit(struct scale *scale, double smallest, double largest)
{
	*scale = (struct scale){.logarithmic = largest / smallest >= LOGARITHMIC_FROM};
	if (scale->logarithmic)
		fit_logarithmic(scale, smallest, largest);
	else
		fit_linear(scale, largest);
}

/* How wide a tick's number is. */
static double tick_width(const struct scale *scale, double value)
{
	char text[LABEL_SIZE];

	return PIXELS_PER_DIGIT *
		(1.5 +
			(double)utf8_length(quantity_tick(scale->quantity, text, sizeof(text),
				value)));
}

/* How far an axis reaches beyond its values. */
static double margin_of(double first, double last)
{
	return exp(MARGIN * (log(last) - log(first)));
}

/* The ends of a logarithmic axis, from the values above zero. */
static void fit_powers(struct scale *scale, double first, double last, bool has_zero)
{
	double margin = last > first || has_zero ? margin_of(first, last) : 2;

	if (has_zero) {
		scale->first = first;
		scale->zero = first / exp(ZERO_APART * (log(last) - log(first)));
		first = scale->zero;
	}
	scale->low = first / margin;
	scale->high = last * margin;
}

/* Whether a logarithmic axis is possible; with a zero among the values it must be wide. */
static bool is_for_powers(const double *values, size_t count)
{
	if (values[0] > 0)
		return true;
	return values[0] == 0 && count > 2 && values[count - 1] / values[1] >= LOGARITHMIC_FROM;
}

void scale_fit_values(struct scale *scale, const double *values, size_t count, bool logarithmic,
	double length, const struct quantity *quantity)
{
	double last = values[count - 1];
	double least;

	*scale = (struct scale){
		.logarithmic = logarithmic && is_for_powers(values, count), .quantity = quantity};
	if (scale->logarithmic) {
		fit_powers(scale, values[values[0] == 0], last, values[0] == 0);
	} else {
		double margin = count > 1 ? 2 * MARGIN * (last - values[0]) : 0.5;

		scale->low = values[0] - margin;
		scale->high = last + margin;
	}
	least = NARROWEST * fmax(fabs(scale->low), fabs(scale->high));
	if (scale->high - scale->low < least) {
		scale->low -= least;
		scale->high += least;
	}

	double free_from = -INFINITY;

	for (size_t i = 0; i < count; i++) {
		double centre = scale_fraction(scale, values[i]) * length;

		if (centre - tick_width(scale, values[i]) / 2 < free_from)
			continue;
		tick_add(scale, values[i]);
		free_from = centre + tick_width(scale, values[i]) / 2;
	}
}

double scale_place(const struct scale *scale, double value)
{
	return scale->zero > 0 && value == 0 ? scale->zero : value;
}

double scale_fraction(const struct scale *scale, double value)
{
	double place = scale_place(scale, value);

	if (scale->logarithmic)
		return (log(place) - log(scale->low)) / (log(scale->high) - log(scale->low));
	return (place - scale->low) / (scale->high - scale->low);
}

void scale_write(const struct scale *scale, char axis, FILE *script)
{
	fprintf(script, "%s logscale %c\n", scale->logarithmic ? "set" : "unset", axis);
	fprintf(script, "set %crange [%.15g:%.15g]\n", axis, scale->low, scale->high);
	fprintf(script, "set %ctics (", axis);
	for (size_t i = 0; i < scale->tick_count; i++) {
		char text[LABEL_SIZE];

		fprintf(script, "%s'%s' %.15g", i > 0 ? ", " : "",
			quantity_tick(scale->quantity, text, sizeof(text), scale->ticks[i]),
			scale_place(scale, scale->ticks[i]));
	}
	fprintf(script, ")\n");
}

/* A stroke over the axis; without a slant it is the gap between two of them. */
static void write_stroke(FILE *script, double x, double to_x, double height, const char *style)
{
	fprintf(script, "set arrow from graph %.6g,%.6g to graph %.6g,%.6g nohead front %s\n", x,
		-height, to_x, height, style);
}

void scale_write_break(const struct scale *scale, FILE *script)
{
	static const char line[] = "linecolor rgb '#888888' linewidth 1 dashtype solid";
	double middle, left, right;

	if (scale->zero <= 0)
		return;
	middle = (scale_fraction(scale, 0) + scale_fraction(scale, scale->first)) / 2;
	left = middle - BREAK_WIDTH / 2;
	right = middle + BREAK_WIDTH / 2;
	write_stroke(script, left, right, 0, "linecolor rgb '#ffffff' linewidth 3 dashtype solid");
	write_stroke(script, left - BREAK_SLANT, left + BREAK_SLANT, BREAK_HEIGHT, line);
	write_stroke(script, right - BREAK_SLANT, right + BREAK_SLANT, BREAK_HEIGHT, line);
}
