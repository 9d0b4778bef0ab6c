/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One chart on its way to gnuplot: its script, its data, and the words around the plots.
 *
 * Places are in pixels of the SVG from the top left corner, whatever the format, so that a chart is
 * laid out once, here, and looks the same in both.
 */
#ifndef BREAKEVEN_PLOTS_CANVAS_H
#define BREAKEVEN_PLOTS_CANVAS_H

#include "plots/look.h"
#include "results/record/record.h"
#include "support/error.h"

#include <stdbool.h>
#include <stdio.h>

#define CANVAS_MARGIN 24.0        /* at the left and right of all words */
#define CANVAS_FOOTER_HEIGHT 52.0 /* at the bottom, kept free for the footer */
#define CANVAS_INK "#222222"
#define CANVAS_GREY "#666666"

struct canvas {
	int folder;       /* a descriptor: where the files are written */
	const char *name; /* of the chart and its files */
	FILE *script, *data;
	double width, height;
	unsigned sets; /* of data, written so far */
};

enum canvas_align { ALIGN_LEFT, ALIGN_CENTRE, ALIGN_RIGHT };

/* The words of a chart: what they look like. */
struct canvas_style {
	double size;
	const char *colour;
	enum canvas_align align;
	bool upward; /* turned by 90 degrees */
	bool bold; /* only for the program's own words and figures, never for text from a result */
};

struct canvas_box {
	double left, top, right, bottom;
};

/* Opens NAME.gp and NAME.dat and writes the script's beginning. 0, or -1 with the error. */
int canvas_open(struct canvas *canvas, double width, double height, struct error *error);

/* Ends the script and closes both files; does nothing on a canvas not open. 0, or -1 where
 * something could not be written. */
int canvas_close(struct canvas *canvas, struct error *error);

/* A line of text, vertically centred at y. */
void canvas_text(struct canvas *canvas, double x, double y, const struct canvas_style *style,
	const char *text);

/* The title, bold (so of the program's own words) and as large as fits, and the line below it. */
void canvas_title(struct canvas *canvas, const char *title, const char *subtitle);

/* What was measured where, when and by what, at the bottom. */
void canvas_footer(struct canvas *canvas, const struct result *result);

/* A stroke with the look of a line: in a key, or from a label to its line. */
void canvas_stroke(struct canvas *canvas, double x, double y, double to_x, double to_y,
	const char *colour, const char *dashes, double width);
void canvas_point(struct canvas *canvas, double x, double y, const struct look *look);

/* Draws the words and strokes given so far, and forgets them. */
void canvas_flush(struct canvas *canvas);

/* The place of the next plot's axes. */
void canvas_place(struct canvas *canvas, const struct canvas_box *box);

/* Begins a set of data and returns its number (gnuplot's `index`); then one
 * canvas_row() a point. */
unsigned canvas_set(struct canvas *canvas, const char *comment);
void canvas_row(struct canvas *canvas, double x, double y, double low, double high);

/* Interrupts the line through the set between the rows before and after. */
void canvas_gap(struct canvas *canvas);

#endif
