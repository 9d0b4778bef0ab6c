/* SPDX-License-Identifier: GPL-3.0-or-later */
/* That lines stand out from what they are drawn on, and from each other, with any colour vision. */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "plots/charts.h"
#include "plots/look.h"
#include "tests/made/made_charts.h"

#define CONTRAST_LEAST 3.0  /* of graphics: WCAG 2.1, 1.4.11 */
#define DISTANCE_LEAST 15.0 /* in CIELAB; the colours of Okabe and Ito keep 16 */
#define PLACES 64           /* more than there are colours */

/* What lines are drawn on: the paper, and the regions of the crossover. */
static const char *const papers[] = {"#ffffff", "#fdf6e3", "#eaf3fb"};

/* What is no line: grids, the gap of a broken axis, bands and regions of the crossover. */
static const char *const backgrounds[] = {
	"#e8e8e8", "#d8d8d8", "#ffffff", "#fdf6e3", "#eaf3fb", "#f5dfa8", "#bcdcf3"};

/* What is left of linear red, green and blue: with normal vision, and without one kind of cone
 * (Machado, Oliveira and Fernandes 2009). */
static const double visions[][3][3] = {
	{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
	{{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216},
		{-0.003882, -0.048116, 1.051998}},
	{{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413},
		{-0.011820, 0.042940, 0.968881}},
	{{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602},
		{0.004733, 0.691367, 0.303900}},
};

/* "#0072B2" as linear red, green and blue from 0 to 1. */
static void linear(const char *colour, double rgb[3])
{
	unsigned long all = strtoul(colour + 1, NULL, 16);

	for (unsigned i = 0; i < 3; i++) {
		double value = (double)(all >> (16 - 8 * i) & 0xff) / 255;

		rgb[i] = value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
	}
}

static double luminance(const double rgb[3])
{
	return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
}

static double contrast(const char *colour, const char *paper)
{
	double one[3], other[3];

	linear(colour, one);
	linear(paper, other);
	return (fmax(luminance(one), luminance(other)) + 0.05) /
		(fmin(luminance(one), luminance(other)) + 0.05);
}

static double lightness(double value)
{
	return value > 216.0 / 24389 ? cbrt(value) : (24389.0 / 27 * value + 16) / 116;
}

/* A colour as somebody sees it, in CIELAB. */
static void seen(const char *colour, const double vision[3][3], double lab[3])
{
	double all[3], rgb[3], x, y, z;

	linear(colour, all);
	for (unsigned i = 0; i < 3; i++)
		rgb[i] = fmin(1,
			fmax(0,
				vision[i][0] * all[0] + vision[i][1] * all[1] +
					vision[i][2] * all[2]));
	x = lightness((0.4124 * rgb[0] + 0.3576 * rgb[1] + 0.1805 * rgb[2]) / 0.9505);
	y = lightness(luminance(rgb));
	z = lightness((0.0193 * rgb[0] + 0.1192 * rgb[1] + 0.9505 * rgb[2]) / 1.089);
	lab[0] = 116 * y - 16;
	lab[1] = 500 * (x - y);
	lab[2] = 200 * (y - z);
}

static double distance(const char *one, const char *other, const double vision[3][3])
{
	double a[3], b[3];

	seen(one, vision, a);
	seen(other, vision, b);
	return sqrt(pow(a[0] - b[0], 2) + pow(a[1] - b[1], 2) + pow(a[2] - b[2], 2));
}

Test(plots_colours, every_runner_stands_out_from_the_paper)
{
	cr_assert_float_eq(contrast("#000000", "#ffffff"), 21, 0.01);
	cr_assert_lt(contrast("#F0E442", "#ffffff"), 1.5, "yellow on white");
	for (size_t i = 0; i < PLACES; i++) {
		const char *colour = look_of(i, LINE_BASELINE).colour;

		for (size_t j = 0; j < COUNT(papers); j++)
			cr_expect_geq(contrast(colour, papers[j]), CONTRAST_LEAST, "%s on %s: %.2f",
				colour, papers[j], contrast(colour, papers[j]));
	}
}

Test(plots_colours, runners_can_be_told_apart_with_any_colour_vision)
{
	for (size_t i = 1; i < PLACES; i++) {
		const char *colour = look_of(i, LINE_BASELINE).colour;

		if (strcmp(colour, look_of(0, LINE_BASELINE).colour) == 0)
			break; /* they come again */
		for (size_t j = 0; j < i; j++) {
			const char *before = look_of(j, LINE_BASELINE).colour;

			for (size_t k = 0; k < COUNT(visions); k++)
				cr_expect_geq(distance(colour, before, visions[k]), DISTANCE_LEAST,
					"%s and %s, vision %zu: %.1f", colour, before, k,
					distance(colour, before, visions[k]));
		}
	}
}

/* Every colour in a script, whatever is drawn with it. */
static void expect_contrast(const char *name)
{
	char *script = charts_contents(name);

	for (const char *at = script; (at = strstr(at, "rgb '#")); at++) {
		char colour[8] = "";
		bool is_background = false;

		memcpy(colour, at + strlen("rgb '"), sizeof(colour) - 1);
		for (size_t i = 0; i < COUNT(backgrounds); i++)
			is_background |= strcmp(colour, backgrounds[i]) == 0;
		cr_expect(is_background || contrast(colour, "#ffffff") >= CONTRAST_LEAST, "%s: %s",
			name, colour);
	}
	free(script);
}

Test(plots_colours, nothing_in_a_chart_is_too_pale, .init = charts_open, .fini = charts_close)
{
	static const char *const names[] = {"crossover.gp", "throughput.gp", "scaling.gp"};
	struct chart_order order = {.directory = charts, .formats = CHART_SVG};
	struct chart_list drawn;
	struct error error = {0};

	charts_add_sum("cpu-sum", "{iterations=9}", "threads");
	charts_add_mixed(1, 0.01);
	cr_assert_eq(charts_draw_as(&result, &order, &drawn, &error), 0, "%s", error.text);
	for (size_t i = 0; i < COUNT(names); i++)
		expect_contrast(names[i]);
	chart_list_clear(&drawn);
}
