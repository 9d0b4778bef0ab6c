/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The crossover: throughput over the CPU share of a task, from tasks that only wait to tasks that
 * only compute. The title tells the finding, the regions show which kind is faster, and the labels
 * name the lines.
 */
#include "config.h"

#include "plots/chart_kind.h"
#include "plots/crossover_lines.h"
#include "plots/finding.h"
#include "plots/scale.h"
#include "plots/spread.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define WORKLOAD "mixed"
#define PARAMETER "cpu_percent"
#define WIDTH 1100.0
#define HEIGHT 700.0
#define LABEL_HEIGHT 16.0
#define NAME_LIMIT 20 /* characters of a runner in a sentence */
#define X_LOW (-1.5)
#define X_HIGH 101.5

static const struct canvas_box box = {
	.left = 90, .top = 166, .right = WIDTH - 280, .bottom = HEIGHT - 118};

/* The tints of the regions, the bands along the best lines, and the words in the regions. */
static const struct {
	const char *tint, *band, *ink, *words;
} sides[] = {
	{"#fdf6e3", "#f5dfa8", "#7a5200", "more in flight wins"},
	{"#eaf3fb", "#bcdcf3", "#0b4f86", "more cores win"},
};

struct drawing {
	const struct result *result;
	const struct looks *looks;
	struct crossover crossover;
	struct finding finding;
	struct crossover_lines chosen;
	struct scale y;
};

static double pixel_x(double x)
{
	return box.left + (x - X_LOW) / (X_HIGH - X_LOW) * (box.right - box.left);
}

static double pixel_y(const struct drawing *drawing, double y)
{
	return box.bottom - scale_fraction(&drawing->y, y) * (box.bottom - box.top);
}

static const struct estimate *figure_of(const struct crossover_line *line, size_t at)
{
	return &line->cases[at]->summary.tasks_per_second;
}

static void fit(struct drawing *drawing)
{
	double smallest = INFINITY;
	double largest = 0;

	for (size_t i = 0; i < drawing->chosen.count; i++) {
		for (size_t j = 0; j < drawing->chosen.lines[i]->count; j++) {
			smallest =
				fmin(smallest, chart_low(figure_of(drawing->chosen.lines[i], j)));
			largest = fmax(largest, chart_high(figure_of(drawing->chosen.lines[i], j)));
		}
	}
	scale_fit(&drawing->y, smallest, largest);
}

static char *runner_of(char *buffer, const struct drawing *drawing,
	const struct crossover_line *line)
{
	return look_name(buffer, LABEL_SIZE, NAME_LIMIT, drawing->looks, line->cases[0]->runner,
		line->cases[0]->runner_text);
}

static void write_title(const struct drawing *drawing, struct canvas *canvas)
{
	const struct canvas_style style = {.size = 12, .colour = CANVAS_GREY};
	const struct crossover *crossover = &drawing->crossover;
	const struct crossing *first =
		crossover->crossing_count > 0 ? &crossover->crossings[0] : NULL;
	char one[LABEL_SIZE], other[LABEL_SIZE], text[4 * LABEL_SIZE];

	snprintf(text, sizeof(text),
		"A task computes for its CPU share of the time and waits for the rest (%s%s).",
		WORKLOAD, label_clean(one, sizeof(one), 50, crossover->fixed));
	canvas_title(canvas, drawing->finding.title, text);
	if (first)
		snprintf(text, sizeof(text),
			"More in flight: one core, many tasks at once (best where they cross: %s). "
			"More cores: one task on each (best: %s).",
			runner_of(one, drawing, first->concurrent),
			runner_of(other, drawing, first->parallel));
	else
		snprintf(text, sizeof(text),
			"More in flight: one core, many tasks at once. More cores: one task on each.");
	canvas_text(canvas, CANVAS_MARGIN, 82, &style, text);
	if (first)
		snprintf(text, sizeof(text),
			"The wide bands follow the best of each; they %scross between the "
			"measured %.4g %% and %.4g %%.",
			crossover->crossing_count > 1 ? "first " : "", first->low, first->high);
	else
		snprintf(text, sizeof(text), "The wide bands follow the best of each.");
	canvas_text(canvas, CANVAS_MARGIN, 102, &style, text);
}

/* The words of a region, in its middle; two lines or none where it is narrow. */
static void write_region_words(const struct finding_region *region, struct canvas *canvas)
{
	struct canvas_style style = {.size = 15,
		.colour = sides[region->cores_win].ink,
		.align = ALIGN_CENTRE,
		.bold = true};
	double left = pixel_x(region->from);
	double width = pixel_x(region->to) - left;
	const char *words = sides[region->cores_win].words;
	const char *verb = strrchr(words, ' ');
	char first[LABEL_SIZE];

	if (label_width(words, style.size) * 1.1 < width) {
		canvas_text(canvas, left + width / 2, box.top + 20, &style, words);
		return;
	}
	style.size = 12;
	snprintf(first, sizeof(first), "%.*s", (int)(verb - words), words);
	if (label_width(first, style.size) * 1.1 > width)
		return;
	canvas_text(canvas, left + width / 2, box.top + 20, &style, first);
	canvas_text(canvas, left + width / 2, box.top + 37, &style, verb + 1);
}

static void write_region_tint(const struct finding_region *region, struct canvas *canvas)
{
	fprintf(canvas->script,
		"set object rectangle from first %.9g, graph 0 to first %.9g, graph 1 behind "
		"fillcolor rgb '%s' fillstyle solid noborder\n",
		region->from, region->to, sides[region->cores_win].tint);
}

/* The CPU share of each crossing above its line, in two rows if they are close together. */
static void write_crossing_words(const struct drawing *drawing, struct canvas *canvas)
{
	const struct canvas_style style = {
		.size = 14, .colour = CANVAS_INK, .align = ALIGN_CENTRE, .bold = true};
	double before = -INFINITY;
	bool raised = false;

	for (size_t i = 0; i < drawing->crossover.crossing_count; i++) {
		const struct crossing *crossing = &drawing->crossover.crossings[i];
		double x = pixel_x(crossing->x);
		char text[64];

		snprintf(text, sizeof(text), "%s%.0f %% CPU", crossing->clear ? "" : "about ",
			crossing->x);
		raised = x - before < label_width(text, style.size) * 1.3 && !raised;
		canvas_text(canvas, x, box.top - (raised ? 32 : 14), &style, text);
		canvas_stroke(canvas, x, box.top - 4, x, box.bottom, CANVAS_INK, "(3,3)", 1.2);
		before = x;
	}
}

static double line_end(const struct drawing *drawing, const struct crossover_line *line)
{
	return pixel_y(drawing, figure_of(line, line->count - 1)->median);
}

static struct look line_look(const struct drawing *drawing, const struct crossover_line *line)
{
	return look_of(look_place(drawing->looks, line->cases[0]->runner), line->kind);
}

static void write_line_labels(const struct drawing *drawing, struct canvas *canvas)
{
	const struct crossover_line *ordered[CROSSOVER_LINES];
	double places[CROSSOVER_LINES];

	for (size_t i = 0; i < drawing->chosen.count; i++) {
		size_t at = i;

		for (; at > 0 &&
			line_end(drawing, ordered[at - 1]) >
				line_end(drawing, drawing->chosen.lines[i]);
			at--)
			ordered[at] = ordered[at - 1];
		ordered[at] = drawing->chosen.lines[i];
	}
	for (size_t i = 0; i < drawing->chosen.count; i++)
		places[i] = line_end(drawing, ordered[i]);
	spread(places, drawing->chosen.count, LABEL_HEIGHT, box.top, box.bottom);
	for (size_t i = 0; i < drawing->chosen.count; i++) {
		const struct canvas_style style = {.size = 11, .colour = CANVAS_INK};
		struct look look = line_look(drawing, ordered[i]);
		double from = pixel_x(ordered[i]->x[ordered[i]->count - 1]) + 6;
		char text[LABEL_SIZE];

		canvas_stroke(canvas, from, line_end(drawing, ordered[i]), box.right + 20,
			places[i], look.colour, "solid", 0.7);
		canvas_stroke(canvas, box.right + 20, places[i], box.right + 46, places[i],
			look.colour, look.dashes, 1.6);
		canvas_point(canvas, box.right + 33, places[i], &look);
		canvas_text(canvas, box.right + 52, places[i], &style,
			crossover_line_text(text, sizeof(text), drawing->looks, ordered[i]));
	}
}

static void write_words(const struct drawing *drawing, struct canvas *canvas)
{
	const struct canvas_style below = {.size = 12, .colour = CANVAS_INK, .align = ALIGN_CENTRE};
	const struct canvas_style beside = {
		.size = 12, .colour = CANVAS_INK, .align = ALIGN_CENTRE, .upward = true};
	const struct canvas_style ends = {.size = 10, .colour = CANVAS_GREY};
	const struct canvas_style far_end = {
		.size = 10, .colour = CANVAS_GREY, .align = ALIGN_RIGHT};

	write_title(drawing, canvas);
	write_line_labels(drawing, canvas);
	canvas_text(canvas, (box.left + box.right) / 2, box.bottom + 42, &below,
		"CPU share of a task (%)");
	canvas_text(canvas, box.left, box.bottom + 42, &ends, "only waiting");
	canvas_text(canvas, box.right, box.bottom + 42, &far_end, "only computing");
	canvas_text(canvas, 28, (box.top + box.bottom) / 2, &beside, "throughput (tasks/s)");
	canvas_footer(canvas, drawing->result);
}

/* The wide pale bands along the best of each kind. */
static void write_bands(const struct drawing *drawing, struct canvas *canvas)
{
	for (unsigned side = 0; side < 2; side++) {
		unsigned set = canvas_set(canvas,
			side ? "the best with more cores" : "the best with more in flight");

		for (size_t i = 0; i < drawing->finding.best_count; i++) {
			const struct finding_best *best = &drawing->finding.best[i];
			const struct case_record *record = side ? best->parallel : best->concurrent;

			canvas_row(canvas, best->x, case_record_throughput(record),
				chart_low(&record->summary.tasks_per_second),
				chart_high(&record->summary.tasks_per_second));
		}
		fprintf(canvas->script,
			", \\\n\t'%s.dat' index %u using 1:2 with lines linecolor rgb '%s' linewidth 10",
			canvas->name, set, sides[side].band);
	}
}

static void write_line(const struct drawing *drawing, const struct crossover_line *line,
	struct canvas *canvas)
{
	struct look look = line_look(drawing, line);
	char text[LABEL_SIZE];
	unsigned set =
		canvas_set(canvas, crossover_line_text(text, sizeof(text), drawing->looks, line));
	double width = crossover_line_leads(&drawing->crossover, line) ? 2.6 : 1.2;

	for (size_t i = 0; i < line->count; i++)
		canvas_row(canvas, line->x[i], figure_of(line, i)->median,
			chart_low(figure_of(line, i)), chart_high(figure_of(line, i)));
	fprintf(canvas->script,
		", \\\n\t'%s.dat' index %u using 1:2 with lines linecolor rgb '%s' linewidth %g"
		" dashtype %s",
		canvas->name, set, look.colour, width, look.dashes);
	fprintf(canvas->script,
		", \\\n\t'%s.dat' index %u using 1:2:3:4 with yerrorbars linecolor rgb '%s'"
		" linewidth 1 pointtype %d pointsize 0.7",
		canvas->name, set, look.colour, look.point);
}

static void write_plot(const struct drawing *drawing, struct canvas *canvas)
{
	const struct crossover *crossover = &drawing->crossover;

	canvas_place(canvas, &box);
	fprintf(canvas->script,
		"set border 3 linecolor rgb '#888888' linewidth 1\n"
		"unset logscale x\nset xrange [%g:%g]\n",
		X_LOW, X_HIGH);
	scale_write(&drawing->y, 'y', canvas->script);
	fprintf(canvas->script,
		"set xtics 0,10,100 nomirror scale 0.5 font ',11' textcolor rgb '#222222' format '%%g'\n"
		"set ytics nomirror scale 0.5 font ',11' textcolor rgb '#222222'\n"
		"set grid ytics back linetype 1 linecolor rgb '#d8d8d8' linewidth 0.8\n");
	for (size_t i = 0; i < drawing->finding.region_count; i++)
		write_region_tint(&drawing->finding.regions[i], canvas);
	for (size_t i = 0; i < crossover->crossing_count; i++)
		fprintf(canvas->script,
			"set label '' at first %.9g,%.9g front point linecolor rgb '%s' linewidth 2 "
			"pointtype 6 pointsize 2.4\n",
			crossover->crossings[i].x, crossover->crossings[i].tasks_per_second,
			CANVAS_INK);
	write_crossing_words(drawing, canvas);
	for (size_t i = 0; i < drawing->finding.region_count; i++)
		write_region_words(&drawing->finding.regions[i], canvas);
	fprintf(canvas->script, "plot NaN");
	write_bands(drawing, canvas);
	for (size_t i = 0; i < drawing->chosen.count; i++)
		if (!crossover_line_leads(&drawing->crossover, drawing->chosen.lines[i]))
			write_line(drawing, drawing->chosen.lines[i], canvas);
	for (size_t i = 0; i < drawing->chosen.count; i++)
		if (crossover_line_leads(&drawing->crossover, drawing->chosen.lines[i]))
			write_line(drawing, drawing->chosen.lines[i], canvas);
	fprintf(canvas->script, "\n");
}

static int draw(struct drawing *drawing, struct canvas *canvas, char note[LABEL_SIZE],
	struct error *error)
{
	if (finding_make(&drawing->finding, &drawing->crossover, error) < 0)
		return -1;
	crossover_lines_choose(&drawing->chosen, &drawing->crossover);
	if (drawing->chosen.left_out > 0)
		snprintf(note, LABEL_SIZE, "%zu %s left out; there is no room for more",
			drawing->chosen.left_out,
			drawing->chosen.left_out == 1 ? "line is" : "lines are");
	fit(drawing);
	if (canvas_open(canvas, WIDTH, HEIGHT, error) < 0)
		return -1;
	write_words(drawing, canvas);
	canvas_flush(canvas);
	write_plot(drawing, canvas);
	return 0;
}

static int write(const struct chart_index *index, struct canvas *canvas, char note[LABEL_SIZE],
	struct error *error)
{
	struct drawing drawing = {.result = index->result, .looks = &index->looks};
	int status;

	if (crossover_find(&drawing.crossover, index->result, WORKLOAD, PARAMETER, error) < 0)
		return -1;
	if (drawing.crossover.line_count == 0) {
		snprintf(note, LABEL_SIZE,
			"not drawn: no figures of %s over its CPU share, with more in flight on one core "
			"and with more cores",
			WORKLOAD);
		status = 0;
	} else if (crossover_throttled(&drawing.crossover) > 0) {
		snprintf(note, LABEL_SIZE,
			"not drawn: a CPU quota stopped %zu of its cases, so the crossing says "
			"nothing about cores",
			crossover_throttled(&drawing.crossover));
		status = 0;
	} else {
		status = draw(&drawing, canvas, note, error);
	}
	finding_clear(&drawing.finding);
	crossover_clear(&drawing.crossover);
	return status;
}

const struct chart_kind chart_crossover = {.name = "crossover", .write = write};
