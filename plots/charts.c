/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Draws the charts, one after the other: script and data are written into a fresh folder inside the
 * target, gnuplot draws there, and only what is complete is renamed into the target.
 */
#include "config.h"

#include "plots/charts.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "plots/chart_kind.h"
#include "plots/gnuplot.h"
#include "support/limits.h"

#define FOLDER_SIZE 4096
#define PATH_SIZE (FOLDER_SIZE + 64)
#define LIMIT_MS 60000 /* of one chart; most take 100 */
#define WORKING_NAME ".drawing-XXXXXX"

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

/* Creates a folder with those above it. 0, or -1 with the error. */
static int folder_create(const char *directory, struct error *error)
{
	char path[FOLDER_SIZE];
	struct stat status;

	if (strlen(directory) + sizeof("/" WORKING_NAME "/granularity.svg") > sizeof(path))
		return error_set(error, "the folder's name is too long: %.60s…", directory);
	if (*directory == '\0')
		return error_set(error, "the name of the folder for charts is empty");
	strcpy(path, directory);
	for (char *slash = path + 1; slash; *slash++ = '/') {
		slash = strchr(slash, '/');
		if (slash)
			*slash = '\0';
		if (mkdir(path, 0777) < 0 && errno != EEXIST)
			return error_set(error, "cannot create the folder %s: %s", path,
				limits_error(errno));
		if (!slash)
			break;
	}
	if (stat(directory, &status) == 0 && !S_ISDIR(status.st_mode))
		return error_set(error, "%s is not a folder; give another one for the charts",
			directory);
	return 0;
}

static void path_of(char path[PATH_SIZE], const char *directory, const struct chart_kind *kind,
	size_t file)
{
	snprintf(path, PATH_SIZE, "%s/%s.%s", directory, kind->name, files[file].suffix);
}

/* Moves what a chart consists of from the working folder to the target and lists its pictures. */
static int chart_move(const char *working, const char *directory, const struct chart_kind *kind,
	unsigned formats, struct chart_list *drawn, struct error *error)
{
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		char from[PATH_SIZE], to[PATH_SIZE];

		if (files[i].format != 0 && !(files[i].format & formats))
			continue;
		path_of(from, working, kind, i);
		path_of(to, directory, kind, i);
		if (rename(from, to) < 0)
			return error_set(error, "cannot create %s: %s", to, limits_error(errno));
		if (files[i].format != 0 &&
			list_add(&drawn->paths, &drawn->path_count, to, error) < 0)
			return -1;
	}
	return 0;
}

/* gnuplot leaves an empty picture behind where it could not write it. */
static int pictures_check(const char *working, const struct chart_kind *kind, unsigned formats,
	struct error *error)
{
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		char path[PATH_SIZE];
		struct stat status;

		path_of(path, working, kind, i);
		if ((files[i].format & formats) && (stat(path, &status) < 0 || status.st_size == 0))
			return error_set(error, "%s.%s: gnuplot drew nothing; is the disk full?",
				kind->name, files[i].suffix);
	}
	return 0;
}

static void working_remove(const char *working)
{
	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		for (size_t j = 0; j < COUNT_OF(files); j++) {
			char path[PATH_SIZE];

			path_of(path, working, kinds[i], j);
			unlink(path);
		}
	}
	rmdir(working);
}

static int chart_draw(const struct result *result, const struct chart_kind *kind,
	const char *working, const char *directory, unsigned formats, struct chart_list *drawn,
	struct error *error)
{
	struct canvas canvas = {.directory = working, .name = kind->name};
	char note[LABEL_SIZE] = "";
	const char *only = NULL;
	char script[64];
	int status = kind->write(result, &canvas, note, error);
	bool written = canvas.script != NULL;

	if (canvas_close(&canvas, error) < 0 || status < 0)
		return -1;
	if (note[0] != '\0' && note_add(drawn, kind->name, note, error) < 0)
		return -1;
	if (!written)
		return 0;
	snprintf(script, sizeof(script), "%s.gp", kind->name);
	if (formats != CHART_ALL)
		only = formats == CHART_SVG ? "svg" : "png";
	if (gnuplot_run(working, script, only, LIMIT_MS, error) < 0 ||
		pictures_check(working, kind, formats, error) < 0)
		return -1;
	return chart_move(working, directory, kind, formats, drawn, error);
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
		snprintf(text, sizeof(text),
			"%zu of %zu cases have a rate and are in no chart of throughput", rates,
			result->case_count);
		if (note_add(drawn, "charts", text, error) < 0)
			return -1;
	}
	if (missing == 0)
		return 0;
	snprintf(text, sizeof(text), "%zu of %zu cases have no figure and are in no chart", missing,
		result->case_count);
	return note_add(drawn, "charts", text, error);
}

int charts_draw_formats(const struct result *result, const char *directory, unsigned formats,
	struct chart_list *drawn, struct error *error)
{
	char working[FOLDER_SIZE];
	int status = 0;

	*drawn = (struct chart_list){.path_count = 0};
	if (formats == 0 || (formats & ~(unsigned)CHART_ALL) != 0)
		return error_set(error, "no format to draw charts in; give svg, png or both");
	if (folder_create(directory, error) < 0)
		return -1;
	snprintf(working, sizeof(working), "%s/%s", directory, WORKING_NAME);
	if (!mkdtemp(working))
		return error_set(error, "cannot write into the folder %s: %s", directory,
			limits_error(errno));
	for (size_t i = 0; i < COUNT_OF(kinds) && status == 0; i++)
		status = chart_draw(result, kinds[i], working, directory, formats, drawn, error);
	working_remove(working);
	return status == 0 ? note_cases_without_figure(result, drawn, error) : -1;
}

int charts_draw(const struct result *result, const char *directory, struct chart_list *drawn,
	struct error *error)
{
	return charts_draw_formats(result, directory, CHART_ALL, drawn, error);
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
