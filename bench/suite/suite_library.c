/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The suites that come with the program, whether it is installed, moved or only built. */
#include "config.h"

#include "bench/suite/suite_library.h"

#include <dirent.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/program/build_info.h"
#include "support/text.h"

#define ENDING ".json"

/* Relative to the program's folder: built in the source folder, built in a folder below it, and
 * installed elsewhere than configured. */
static const char *const beside_program[] = {"bench/suite", "../bench/suite", "../share/breakeven"};

/* Whether a file's name is that of a suite; sets the length without the ending. */
static bool is_suite_file(const char *file, size_t *length)
{
	if (file[0] == '.' || !text_has_ending(file, ENDING))
		return false;
	*length = strlen(file) - strlen(ENDING);
	return true;
}

static bool has_entry(const struct suite_library *library, const char *name, size_t length)
{
	for (size_t i = 0; i < library->count; i++)
		if (strlen(library->entries[i].name) == length &&
			memcmp(library->entries[i].name, name, length) == 0)
			return true;
	return false;
}

static int add_entry(struct suite_library *library, const char *directory, const char *file,
	size_t length)
{
	struct suite_entry *entries =
		realloc(library->entries, (library->count + 1) * sizeof(*entries));
	struct suite_entry *entry;

	if (entries == NULL)
		return -1;
	library->entries = entries;
	entry = &entries[library->count];
	entry->name = strndup(file, length);
	if (entry->name == NULL)
		return -1;
	if (asprintf(&entry->path, "%s/%s", directory, file) < 0) {
		free(entry->name);
		return -1;
	}
	library->count++;
	return 0;
}

/* Adds the suites in DATA/suites; an unreadable folder has none. -1 without memory. */
static int add_directory(struct suite_library *library, const char *data)
{
	char directory[PATH_MAX];
	struct dirent *file;
	size_t length;
	int status = 0;
	DIR *stream;

	if (snprintf(directory, sizeof(directory), "%s/suites", data) >= (int)sizeof(directory))
		return 0;
	stream = opendir(directory);
	if (stream == NULL)
		return 0;
	while (status == 0 && (file = readdir(stream)) != NULL)
		if (is_suite_file(file->d_name, &length) &&
			!has_entry(library, file->d_name, length))
			status = add_entry(library, directory, file->d_name, length);
	closedir(stream);
	return status;
}

static int add_beside_program(struct suite_library *library)
{
	char program[PATH_MAX / 2], data[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", program, sizeof(program) - 1);
	char *slash;

	if (length < 0)
		return 0;
	program[length] = '\0';
	slash = strrchr(program, '/');
	if (slash == NULL)
		return 0;
	*slash = '\0';
	for (size_t i = 0; i < sizeof(beside_program) / sizeof(beside_program[0]); i++) {
		snprintf(data, sizeof(data), "%s/%s", program, beside_program[i]);
		if (add_directory(library, data) != 0)
			return -1;
	}
	return 0;
}

static int compare_entries(const void *a, const void *b)
{
	const struct suite_entry *left = a, *right = b;

	return strcmp(left->name, right->name);
}

int suite_library_open(struct suite_library *library, struct error *error)
{
	const char *data = getenv("BREAKEVEN_DATA");
	int status;

	*library = (struct suite_library){0};
	if (data != NULL && data[0] != '\0') {
		status = add_directory(library, data);
	} else {
		status = add_beside_program(library);
		if (status == 0)
			status = add_directory(library, build_data_directory);
	}
	if (status != 0) {
		suite_library_close(library);
		return error_set(error, "no memory");
	}
	if (library->count > 0)
		qsort(library->entries, library->count, sizeof(*library->entries), compare_entries);
	return 0;
}

void suite_library_close(struct suite_library *library)
{
	for (size_t i = 0; i < library->count; i++) {
		free(library->entries[i].name);
		free(library->entries[i].path);
	}
	free(library->entries);
	*library = (struct suite_library){0};
}

/* "unknown suite 'quik'; did you mean 'quick'?" or with all the names there are. */
static void refuse_suite(const struct suite_library *library, const char *suite,
	struct error *error)
{
	const char **names = calloc(library->count + 1, sizeof(*names));
	const char *nearest;
	char list[512] = "";
	size_t used = 0;

	if (names == NULL) {
		error_set(error, "no memory");
		return;
	}
	for (size_t i = 0; i < library->count; i++) {
		names[i] = library->entries[i].name;
		if (used < sizeof(list))
			used += (size_t)snprintf(list + used, sizeof(list) - used, "%s%s",
				i > 0 ? ", " : "", names[i]);
	}
	nearest = text_nearest(suite, names);
	if (library->count == 0)
		error_set(error,
			"unknown suite '%s'; none is installed (set BREAKEVEN_DATA to their "
			"folder)",
			suite);
	else if (nearest != NULL)
		error_set(error, "unknown suite '%s'; did you mean '%s'? There are: %s", suite,
			nearest, list);
	else
		error_set(error,
			"unknown suite '%s'; there are: %s (a path has a '/' or ends in .json)",
			suite, list);
	free(names);
}

char *suite_library_find(const char *suite, struct error *error)
{
	struct suite_library library;
	size_t length;
	char *path = NULL;

	if (strchr(suite, '/') != NULL || is_suite_file(suite, &length)) {
		path = strdup(suite);
		if (path == NULL)
			error_set(error, "no memory");
		return path;
	}
	if (suite_library_open(&library, error) != 0)
		return NULL;
	for (size_t i = 0; i < library.count && path == NULL; i++) {
		if (strcmp(library.entries[i].name, suite) == 0) {
			path = library.entries[i].path;
			library.entries[i].path = NULL;
		}
	}
	if (path == NULL)
		refuse_suite(&library, suite, error);
	suite_library_close(&library);
	return path;
}
