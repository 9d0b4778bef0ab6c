/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Locked files that say which runs there are; see other_runs.h.
 *
 * A file gets its name when it is written and locked. What others wrote is not trusted: it is read
 * only where it is a small regular file, and checked as input from outside is.
 */
#include "config.h"

#include "bench/other_runs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench/result_make.h"
#include "results/record_events.h"
#include "support/limits.h"
#include "support/text.h"

#define STANDARD_FOLDER "/tmp/breakeven-runs"
#define ENDING ".run"
#define FILE_LIMIT (256 * 1024) /* of what is read from others */

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

/* Everybody may add files to the folder, and only their own. */
static int make_folder(const struct other_runs *others, struct error *error)
{
	if (mkdir(others->folder, 0777) == 0 && chmod(others->folder, 01777) == 0)
		return 0;
	return errno == EEXIST
		? 0
		: error_set(error, "%s cannot be created: %s", others->folder, limits_error(errno));
}

/* A run is known by its folder to others, wherever they run. */
static json_t *describe(const struct other_runs *others, const char *folder)
{
	char *whole = realpath(folder, NULL), *time = result_time();
	json_t *entry = json_pack("{s:I, s:s, s:O, s:s}", "pid", (json_int_t)getpid(), "folder",
		whole != NULL ? whole : folder, "cpus", others->cpus, "seen", time);

	free(whole);
	free(time);
	return entry;
}

static int write_file(struct other_runs *others, const char *folder)
{
	json_t *entry = describe(others, folder);
	int status = -1;

	if (entry == NULL)
		errno = ENOMEM;
	else if (flock(others->descriptor, LOCK_EX | LOCK_NB) == 0 &&
		fchmod(others->descriptor, 0644) == 0)
		status = json_dumpfd(entry, others->descriptor, JSON_COMPACT);
	json_decref(entry);
	return status;
}

static int announce(struct other_runs *others, const char *folder, struct error *error)
{
	char hidden[PATH_MAX + 16];

	snprintf(hidden, sizeof(hidden), "%s/.XXXXXX", others->folder);
	others->descriptor = mkostemp(hidden, O_CLOEXEC);
	if (others->descriptor < 0)
		return error_set(error, "%s cannot be written to: %s", others->folder,
			limits_error(errno));
	snprintf(others->file, sizeof(others->file), "%.*s/%s" ENDING,
		(int)(sizeof(others->file) - 32), others->folder, strrchr(hidden, '/') + 2);
	if (write_file(others, folder) == 0 && rename(hidden, others->file) == 0)
		return 0;
	error_set(error, "%s cannot be written: %s", others->file, limits_error(errno));
	unlink(hidden);
	return -1;
}

int other_runs_open(struct other_runs *others, const struct result *result, const char *folder,
	struct error *error)
{
	const char *given = getenv("BREAKEVEN_RUNS");

	*others = (struct other_runs){
		.descriptor = -1,
		.cpus = cpus_of(result),
		.seen = json_object(),
	};
	snprintf(others->folder, sizeof(others->folder), "%s",
		given != NULL && given[0] != '\0' ? given : STANDARD_FOLDER);
	if (folder == NULL)
		return 0;
	if (make_folder(others, error) == 0 && announce(others, folder, error) == 0) {
		json_object_set_new(others->seen, strrchr(others->file, '/') + 1, json_true());
		return 0;
	}
	others->file[0] = '\0';
	other_runs_close(others);
	return -1;
}

void other_runs_close(struct other_runs *others)
{
	if (others->file[0] != '\0')
		unlink(others->file);
	if (others->descriptor >= 0)
		close(others->descriptor);
	json_decref(others->cpus);
	json_decref(others->seen);
	*others = (struct other_runs){.descriptor = -1};
}

/* What stands in the file of a run that lives, or NULL; then *gone says whether it lives no
 * more. */
static json_t *read_file(int folder, const char *name, bool *gone)
{
	int file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	struct stat about;
	json_t *entry = NULL;

	*gone = false;
	if (file < 0)
		return NULL;
	if (fstat(file, &about) == 0 && S_ISREG(about.st_mode) && about.st_size <= FILE_LIMIT) {
		*gone = flock(file, LOCK_SH | LOCK_NB) == 0;
		entry = *gone ? NULL : json_loadfd(file, JSON_REJECT_DUPLICATES, NULL);
	}
	close(file);
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

static void look_at(struct other_runs *others, int folder, const char *name, json_t **found)
{
	bool gone;
	json_t *entry = read_file(folder, name, &gone);
	char *now;

	if (gone)
		unlinkat(folder, name, 0);
	else
		json_object_set_new(others->seen, name, json_true());
	if (entry == NULL)
		return;
	now = result_time();
	if (overlaps(others, entry) && now != NULL) {
		json_object_set_new(entry, "seen", json_string(now));
		record_events_add(found, json_incref(entry));
	}
	free(now);
	json_decref(entry);
}

json_t *other_runs_look(struct other_runs *others)
{
	DIR *stream = opendir(others->folder);
	const struct dirent *file;
	json_t *found = NULL;

	if (stream == NULL)
		return NULL;
	while ((file = readdir(stream)) != NULL) {
		const char *ending = strrchr(file->d_name, '.');

		if (file->d_name[0] != '.' && ending != NULL && strcmp(ending, ENDING) == 0 &&
			json_object_get(others->seen, file->d_name) == NULL)
			look_at(others, dirfd(stream), file->d_name, &found);
	}
	closedir(stream);
	return found;
}

char *other_runs_text(char *buffer, size_t size, const json_t *entry)
{
	const json_t *list = json_object_get(entry, "cpus");
	unsigned cpus[64], count = 0;
	struct error text = {0};
	char numbers[512];

	for (; count < json_array_size(list) && count < sizeof(cpus) / sizeof(cpus[0]); count++)
		cpus[count] = (unsigned)json_integer_value(json_array_get(list, count));
	/* By way of an error, which is printable whatever a stranger wrote. */
	error_set(&text,
		"another run is using CPUs of this one, and each disturbs the other: process %lld "
		"on CPU %s%s, %s",
		(long long)json_integer_value(json_object_get(entry, "pid")),
		text_format_cpus(numbers, sizeof(numbers), cpus, count),
		count < json_array_size(list) ? ",…" : "",
		json_string_value(json_object_get(entry, "folder")));
	snprintf(buffer, size, "%s", text.text);
	return buffer;
}
