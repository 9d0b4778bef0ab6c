/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The layout of a chart of panels: title and key above, panels in two columns, footer below.
 *
 * All words are drawn first, in one pass over the whole picture, then each panel's lines into its
 * place.
 */
#include "config.h"

#include "plots/panels.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "plots/label.h"
#include "plots/scale.h"
#include "support/text.h"

#define COLUMNS 2
#define CELL_WIDTH 530.0
#define LONE_CELL_WIDTH 880.0 /* for a chart with one panel: its text needs this width */
#define CELL_HEIGHT 330.0
#define HEADER_HEIGHT 84.0
#define PANELS_GAP 14.0
#define KEY_ROW_HEIGHT 22.0
#define KEY_STROKE 30.0
#define KEY_SIZE 11.0
#define KEY_GAP 26.0
#define ASIDE 6.0        /* pixels between the points of one series and the next */
#define ASIDE_ALL 36.0   /* pixels between the first and the last at most */
#define LINEAR_UP_TO 8.0 /* times the ideal */
#define KEY_LIMIT 40     /* characters */
#define NAME_LIMIT 40    /* characters of a workload's name */
#define TEXT_LIMIT 70    /* characters of its parameters */

static const struct canvas_style words = {.size = KEY_SIZE, .colour = CANVAS_INK};

static struct canvas_box panel_box(const struct panel_chart *chart, size_t index, double top)
{
	size_t columns = chart->count < COLUMNS ? chart->count : COLUMNS;
	double width = columns == 1 ? LONE_CELL_WIDTH : CELL_WIDTH;
	double left = CANVAS_MARGIN + width * (double)(index % columns);
	double cell = top + CELL_HEIGHT * (double)(index / columns);

	return (struct canvas_box){
		.left = left + 66,
		.top = cell + 48,
		.right = left + width - 22,
		.bottom = cell + CELL_HEIGHT - 52,
	};
}

/* The text of a series in the key. */
static char *key_text(char *buffer, size_t size, const struct panel_chart *chart,
	const struct panel_series *series)
{
	char name[LABEL_SIZE], whole[3 * LABEL_SIZE];

	look_name(name, sizeof(name), KEY_LIMIT, &chart->index->looks, series->runner,
		series->runner_text);
	if (chart->key_cores)
		snprintf(whole, sizeof(whole), "%s, %u core%s", name, series->cores,
			text_plural(series->cores));
	else
		snprintf(whole, sizeof(whole), "%s", name);
	return label_clean(buffer, size, 2 * KEY_LIMIT, whole);
}

/* Orders by the runners' places; more cores come first. */
static int key_compare(const void *left, const void *right)
{
	const struct panel_series *a = *(const struct panel_series *const *)left;
	const struct panel_series *b = *(const struct panel_series *const *)right;

	if (a->place != b->place)
		return a->place < b->place ? -1 : 1;
	if (a->cores != b->cores)
		return a->cores > b->cores ? -1 : 1;
	return (a->variant > b->variant) - (a->variant < b->variant);
}

/* Whether the series is the first with its entry in the key; -1 if memory is out. */
static int key_add(struct numbering *known, const struct panel_chart *chart,
	const struct panel_series *series)
{
	const size_t entry[] = {
		series->place, series->variant, chart->key_cores ? series->cores : 0};
	size_t number;

	return numbering_add(known, entry, sizeof(entry), &number);
}

/* The different entries of the key; the caller frees. NULL where memory is out. */
static const struct panel_series **key_collect(const struct panel_chart *chart, size_t *count)
{
	struct numbering known = {.count = 0};
	size_t most = 0;
	const struct panel_series **entries;
	int added = 0;

	for (size_t i = 0; i < chart->count; i++)
		most += chart->panels[i].count;
	entries = calloc(most > 0 ? most : 1, sizeof(const struct panel_series *));
	*count = 0;
	for (size_t i = 0; entries && i < chart->count && added >= 0; i++) {
		for (size_t j = 0; j < chart->panels[i].count && added >= 0; j++) {
			added = key_add(&known, chart, &chart->panels[i].series[j]);
			if (added == 1)
				entries[(*count)++] = &chart->panels[i].series[j];
		}
	}
	numbering_clear(&known);
	if (added < 0) {
		free(entries);
		return NULL;
	}
	if (entries)
		qsort(entries, *count, sizeof(const struct panel_series *), key_compare);
	return entries;
}

/* Draws the key and returns its height; without a canvas only measures it. */
static double key_draw(const struct panel_chart *chart, const struct panel_series **entries,
	size_t count, double width, struct canvas *canvas)
{
	double x = CANVAS_MARGIN;
	double y = HEADER_HEIGHT + KEY_ROW_HEIGHT / 2;

	for (size_t i = 0; i <= count; i++) {
		char text[LABEL_SIZE] = "ideal";
		bool ideal = i == count;
		struct look look = ideal
			? (struct look){.colour = LOOK_IDEAL_COLOUR, .dashes = LOOK_IDEAL_DASHES}
			: look_of_variant(entries[i]->place, entries[i]->variant, entries[i]->kind);

		if (ideal && !chart->ideal)
			break;
		if (!ideal)
			key_text(text, sizeof(text), chart, entries[i]);

		double entry = KEY_STROKE + 8 + label_width(text, KEY_SIZE);

		if (x + entry > width - CANVAS_MARGIN && x > CANVAS_MARGIN) {
			x = CANVAS_MARGIN;
			y += KEY_ROW_HEIGHT;
		}
		if (canvas) {
			canvas_stroke(canvas, x, y, x + KEY_STROKE, y, look.colour, look.dashes,
				1.6);
			if (!ideal)
				canvas_point(canvas, x + KEY_STROKE / 2, y, &look);
			canvas_text(canvas, x + KEY_STROKE + 8, y, &words, text);
		}
		x += entry + KEY_GAP;
	}
	return y + KEY_ROW_HEIGHT / 2 - HEADER_HEIGHT;
}

static int value_compare(const void *left, const void *right)
{
	double a = *(const double *)left;
	double b = *(const double *)right;

	return (a > b) - (a < b);
}

/* The different x values of a panel, ascending; the caller frees. NULL where memory is out. */
static double *collect_values(const struct panel *panel, size_t *count)
{
	size_t all = 0, used = 0;
	double *values;

	for (size_t i = 0; i < panel->count; i++)
		all += panel->series[i].count;
	values = calloc(all > 0 ? all : 1, sizeof(*values));
	if (!values)
		return NULL;
	for (size_t i = 0; i < panel->count; i++)
		for (size_t j = 0; j < panel->series[i].count; j++)
			values[used++] = panel->series[i].points[j].x;
	qsort(values, used, sizeof(*values), value_compare);
	*count = 0;
	for (size_t i = 0; i < used; i++)
		if (*count == 0 || values[i] != values[*count - 1])
			values[(*count)++] = values[i];
	return values;
}

/* What a panel has on its x axis. */
static const struct quantity *quantity_of(const struct panel_chart *chart,
	const struct panel *panel)
{
	return panel->x.words[0] != '\0' ? &panel->x : &chart->x;
}

/* The text on a panel's workload: its parameters, or the one on the x axis. */
static char *panel_text(char text[LABEL_SIZE], const struct panel *panel)
{
	if (panel->x.words[0] == '\0')
		return label_clean(text, LABEL_SIZE, TEXT_LIMIT, panel->workload_text);
	snprintf(text, LABEL_SIZE, "by %s", panel->x.words);
	return text;
}

/* 0, or -1 where memory is out. */
static int write_panel_words(const struct panel_chart *chart, const struct panel *panel,
	const struct canvas_box *box, struct canvas *canvas)
{
	const struct canvas_style name = {.size = 14, .colour = CANVAS_INK};
	const struct canvas_style parameters = {.size = 10, .colour = CANVAS_GREY};
	const struct canvas_style below = {
		.size = 11, .colour = CANVAS_GREY, .align = ALIGN_CENTRE};
	const struct canvas_style beside = {
		.size = 11, .colour = CANVAS_GREY, .align = ALIGN_CENTRE, .upward = true};
	const struct quantity *x = quantity_of(chart, panel);
	char text[LABEL_SIZE];
	size_t count;
	double *values = collect_values(panel, &count);

	if (!values)
		return -1;
	label_clean(text, sizeof(text), NAME_LIMIT, panel->workload);
	canvas_text(canvas, box->left, box->top - 32, &name, text);
	panel_text(text, panel);
	canvas_text(canvas, box->left, box->top - 13, &parameters, text);
	canvas_text(canvas, (box->left + box->right) / 2, box->bottom + 36, &below,
		quantity_title(x, text, sizeof(text), values, count));
	canvas_text(canvas, box->left - 54, (box->top + box->bottom) / 2, &beside, chart->y_label);
	free(values);
	return 0;
}

/* Both scales of a panel, from its points. 0, or -1 where memory is out. */
static int panel_fit(const struct panel_chart *chart, const struct panel *panel,
	const struct canvas_box *box, struct scale *x, struct scale *y)
{
	double smallest = INFINITY, largest = 0;
	size_t count;
	double *values = collect_values(panel, &count);

	if (!values)
		return -1;
	for (size_t i = 0; i < panel->count; i++) {
		for (size_t j = 0; j < panel->series[i].count; j++) {
			smallest = fmin(smallest, panel->series[i].points[j].low);
			largest = fmax(largest, panel->series[i].points[j].high);
		}
	}
	if (chart->ideal)
		largest = fmax(largest, values[count - 1]);
	/* Speed-ups are compared with the ideal line, on a scale from 0, unless the line
	 * would be too low to see. */
	if (chart->ideal && largest <= LINEAR_UP_TO * values[count - 1])
		smallest = largest;
	scale_fit(y, smallest, largest);
	/* With an ideal line, both scales are of the same kind, so that it is straight. */
	scale_fit_values(x, values, count, chart->ideal ? y->logarithmic : chart->x_logarithmic,
		box->right - box->left, quantity_of(chart, panel));
	free(values);
	return 0;
}

/* The gnuplot expression for a series' x: shifted a little, by its place among the series, so that
 * coinciding points can all be seen. */
static char *aside(char *buffer, size_t size, const struct scale *x, const struct canvas_box *box,
	double pixels)
{
	double fraction = pixels / (box->right - box->left);
	double factor = x->logarithmic ? exp(fraction * (log(x->high) - log(x->low))) : 1;

	if (x->zero > 0)
		snprintf(buffer, size, "(($1==0?%.9g:$1)*%.6g)", x->zero, factor);
	else if (x->logarithmic)
		snprintf(buffer, size, "($1*%.6g)", factor);
	else
		snprintf(buffer, size, "($1+%.6g)", fraction * (x->high - x->low));
	return buffer;
}

/* The points of a series. Its line has a gap at the break of the axis. */
static void write_points(const struct panel_series *series, const struct scale *x,
	struct canvas *canvas)
{
	for (size_t i = 0; i < series->count; i++) {
		const struct panel_point *point = &series->points[i];

		canvas_row(canvas, point->x, point->y, point->low, point->high);
		if (x->zero > 0 && point->x == 0)
			canvas_gap(canvas);
	}
}

static void write_series(const struct panel_series *series, unsigned set, const char *x,
	struct canvas *canvas)
{
	struct look look = look_of_variant(series->place, series->variant, series->kind);

	if (series->reference)
		fprintf(canvas->script,
			", \\\n\t%.9g with lines linecolor rgb '%s' linewidth 1.6 dashtype %s",
			series->points[0].y, look.colour, look.dashes);
	else
		fprintf(canvas->script,
			", \\\n\t'%s.dat' index %u using %s:2 with lines linecolor rgb '%s'"
			" linewidth 1.6 dashtype %s",
			canvas->name, set, x, look.colour, look.dashes);
	fprintf(canvas->script,
		", \\\n\t'%s.dat' index %u using %s:2:3:4 with yerrorbars linecolor rgb '%s'"
		" linewidth 1 pointtype %d pointsize 0.8",
		canvas->name, set, x, look.colour, look.point);
}

/* 0, or -1 where memory is out. */
static int write_panel(const struct panel_chart *chart, const struct panel *panel,
	const struct canvas_box *box, struct canvas *canvas)
{
	double step = fmin(ASIDE, ASIDE_ALL / (double)panel->count);
	struct scale x, y;

	if (panel_fit(chart, panel, box, &x, &y) < 0)
		return -1;
	canvas_place(canvas, box);
	scale_write(&x, 'x', canvas->script);
	scale_write(&y, 'y', canvas->script);
	scale_write_break(&x, canvas->script);
	fprintf(canvas->script, "plot %s with lines linecolor rgb '%s' linewidth 1.6 dashtype %s",
		chart->ideal ? "x" : "NaN", LOOK_IDEAL_COLOUR, LOOK_IDEAL_DASHES);
	for (size_t i = 0; i < panel->count; i++) {
		char comment[4 * LABEL_SIZE], text[LABEL_SIZE], of_panel[LABEL_SIZE];
		unsigned set;
		double pixels = panel->series[i].reference
			? 0
			: step * ((double)i - (double)(panel->count - 1) / 2);

		panel_text(of_panel, panel);
		snprintf(comment, sizeof(comment), "%s%s%s, %s", panel->workload,
			*of_panel != '\0' ? " " : "", of_panel,
			key_text(text, sizeof(text), chart, &panel->series[i]));
		set = canvas_set(canvas, comment);
		write_points(&panel->series[i], &x, canvas);
		write_series(&panel->series[i], set, aside(text, sizeof(text), &x, box, pixels),
			canvas);
	}
	fprintf(canvas->script, "\nunset arrow\n");
	return 0;
}

static void write_axes_style(struct canvas *canvas)
{
	fprintf(canvas->script,
		"set border 3 linecolor rgb '#888888' linewidth 1\n"
		"set xtics nomirror scale 0.5 font ',11' textcolor rgb '%s'\n"
		"set ytics nomirror scale 0.5 font ',11' textcolor rgb '%s'\n"
		"set grid xtics ytics back linetype 1 linecolor rgb '#e8e8e8' linewidth 0.8\n",
		CANVAS_INK, CANVAS_INK);
}

int panel_chart_draw(const struct panel_chart *chart, struct canvas *canvas, struct error *error)
{
	size_t columns = chart->count < COLUMNS ? chart->count : COLUMNS;
	size_t rows = (chart->count + columns - 1) / columns;
	double width =
		2 * CANVAS_MARGIN + (columns == 1 ? LONE_CELL_WIDTH : CELL_WIDTH * (double)columns);
	size_t key_count;
	const struct panel_series **entries = key_collect(chart, &key_count);

	if (!entries)
		return error_set(error, "out of memory while drawing a chart");

	double top = HEADER_HEIGHT + key_draw(chart, entries, key_count, width, NULL) + PANELS_GAP;
	int status = canvas_open(canvas, width,
		top + CELL_HEIGHT * (double)rows + CANVAS_FOOTER_HEIGHT, error);

	if (status < 0)
		goto free_entries;
	canvas_title(canvas, chart->title, chart->subtitle);
	key_draw(chart, entries, key_count, width, canvas);
	canvas_footer(canvas, chart->index->result);
	for (size_t i = 0; i < chart->count; i++) {
		struct canvas_box box = panel_box(chart, i, top);

		if (write_panel_words(chart, &chart->panels[i], &box, canvas) < 0)
			status = error_set(error, "out of memory while drawing a chart");
	}
	canvas_flush(canvas);
	write_axes_style(canvas);
	for (size_t i = 0; i < chart->count && status == 0; i++) {
		struct canvas_box box = panel_box(chart, i, top);

		if (write_panel(chart, &chart->panels[i], &box, canvas) < 0)
			status = error_set(error, "out of memory while drawing a chart");
	}
free_entries:
	free(entries);
	return status;
}
