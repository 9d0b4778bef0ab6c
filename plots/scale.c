/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Choosing ranges and ticks. */
#include "config.h"

#include "plots/scale.h"

#include <math.h>

#include "plots/label.h"

#define LOGARITHMIC_FROM 12.0 /* largest / smallest */
#define MARGIN 0.06           /* of the axis, beyond the figures */
#define LOG_TICKS_WANTED 10
#define LINEAR_TICKS_WANTED 5
#define PIXELS_PER_DIGIT 8.0

static void tick_add(struct scale *scale, double value)
{
	if (scale->tick_count < SCALE_TICKS && value >= scale->low * 0.9999 &&
		value <= scale->high * 1.0001)
		scale->ticks[scale->tick_count++] = value;
}

/* 1, 2 and 5 of each decade, only 1, or only every nth 1: whatever comes to a readable number. */
static void fit_logarithmic(struct scale *scale, double smallest, double largest)
{
	double margin = pow(largest / smallest, MARGIN);
	int first, last;

	scale->low = smallest / margin;
	scale->high = largest * margin;
	first = (int)floor(log10(scale->low));
	last = (int)ceil(log10(scale->high));
	double decades = log10(scale->high / scale->low);
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
	double rough = largest / LINEAR_TICKS_WANTED;
	double power = pow(10, floor(log10(rough)));
	double step = rough <= power ? power
		: rough <= 2 * power ? 2 * power
		: rough <= 5 * power ? 5 * power
				     : 10 * power;

	scale->low = 0;
	scale->high = largest * (1 + 2 * MARGIN);
	for (int i = 0; i * step <= scale->high; i++)
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
static double tick_width(double value)
{
	char text[LABEL_SIZE];

	return PIXELS_PER_DIGIT *
		(1.5 + (double)label_length(label_number(text, sizeof(text), value)));
}

void scale_fit_values(struct scale *scale, const double *values, size_t count, bool logarithmic,
	double length)
{
	double first = values[0];
	double last = values[count - 1];

	*scale = (struct scale){.logarithmic = logarithmic};
	if (logarithmic) {
		double margin = count > 1 ? pow(last / first, MARGIN) : 2;

		scale->low = first / margin;
		scale->high = last * margin;
	} else {
		double margin = count > 1 ? 2 * MARGIN * (last - first) : 0.5;

		scale->low = first - margin;
		scale->high = last + margin;
	}

	double free_from = -INFINITY;

	for (size_t i = 0; i < count; i++) {
		double centre = scale_fraction(scale, values[i]) * length;

		if (centre - tick_width(values[i]) / 2 < free_from)
			continue;
		tick_add(scale, values[i]);
		free_from = centre + tick_width(values[i]) / 2;
	}
}

double scale_fraction(const struct scale *scale, double value)
{
	if (scale->logarithmic)
		return log(value / scale->low) / log(scale->high / scale->low);
	return (value - scale->low) / (scale->high - scale->low);
}

void scale_write(const struct scale *scale, char axis, FILE *script)
{
	fprintf(script, "%s logscale %c\n", scale->logarithmic ? "set" : "unset", axis);
	fprintf(script, "set %crange [%.9g:%.9g]\n", axis, scale->low, scale->high);
	fprintf(script, "set %ctics (", axis);
	for (size_t i = 0; i < scale->tick_count; i++) {
		char text[LABEL_SIZE];

		fprintf(script, "%s'%s' %.9g", i > 0 ? ", " : "",
			label_number(text, sizeof(text), scale->ticks[i]), scale->ticks[i]);
	}
	fprintf(script, ")\n");
}
