/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Result files: written completely or not at all, read by the path of the file or its folder. */
#include "config.h"

#include "results/record/record_file.h"
#include "results/record/record_json.h"
#include "results/record/record_stream.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/limits.h"
#include "support/plain_file.h"

#define LINE_SIZE 1024 /* compared at once */

/* Writes JSON into an open file and closes it, whatever happens. 0, or -1 with errno. */
static int write_and_close(const json_t *json, int descriptor)
{
	FILE *file = fdopen(descriptor, "w");
	bool written;
	int cause;

	if (file == NULL) {
		cause = errno;
		close(descriptor);
		errno = cause;
		return -1;
	}
	errno = EIO; /* for a failure that does not set it */
	written = json_dumpf(json, file, JSON_INDENT(1) | JSON_REAL_PRECISION(15)) == 0 &&
		fputc('\n', file) != EOF && fflush(file) == 0 && fsync(descriptor) == 0;
	cause = errno;
	if (fclose(file) != 0 && written)
		return -1;
	errno = cause;
	return written ? 0 : -1;
}

/* Whether both are the same up to the line with the start time of the run, as files of one run are.
 * Before that line there are only the program, the suite and the seed. */
static bool same_run(FILE *one, FILE *other)
{
	static const char last[] = " \"started\":";
	char line[LINE_SIZE], same[LINE_SIZE];

	while (fgets(line, sizeof(line), one) != NULL && fgets(same, sizeof(same), other) != NULL &&
		strcmp(line, same) == 0)
		if (strncmp(line, last, strlen(last)) == 0)
			return true;
	return false;
}

/* An empty file may be left over from reserving a name; it holds no result. */
static bool is_empty(FILE *file)
{
	struct stat about;

	return fstat(fileno(file), &about) == 0 && about.st_size == 0;
}

static FILE *open_plain(const char *path, enum plain_file_use use, const char *what,
	struct error *error)
{
	int descriptor = plain_file_open(path, use, what, error);
	FILE *file = descriptor >= 0 ? fdopen(descriptor, "r") : NULL;

	if (descriptor >= 0 && file == NULL) {
		error_set(error, "%s: cannot be %s: %s", path, what, limits_error(errno));
		close(descriptor);
	}
	return file;
}

/* Checks that the existing file may be replaced: it is an earlier state of the same result. 0, or
 * -1 with the error. */
static int check_replaced(const char *path, const char *temporary, struct error *error)
{
	FILE *old = open_plain(path, PLAIN_FILE_READ, "written", error), *new;
	bool same;

	if (old == NULL)
		return -1;
	new = open_plain(temporary, PLAIN_FILE_READ, "read", error);
	same = new != NULL && (is_empty(old) || same_run(old, new));
	fclose(old);
	if (new == NULL)
		return -1;
	fclose(new);
	return same ? 0
		    : error_set(error,
			      "%s: cannot be written: another file is there, not a result of this "
			      "run; move it away",
			      path);
}

static int give_name(const char *temporary, const char *path, struct error *error)
{
	enum plain_file_named named = plain_file_name(temporary, path);

	if (named == PLAIN_FILE_TAKEN) {
		if (check_replaced(path, temporary, error) < 0)
			return -1;
		if (rename(temporary, path) == 0)
			named = PLAIN_FILE_NAMED;
	}
	return named == PLAIN_FILE_NAMED
		? 0
		: error_set(error, "%s: cannot be written: %s", path, limits_error(errno));
}

static int write_json(const json_t *json, const char *path, struct error *error)
{
	char temporary[PATH_MAX + PLAIN_FILE_SUFFIX];
	int descriptor = plain_file_temporary(temporary, sizeof(temporary), path);

	if (descriptor < 0)
		return error_set(error, "%s: cannot be written: %s", path, limits_error(errno));
	if (write_and_close(json, descriptor) != 0)
		error_set(error, "%s: cannot be written: %s", path, limits_error(errno));
	else if (give_name(temporary, path, error) == 0)
		return plain_file_sync_folder(path) == 0
			? 0
			: error_set(error, "%s: its folder cannot be synced: %s", path,
				  limits_error(errno));
	unlink(temporary);
	return -1;
}

int result_write(const struct result *result, const char *path, struct error *error)
{
	json_t *json = result_to_json(result);
	int outcome;

	if (json == NULL)
		return error_set(error,
			"%s: a figure has no JSON (not a number, or too large), or memory is out",
			path);
	outcome = write_json(json, path, error);
	json_decref(json);
	return outcome;
}

/* The path of the result file, even if path is its folder. NULL if memory is out. */
static char *file_of(const char *path, bool is_folder)
{
	char *file;

	if (!is_folder)
		return strdup(path);
	return asprintf(&file, "%s/result.json", path) >= 0 ? file : NULL;
}

int result_read(struct result *result, const char *path, struct error *error)
{
	struct stat about;
	const bool is_folder = stat(path, &about) == 0 && S_ISDIR(about.st_mode);
	char *file = file_of(path, is_folder);
	FILE *stream;
	int status = -1;

	*result = (struct result){0};
	if (file == NULL)
		return error_set(error, "%s: out of memory", path);
	stream = open_plain(file, is_folder ? PLAIN_FILE_READ : PLAIN_FILE_FOLLOW, "read", error);
	if (stream != NULL) {
		status = result_read_stream(result, stream, file, error);
		fclose(stream);
	}
	free(file);
	return status;
}
