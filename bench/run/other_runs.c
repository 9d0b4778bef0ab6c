/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Locked files that describe the runs in progress; see other_runs.h.
 *
 * Files of others are not trusted: they are checked like other input, and their size is limited.
 */
#include "config.h"

#include "bench/run/other_runs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/run/result_make.h"
#include "results/record/json_value.h"
#include "results/record/record_events.h"
#include "support/limits.h"
#include "support/text.h"

#define STANDARD_FOLDER "/tmp/breakeven-runs"
#define BEGINNING "{\"pid\":" /* of the text that a run writes */

static bool has_number(const json_t *numbers, json_int_t number)
{
	for (size_t i = 0; i < json_array_size(numbers); i++)
		if (json_integer_value(json_array_get(numbers, i)) == number)
			return true;
	return false;
}

/* All CPUs of all cases, each once. */
static json_t *cpus_of(const struct result *result)
{
	json_t *cpus = json_array();

	for (size_t i = 0; i < result->case_count; i++)
		for (size_t j = 0; j < result->cases[i].cpus_count; j++)
			if (!has_number(cpus, result->cases[i].cpus[j]))
				json_array_append_new(cpus, json_integer(result->cases[i].cpus[j]));
	return cpus;
}

/* The description of this run as JSON, with the absolute path of its folder. NULL if memory is
 * out. */
static char *describe(const struct other_runs *others, const char *folder)
{
	char *whole = realpath(folder, NULL), *time = result_time(), *text = NULL;
	json_t *entry;

	if (whole == NULL)
		whole = strdup(folder);
	if (whole != NULL && time != NULL) {
		entry = json_pack("{s:I, s:o, s:O, s:s}", "pid", (json_int_t)getpid(), "folder",
			json_value_text(whole), "cpus", others->cpus, "seen", time);
		text = entry != NULL ? json_dumps(entry, JSON_COMPACT) : NULL;
		json_decref(entry);
	}
	free(whole);
	free(time);
	return text;
}

static int announce(struct other_runs *others, const char *path, const char *folder,
	struct error *error)
{
	char *text = describe(others, folder);

	if (text == NULL)
		return error_set(error, "no memory");
	others->file = shared_file_write(others->folder, text, strlen(text), others->name);
	free(text);
	if (others->file >= 0)
		return 0;
	return error_set(error, "%s cannot be written to: %s; set BREAKEVEN_RUNS to another folder",
		path, limits_error(errno));
}

int other_runs_open(struct other_runs *others, const struct result *result, const char *folder,
	struct error *error)
{
	const char *path = getenv("BREAKEVEN_RUNS");
	struct error reason = {0};

	if (path == NULL || path[0] == '\0')
		path = STANDARD_FOLDER;
	*others = (struct other_runs){.file = -1, .cpus = cpus_of(result), .seen = json_object()};
	others->folder = shared_folder_open(path, folder != NULL, &reason);
	if (reason.text[0] == '\0' &&
		(folder == NULL || announce(others, path, folder, &reason) == 0)) {
		if (folder != NULL)
			json_object_set_new(others->seen, others->name, json_true());
		return 0;
	}
	other_runs_close(others);
	return error_set(error, "%s", reason.text);
}

void other_runs_close(struct other_runs *others)
{
	if (others->file >= 0) {
		unlinkat(others->folder, others->name, 0);
		close(others->file);
	}
	if (others->folder >= 0)
		close(others->folder);
	json_decref(others->cpus);
	json_decref(others->seen);
	*others = (struct other_runs){.folder = -1, .file = -1};
}

static json_t *read_text(int file, char *text, size_t size)
{
	size_t used = 0;
	ssize_t count;

	while (used + 1 < size && (count = read(file, text + used, size - used - 1)) != 0) {
		if (count < 0 && errno != EINTR)
			break;
		used += count > 0 ? (size_t)count : 0;
	}
	text[used] = '\0';
	return json_loads(text, JSON_REJECT_DUPLICATES, NULL);
}

/* The description of a run in a file, or NULL. Its beginning goes into `begun`. */
static json_t *read_run(int file, char begun[sizeof(BEGINNING)])
{
	char *text = malloc(SHARED_FILE_LIMIT + 1);
	json_t *entry;

	begun[0] = '\0';
	if (text == NULL)
		return NULL;
	entry = read_text(file, text, SHARED_FILE_LIMIT + 1);
	snprintf(begun, sizeof(BEGINNING), "%s", text);
	free(text);
	if (record_events_check_other_run(entry, NULL) == 0)
		return entry;
	json_decref(entry);
	return NULL;
}

static bool overlaps(const struct other_runs *others, const json_t *entry)
{
	const json_t *cpus = json_object_get(entry, "cpus");

	for (size_t i = 0; i < json_array_size(cpus); i++)
		if (has_number(others->cpus, json_integer_value(json_array_get(cpus, i))))
			return true;
	return false;
}

/* Warns once that not everything was read. */
static void tell_bound(struct other_runs *others, struct error *note, const char *what)
{
	if (!others->told)
		error_set(note,
			"the folder of other runs ($BREAKEVEN_RUNS or " STANDARD_FOLDER
			") contains %s; not all of it was read, so other runs may go "
			"unnoticed; remove old files there",
			what);
	others->told = true;
}

/* Warns once that nothing could be read. */
static void tell_unlisted(struct other_runs *others, struct error *note, int reason)
{
	if (!others->told)
		error_set(note,
			"the folder of other runs ($BREAKEVEN_RUNS or " STANDARD_FOLDER
			") cannot be listed: %s; other runs go unnoticed",
			limits_error(reason));
	others->told = true;
}

/* Whether the file may be read within the limit for files of other users. */
static bool may_read(struct other_runs *others, const struct stat *about, struct error *note)
{
	if (about->st_uid == geteuid() || about->st_uid == 0)
		return true;
	if ((size_t)about->st_size + others->strange > OTHER_RUNS_STRANGE) {
		tell_bound(others, note, "too many files of other users");
		return false;
	}
	others->strange += (size_t)about->st_size;
	return true;
}

/* Adds a live run to those found, if it uses our CPUs. */
static void keep(struct other_runs *others, json_t *entry, const struct stat *about, json_t **found,
	struct error *note)
{
	char *now;

	if (!overlaps(others, entry))
		return;
	if (others->kept + (size_t)about->st_size > OTHER_RUNS_KEPT) {
		tell_bound(others, note, "more runs on these CPUs than can be recorded");
		return;
	}
	others->kept += (size_t)about->st_size;
	now = result_time();
	if (now != NULL)
		json_object_set_new(entry, "seen", json_string(now));
	json_object_del(entry, "user");
	if (about->st_uid != geteuid())
		json_object_set_new(entry, "user", json_integer((json_int_t)about->st_uid));
	record_events_add(found, json_incref(entry));
	free(now);
}

static void look_at(struct other_runs *others, const char *name, json_t **found, struct error *note)
{
	enum shared_name kind = shared_name(name);
	char begun[sizeof(BEGINNING)];
	struct stat about;
	json_t *entry;
	int file = shared_file_open(others->folder, name, &about);
	bool alive;

	if (file < 0)
		return;
	alive = shared_file_alive(file);
	/* A file still being written will be renamed; leftovers of other users are not ours. */
	if (alive ? kind == SHARED_NAME_BEGUN || !may_read(others, &about, note)
		  : about.st_uid != geteuid()) {
		close(file);
		return;
	}
	entry = read_run(file, begun);
	if (alive && entry != NULL)
		keep(others, entry, &about, found, note);
	else if (!alive &&
		(entry != NULL ||
			(kind == SHARED_NAME_BEGUN &&
				strncmp(begun, BEGINNING, strlen(begun)) == 0)))
		shared_file_remove(others->folder, name, &about);
	json_decref(entry);
	close(file);
}

/* The entries of a folder, from the first; NULL if they cannot be listed. */
static DIR *list_names(int folder)
{
	int again = folder >= 0 ? openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
	DIR *stream = again >= 0 ? fdopendir(again) : NULL;
	const int reason = errno;

	if (stream == NULL && again >= 0)
		close(again);
	errno = reason;
	return stream;
}

json_t *other_runs_look(struct other_runs *others, struct error *note)
{
	DIR *stream = list_names(others->folder);
	const struct dirent *file;
	json_t *found = NULL;
	unsigned names = 0;

	if (stream == NULL && others->folder >= 0)
		tell_unlisted(others, note, errno);
	while (stream != NULL && (file = readdir(stream)) != NULL) {
		if (names++ == OTHER_RUNS_NAMES ||
			json_object_size(others->seen) >= OTHER_RUNS_NAMES) {
			tell_bound(others, note, "too many files");
			break;
		}
		/* Each is read once: a file gets its name when it is complete and locked. */
		if (shared_name(file->d_name) == SHARED_NAME_STRANGE ||
			json_object_get(others->seen, file->d_name) != NULL)
			continue;
		json_object_set_new(others->seen, file->d_name, json_true());
		look_at(others, file->d_name, &found, note);
	}
	if (stream != NULL)
		closedir(stream);
	return found;
}

bool other_runs_trusted(const json_t *entry)
{
	return json_integer_value(json_object_get(entry, "user")) == 0;
}

char *other_runs_text(char *buffer, size_t size, const json_t *entry)
{
	const json_t *list = json_object_get(entry, "cpus");
	unsigned cpus[64], count = 0;
	struct error text = {0};
	char numbers[512], user[32] = "";

	if (json_object_get(entry, "user") != NULL)
		snprintf(user, sizeof(user), " of user %lld",
			(long long)json_integer_value(json_object_get(entry, "user")));
	for (; count < json_array_size(list) && count < sizeof(cpus) / sizeof(cpus[0]); count++)
		cpus[count] = (unsigned)json_integer_value(json_array_get(list, count));
	/* Through an error, which makes any text of a stranger printable. */
	error_set(&text,
		"another run uses the same CPUs, and the two disturb each other: process "
		"%lld%s on CPU %s%s, %s",
		(long long)json_integer_value(json_object_get(entry, "pid")), user,
		text_format_cpus(numbers, sizeof(numbers), cpus, count),
		count < json_array_size(list) ? ",…" : "",
		json_string_value(json_object_get(entry, "folder")));
	snprintf(buffer, size, "%s", text.text);
	return buffer;
}
