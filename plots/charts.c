/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Draws the charts, one after the other: script and data are written into a fresh folder inside the
 * target, gnuplot draws there, and only what is complete is renamed into the target. A chart that
 * fails is reported, and the next one is drawn.
 */
#include "config.h"

#include "plots/charts.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "plots/chart_folder.h"
#include "plots/chart_kind.h"
#include "plots/gnuplot.h"
#include "support/text.h"

#define NAME_SIZE 64
#define LIMIT_MS 60000 /* for one chart; most take 100 */

static const struct chart_kind *const kinds[] = {
	&chart_crossover, &chart_throughput, &chart_scaling, &chart_granularity};

static const struct {
	const char *suffix;
	unsigned format; /* 0: kept beside the pictures */
} files[] = {{"dat", 0}, {"gp", 0}, {"svg", CHART_SVG}, {"png", CHART_PNG}};

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

static int list_add(char ***list, size_t *count, const char *text, struct error *error)
{
	char **larger = reallocarray(*list, *count + 1, sizeof(*larger));

	if (larger)
		*list = larger;
	if (!larger || !(larger[*count] = strdup(text)))
		return error_set(error, "out of memory while listing charts");
	++*count;
	return 0;
}

static int note_add(struct chart_list *drawn, const char *name, const char *text,
	struct error *error)
{
	char note[2 * LABEL_SIZE];

	snprintf(note, sizeof(note), "%s: %s", name, text);
	return list_add(&drawn->notes, &drawn->note_count, note, error);
}

static const char *name_of(char name[NAME_SIZE], const struct chart_kind *kind, size_t file)
{
	snprintf(name, NAME_SIZE, "%s.%s", kind->name, files[file].suffix);
	return name;
}

/* Moves the files of a chart from the working folder to the target and lists its pictures. If a
 * file cannot be moved, the others still are; then -1, with the error of the first. */
static int chart_take(const struct chart_folder *folder, const struct chart_kind *kind,
	unsigned formats, struct chart_list *drawn, struct error *error)
{
	const size_t before = drawn->path_count;
	struct error cause = {0};
	char written[NAME_SIZE] = "";

	for (size_t i = 0; i < COUNT_OF(files); i++) {
		char name[NAME_SIZE], path[CHART_FOLDER_SIZE + NAME_SIZE];
		const size_t used = strlen(written);

		if (files[i].format != 0 && !(files[i].format & formats))
			continue;
		if (chart_folder_take(folder, name_of(name, kind, i), &cause) < 0)
			continue;
		snprintf(written + used, sizeof(written) - used, "%s%s", used > 0 ? ", " : "",
			files[i].suffix);
		snprintf(path, sizeof(path), "%s/%s", folder->path, name);
		if (files[i].format != 0 &&
			list_add(&drawn->paths, &drawn->path_count, path, error) < 0)
			return -1;
	}
	if (cause.text[0] == '\0')
		return 0;
	if (drawn->path_count == before)
		return error_set(error, "%s", cause.text);
	return error_set(error, "only %s written: %s", written, cause.text);
}

/* gnuplot leaves an empty picture behind if it could not write it. */
static int pictures_check(const struct chart_folder *folder, const struct chart_kind *kind,
	unsigned formats, struct error *error)
{
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		char name[NAME_SIZE];
		struct stat status;

		if ((files[i].format & formats) &&
			(fstatat(folder->working, name_of(name, kind, i), &status, 0) < 0 ||
				status.st_size == 0))
			return error_set(error, "%s: gnuplot drew nothing; is the disk full?",
				name);
	}
	return 0;
}

static int chart_draw(const struct chart_index *index, const struct chart_kind *kind,
	const struct chart_folder *folder, const struct chart_order *order,
	struct chart_list *drawn, struct error *error)
{
	struct canvas canvas = {.folder = folder->working, .name = kind->name};
	char note[LABEL_SIZE] = "";
	const char *only = NULL;
	char script[64];
	int status = kind->write(index, &canvas, note, error);
	bool written = canvas.script != NULL;

	if (canvas_close(&canvas, error) < 0 || status < 0)
		return -1;
	if (note[0] != '\0' && note_add(drawn, kind->name, note, error) < 0)
		return -1;
	if (!written)
		return 0;
	snprintf(script, sizeof(script), "%s.gp", kind->name);
	if (order->formats != CHART_ALL)
		only = order->formats == CHART_SVG ? "svg" : "png";
	if (gnuplot_run(folder->working_path, script, only,
		    order->limit_ms > 0 ? order->limit_ms : LIMIT_MS, error) < 0 ||
		pictures_check(folder, kind, order->formats, error) < 0)
		return -1;
	return chart_take(folder, kind, order->formats, drawn, error);
}

static int note_cases_without_figure(const struct result *result, struct chart_list *drawn,
	struct error *error)
{
	char text[LABEL_SIZE];
	size_t missing = 0, rates = 0;

	for (size_t i = 0; i < result->case_count; i++) {
		rates += case_record_has_rate(&result->cases[i]);
		missing += !case_record_has_rate(&result->cases[i]) &&
			!chart_has_figure(&result->cases[i]);
	}
	if (rates > 0) {
		snprintf(text, sizeof(text), "%zu of %zu case%s %s in no chart of throughput",
			rates, result->case_count, text_plural(result->case_count),
			rates == 1 ? "has a rate and is" : "have a rate and are");
		if (note_add(drawn, "charts", text, error) < 0)
			return -1;
	}
	if (missing == 0)
		return 0;
	snprintf(text, sizeof(text), "%zu of %zu case%s %s in no chart", missing,
		result->case_count, text_plural(result->case_count),
		missing == 1 ? "has no figure and is" : "have no figure and are");
	return note_add(drawn, "charts", text, error);
}

/* One note for all charts that have the reason of this one. An empty reason is none. */
static int note_failures(struct error *reasons, size_t chart, bool partly, struct chart_list *drawn,
	struct error *error)
{
	const struct error reason = reasons[chart];
	char names[COUNT_OF(kinds) * NAME_SIZE] = "", text[LABEL_SIZE];
	size_t used = 0;

	if (reason.text[0] == '\0')
		return 0;
	for (size_t i = chart; i < COUNT_OF(kinds); i++) {
		if (strcmp(reasons[i].text, reason.text) != 0)
			continue;
		used += (size_t)snprintf(names + used, sizeof(names) - used, "%s%s",
			used > 0 ? ", " : "", kinds[i]->name);
		reasons[i].text[0] = '\0';
	}
	snprintf(text, sizeof(text), "%s%.600s", partly ? "" : "not drawn: ", reason.text);
	return note_add(drawn, names, text, error);
}

/* Draws all charts that can be drawn and sets the reasons, all empty before, for the others. If
 * charts failed and none was drawn, -1 with the error of the first one; if some were drawn, the
 * errors become notes. */
static int draw_kinds(const struct chart_index *index, const struct chart_folder *folder,
	const struct chart_order *order, struct error *reasons, struct chart_list *drawn,
	struct error *error)
{
	bool partly[COUNT_OF(kinds)] = {false};
	size_t first = COUNT_OF(kinds);

	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		const size_t before = drawn->path_count;

		if (chart_draw(index, kinds[i], folder, order, drawn, &reasons[i]) == 0)
			continue;
		partly[i] = drawn->path_count > before;
		if (drawn->failed++ == 0)
			first = i;
	}
	if (drawn->failed > 0 && drawn->path_count == 0)
		return error_set(error, "%s", reasons[first].text);
	for (size_t i = first; i < COUNT_OF(kinds); i++)
		if (note_failures(reasons, i, partly[i], drawn, error) < 0)
			return -1;
	return 0;
}

static int draw_each(const struct chart_index *index, const struct chart_folder *folder,
	const struct chart_order *order, struct chart_list *drawn, struct error *error)
{
	struct error *reasons = calloc(COUNT_OF(kinds), sizeof(*reasons));
	int status = reasons != NULL ? draw_kinds(index, folder, order, reasons, drawn, error)
				     : error_set(error, "no memory to draw charts");

	free(reasons);
	return status;
}

int charts_draw_as(const struct result *result, const struct chart_order *order,
	struct chart_list *drawn, struct error *error)
{
	char names[COUNT_OF(kinds) * COUNT_OF(files)][NAME_SIZE];
	const char *list[COUNT_OF(names) + 1] = {NULL};
	struct chart_folder folder;
	struct chart_index index;
	int status;

	*drawn = (struct chart_list){.path_count = 0};
	if (order->formats == 0 || (order->formats & ~(unsigned)CHART_ALL) != 0)
		return error_set(error, "no format to draw charts in; give svg, png or both");
	for (size_t i = 0; i < COUNT_OF(names); i++)
		list[i] = name_of(names[i], kinds[i / COUNT_OF(files)], i % COUNT_OF(files));
	if (chart_folder_open(&folder, order->directory, list, order->follow, error) < 0)
		return -1;
	status = chart_index_make(&index, result, error);
	if (status == 0)
		status = draw_each(&index, &folder, order, drawn, error);
	chart_index_clear(&index);
	chart_folder_close(&folder);
	return status == 0 ? note_cases_without_figure(result, drawn, error) : -1;
}

int charts_draw(const struct result *result, const char *directory, struct chart_list *drawn,
	struct error *error)
{
	const struct chart_order order = {.directory = directory, .formats = CHART_ALL};

	return charts_draw_as(result, &order, drawn, error);
}

unsigned chart_format_find(const char *name)
{
	for (size_t i = 0; i < COUNT_OF(files); i++)
		if (files[i].format != 0 && strcmp(files[i].suffix, name) == 0)
			return files[i].format;
	return 0;
}

void chart_list_clear(struct chart_list *list)
{
	for (size_t i = 0; i < list->path_count; i++)
		free(list->paths[i]);
	for (size_t i = 0; i < list->note_count; i++)
		free(list->notes[i]);
	free(list->paths);
	free(list->notes);
	*list = (struct chart_list){.path_count = 0};
}
