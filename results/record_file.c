/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A result in its file: written whole or not at all, read from the file or from its folder. */
#include "config.h"

#include "results/record.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/limits.h"

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
	errno = EIO; /* of a failure that sets none */
	written = json_dumpf(json, file, JSON_INDENT(1) | JSON_REAL_PRECISION(15)) == 0 &&
		fputc('\n', file) != EOF && fflush(file) == 0 && fsync(descriptor) == 0;
	cause = errno;
	if (fclose(file) != 0 && written)
		return -1;
	errno = cause;
	return written ? 0 : -1;
}

/* Some file systems cannot sync a folder, and say so with EINVAL: nothing is left to be done. */
int record_sync_folder(const char *path)
{
	char copy[PATH_MAX];
	int folder, outcome, cause;

	snprintf(copy, sizeof(copy), "%s", path);
	folder = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (folder < 0)
		return -1;
	outcome = fsync(folder) < 0 && errno != EINVAL ? -1 : 0;
	cause = errno;
	close(folder);
	errno = cause;
	return outcome;
}

static int write_json(const json_t *json, const char *path, struct error *error)
{
	char *temporary;
	int descriptor, outcome = -1;

	if (asprintf(&temporary, "%s.%ld.tmp", path, (long)getpid()) < 0)
		return error_set(error, "%s: out of memory", path);
	descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0666);
	if (descriptor < 0) {
		error_set(error, "%s: cannot be written: %s", path, limits_error(errno));
		goto free_name;
	}
	if (write_and_close(json, descriptor) != 0 || rename(temporary, path) != 0) {
		error_set(error, "%s: cannot be written: %s", path, limits_error(errno));
		unlink(temporary);
		goto free_name;
	}
	if (record_sync_folder(path) != 0) {
		error_set(error, "%s: its folder cannot be synced: %s", path, limits_error(errno));
		goto free_name;
	}
	outcome = 0;
free_name:
	free(temporary);
	return outcome;
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

/* The file itself where path is a folder. NULL where memory is out. */
static char *file_of(const char *path)
{
	struct stat about;
	char *file;

	if (stat(path, &about) != 0 || !S_ISDIR(about.st_mode))
		return strdup(path);
	return asprintf(&file, "%s/result.json", path) >= 0 ? file : NULL;
}

int result_read(struct result *result, const char *path, struct error *error)
{
	char *file = file_of(path);
	json_error_t position;
	json_t *json;
	FILE *stream;
	int outcome = -1;

	*result = (struct result){0};
	if (file == NULL)
		return error_set(error, "%s: out of memory", path);
	stream = fopen(file, "re");
	if (stream == NULL) {
		error_set(error, "%s: cannot be read: %s", file, limits_error(errno));
		goto free_name;
	}
	json = json_loadf(stream, JSON_REJECT_DUPLICATES, &position);
	if (json == NULL) {
		error_set(error, "%s:%d:%d: %s", file, position.line, position.column,
			position.text);
		goto close_stream;
	}
	outcome = result_from_json(result, json, error);
	if (outcome != 0)
		error_prefix(error, "%s", file);
	json_decref(json);
close_stream:
	fclose(stream);
free_name:
	free(file);
	return outcome;
}
