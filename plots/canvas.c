/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Writing the script and the data of one chart.
 *
 * A script that is run without an argument calls itself once per format. Text goes through
 * label_write() and is never enhanced, with one exception: the program's own words, for the bold.
 */
#include "config.h"

#include "plots/canvas.h"

#include <errno.h>
#include <stdbool.h>
#include <fcntl.h>
#include <jansson.h>
#include <string.h>
#include <unistd.h>

#include "plots/label.h"
#include "support/limits.h"
#include "support/text.h"

#define NAME_SIZE 64
#define PNG_SCALE 2.0
#define PNG_LARGEST 16000.0
#define PNG_FONT_SCALE 0.75 /* for cairo: its points are 4/3 pixels, those of SVG are one */
#define TITLE_LARGEST 22.0
#define TITLE_SMALLEST 11.0
#define TITLE_WIDTH 1.04 /* bold / regular */
#define MACHINE_LIMIT 70 /* characters of one part of the footer */

static FILE *file_open(const struct canvas *canvas, const char *suffix, struct error *error)
{
	char name[NAME_SIZE];
	FILE *file;
	int opened;

	snprintf(name, sizeof(name), "%s.%s", canvas->name, suffix);
	opened = openat(canvas->folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
		0666);
	file = opened >= 0 ? fdopen(opened, "w") : NULL;
	if (!file)
		error_set(error, "cannot write %s: %s", name, limits_error(errno));
	if (!file && opened >= 0)
		close(opened);
	return file;
}

static void write_beginning(struct canvas *canvas)
{
	double scale = canvas->width * PNG_SCALE <= PNG_LARGEST &&
			canvas->height * PNG_SCALE <= PNG_LARGEST
		? PNG_SCALE
		: 1;

	fprintf(canvas->script,
		"# Draws %1$s.svg and %1$s.png from %1$s.dat. By hand, in this folder: gnuplot %1$s.gp\n"
		"if (!exists('ARGC') || ARGC == 0) {\n"
		"\tcall '%1$s.gp' 'svg'\n"
		"\tcall '%1$s.gp' 'png'\n"
		"\texit\n"
		"}\n"
		"reset\n"
		"set encoding utf8\n"
		"if (ARG1 eq 'svg') {\n"
		"\tset terminal svg size %2$.0f,%3$.0f enhanced font 'DejaVu Sans,11' background '#ffffff'\n"
		"} else {\n"
		"\tset terminal pngcairo size %4$.0f,%5$.0f enhanced font 'DejaVu Sans,11' fontscale %6$g"
		" linewidth %7$g pointscale %7$g background '#ffffff'\n"
		"}\n"
		"set output '%1$s.'.ARG1\n"
		"unset key\n"
		"set errorbars small\n"
		"set multiplot\n",
		canvas->name, canvas->width, canvas->height, canvas->width * scale,
		canvas->height * scale, scale * PNG_FONT_SCALE, scale);
	fprintf(canvas->data,
		"# The data of %s.gp. Columns: x, median, low and high end of its interval.\n",
		canvas->name);
}

int canvas_open(struct canvas *canvas, double width, double height, struct error *error)
{
	canvas->width = width;
	canvas->height = height;
	canvas->sets = 0;
	canvas->script = file_open(canvas, "gp", error);
	if (!canvas->script)
		return -1;
	canvas->data = file_open(canvas, "dat", error);
	if (!canvas->data) {
		fclose(canvas->script);
		canvas->script = NULL;
		return -1;
	}
	write_beginning(canvas);
	return 0;
}

static int file_close(FILE **file, const struct canvas *canvas, const char *suffix,
	struct error *error)
{
	bool failed = ferror(*file) != 0;
	int reason;

	/* Tries again to write what failed before, to get the reason. */
	errno = 0;
	failed = fflush(*file) != 0 || failed;
	reason = errno;
	if (fclose(*file) != 0 && !failed) {
		failed = true;
		reason = errno;
	}
	*file = NULL;
	if (!failed)
		return 0;
	return error_set(error, "cannot write %s.%s: %s", canvas->name, suffix,
		reason != 0 ? limits_error(reason) : "is the disk full?");
}

int canvas_close(struct canvas *canvas, struct error *error)
{
	int status = 0;

	if (!canvas->script)
		return 0;
	fprintf(canvas->script, "unset multiplot\nset output\n");
	status |= file_close(&canvas->script, canvas, "gp", error);
	status |= file_close(&canvas->data, canvas, "dat", error);
	return status;
}

static void write_place(const struct canvas *canvas, double x, double y)
{
	fprintf(canvas->script, "screen %.6f,%.6f", x / canvas->width, 1 - y / canvas->height);
}

void canvas_text(struct canvas *canvas, double x, double y, const struct canvas_style *style,
	const char *text)
{
	static const char *const aligns[] = {"left", "center", "right"};

	fprintf(canvas->script, "set label ");
	if (style->bold)
		fprintf(canvas->script, "'{/:Bold %s}'", text);
	else
		label_write(canvas->script, text);
	fprintf(canvas->script, " at ");
	write_place(canvas, x, y);
	fprintf(canvas->script, " %s %s front font ',%g' textcolor rgb '%s'%s\n",
		aligns[style->align], style->bold ? "enhanced" : "noenhanced", style->size,
		style->colour, style->upward ? " rotate by 90" : "");
}

void canvas_title(struct canvas *canvas, const char *title, const char *subtitle)
{
	const struct canvas_style below = {.size = 12, .colour = CANVAS_GREY};
	struct canvas_style bold = {.size = TITLE_LARGEST, .colour = CANVAS_INK, .bold = true};

	while (bold.size > TITLE_SMALLEST &&
		label_width(title, bold.size) * TITLE_WIDTH > canvas->width - 2 * CANVAS_MARGIN)
		bold.size -= 0.5;
	canvas_text(canvas, CANVAS_MARGIN, 34, &bold, title);
	canvas_text(canvas, CANVAS_MARGIN, 62, &below, subtitle);
}

/* The text of a member, cleaned and cut to fit in a footer. */
static const char *member(char *buffer, const json_t *object, const char *key, const char *missing)
{
	const char *text = json_string_value(json_object_get(object, key));

	return label_clean(buffer, LABEL_SIZE, MACHINE_LIMIT, text ? text : missing);
}

static void machine_line(char *line, size_t size, const struct result *result)
{
	const json_t *cores = json_object_get(result->machine, "cores");
	char processor[LABEL_SIZE], kernel[LABEL_SIZE];
	char count[40] = "";

	if (json_is_integer(cores))
		snprintf(count, sizeof(count), "%lld core%s · ",
			(long long)json_integer_value(cores),
			text_plural(json_number_value(cores)));
	member(processor, result->machine, "cpu_model", "unknown processor");
	member(kernel, result->machine, "kernel", "unknown");
	snprintf(line, size, "%s · %s%s%s", processor, count,
		strncmp(kernel, "Linux", 5) == 0 ? "" : "kernel ", kernel);
}

static void run_line(char *line, size_t size, const struct result *result)
{
	char started[LABEL_SIZE], name[LABEL_SIZE], version[LABEL_SIZE], suite[LABEL_SIZE];

	label_clean(started, sizeof(started), strlen("2026-11-22T15:20:02Z"), result->started);
	if (strlen(started) == strlen("2026-11-22T15:20:02Z") && started[10] == 'T') {
		started[10] = ' ';
		memcpy(started + 16, " UTC", sizeof(" UTC"));
	}
	member(name, result->tool, "name", "breakeven");
	member(version, result->tool, "version", "");
	label_clean(suite, sizeof(suite), MACHINE_LIMIT, result->suite);
	snprintf(line, size, "%s · %s %s · suite %s%s", started, name, version, suite,
		result->interrupted ? " · interrupted: not all of it was measured" : "");
}

void canvas_footer(struct canvas *canvas, const struct result *result)
{
	const struct canvas_style style = {.size = 10, .colour = CANVAS_GREY};
	size_t limit = (size_t)((canvas->width - 2 * CANVAS_MARGIN) / label_width("0", style.size));
	char line[5 * LABEL_SIZE], text[LABEL_SIZE];

	machine_line(line, sizeof(line), result);
	canvas_text(canvas, CANVAS_MARGIN, canvas->height - 36, &style,
		label_clean(text, sizeof(text), limit, line));
	run_line(line, sizeof(line), result);
	canvas_text(canvas, CANVAS_MARGIN, canvas->height - 18, &style,
		label_clean(text, sizeof(text), limit, line));
}

void canvas_stroke(struct canvas *canvas, double x, double y, double to_x, double to_y,
	const char *colour, const char *dashes, double width)
{
	fprintf(canvas->script, "set arrow from ");
	write_place(canvas, x, y);
	fprintf(canvas->script, " to ");
	write_place(canvas, to_x, to_y);
	fprintf(canvas->script, " nohead front linecolor rgb '%s' linewidth %g dashtype %s\n",
		colour, width, dashes);
}

void canvas_point(struct canvas *canvas, double x, double y, const struct look *look)
{
	fprintf(canvas->script, "set label '' at ");
	write_place(canvas, x, y);
	fprintf(canvas->script, " front point linecolor rgb '%s' pointtype %d pointsize 0.8\n",
		look->colour, look->point);
}

void canvas_flush(struct canvas *canvas)
{
	const struct canvas_box everything = {.right = canvas->width, .bottom = canvas->height};

	fprintf(canvas->script, "unset border\nunset tics\nunset grid\nunset logscale\n");
	canvas_place(canvas, &everything);
	fprintf(canvas->script, "plot [0:1] [0:1] -1\nunset label\nunset arrow\nunset object\n");
}

void canvas_place(struct canvas *canvas, const struct canvas_box *box)
{
	fprintf(canvas->script,
		"set margins at screen %.6f, at screen %.6f, at screen %.6f, at screen %.6f\n",
		box->left / canvas->width, box->right / canvas->width,
		1 - box->bottom / canvas->height, 1 - box->top / canvas->height);
}

unsigned canvas_set(struct canvas *canvas, const char *comment)
{
	char text[LABEL_SIZE];

	fprintf(canvas->data, "\n\n# index %u: %s\n", canvas->sets,
		label_clean(text, sizeof(text), 200, comment));
	return canvas->sets++;
}

void canvas_row(struct canvas *canvas, double x, double y, double low, double high)
{
	fprintf(canvas->data, "%.9g %.9g %.9g %.9g\n", x, y, low, high);
}

void canvas_gap(struct canvas *canvas)
{
	fprintf(canvas->data, "\n");
}
