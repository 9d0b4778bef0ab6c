/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines of samples; see sample_file.h. */
#include "config.h"

#include "bench/journal/sample_file.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench/journal/journal.h"
#include "results/record/block_json.h"
#include "results/record/record_events.h"
#include "support/limits.h"
#include "support/plain_file.h"

#define HEAD_SIZE 4096 /* of the part that is checked before a file is emptied */

/* Whether it may be emptied: it starts like a sample file, as far as it was written. */
static bool is_ours(int descriptor)
{
	char head[HEAD_SIZE];
	ssize_t length = pread(descriptor, head, sizeof(head), 0);

	return length >= 0 && journal_begins(head, (size_t)length);
}

/* Creates an empty file, or empties that of an earlier case. A descriptor, or -1 with the error. */
static int open_empty(const char *path, struct error *error)
{
	int descriptor = plain_file_create(path);

	if (descriptor >= 0)
		return descriptor;
	if (errno != EEXIST)
		return error_set(error, "%s: cannot be written: %s", path, limits_error(errno));
	descriptor = plain_file_open(path, PLAIN_FILE_CHANGE, "written", error);
	if (descriptor < 0)
		return -1;
	if (!is_ours(descriptor))
		error_set(error, "%s: this is not a file of breakeven; move it away", path);
	else if (ftruncate(descriptor, 0) < 0)
		error_set(error, "%s: cannot be written: %s", path, limits_error(errno));
	else
		return descriptor;
	close(descriptor);
	return -1;
}

int sample_file_begin(const char *path, const char *id, uint64_t block, struct error *error)
{
	int descriptor, status = -1;
	json_t *json;
	char *line;

	if (path[0] == '\0')
		return 0;
	json = json_pack("{s:s, s:I}", "case", id, "block", (json_int_t)block);
	line = json != NULL ? journal_line(json) : NULL;
	descriptor = line != NULL ? open_empty(path, error) : -1;
	if (line == NULL)
		error_set(error, "%s: no memory for a line", path);
	else if (descriptor >= 0 && journal_write(descriptor, line, strlen(line)) < 0)
		error_set(error, "%s: cannot be written: %s", path, limits_error(errno));
	else if (descriptor >= 0)
		status = 0;
	sample_file_close(descriptor);
	free(line);
	json_decref(json);
	return status;
}

int sample_file_open(const char *path)
{
	return path != NULL && path[0] != '\0'
		? plain_file_open(path, PLAIN_FILE_CHANGE, "opened", NULL)
		: -1;
}

/* Whether the file may grow: beyond the file size limit, a signal would end the process and the
 * measurement. */
static bool may_grow(int descriptor, size_t length)
{
	struct rlimit limit;
	struct stat status;

	return getrlimit(RLIMIT_FSIZE, &limit) == 0 && fstat(descriptor, &status) == 0 &&
		(limit.rlim_cur == RLIM_INFINITY ||
			(rlim_t)status.st_size + length <= limit.rlim_cur);
}

void sample_file_append(int *descriptor, uint64_t tasks, const struct sample *sample)
{
	json_t *json;
	char *line;

	if (*descriptor < 0)
		return;
	json = json_pack("{s:I, s:o}", "tasks", (json_int_t)tasks, "sample",
		sample_to_json(sample));
	line = json != NULL ? journal_line(json) : NULL;
	if (line == NULL || !may_grow(*descriptor, strlen(line)) ||
		journal_write(*descriptor, line, strlen(line)) < 0) {
		sample_file_close(*descriptor);
		*descriptor = -1;
	}
	free(line);
	json_decref(json);
}

void sample_file_close(int descriptor)
{
	if (descriptor >= 0)
		close(descriptor);
}

/* Whether a line names the case and the block of the samples. */
static bool is_heading(const json_t *line)
{
	return json_object_size(line) == 2 && json_is_string(json_object_get(line, "case")) &&
		json_is_integer(json_object_get(line, "block"));
}

/* Combines the complete lines into one object. 0, or -1 with the error. */
static int collect(json_t **found, json_t *lines, struct error *error)
{
	json_t *samples = json_array();

	*found = json_deep_copy(json_array_get(lines, 0));
	for (size_t i = 1; i < json_array_size(lines); i++) {
		const json_t *line = json_array_get(lines, i);

		json_object_set(*found, "tasks", json_object_get(line, "tasks"));
		json_array_append(samples, json_object_get(line, "sample"));
	}
	json_object_set_new(*found, "samples", samples);
	return record_events_check_unfinished(*found, error);
}

int sample_file_parse(json_t **found, const char *text, size_t length, struct error *error)
{
	json_t *lines;
	size_t whole;
	int status = 0;

	*found = NULL;
	if (journal_parse(text, length, &lines, &whole, error) < 0)
		return -1;
	if (json_array_size(lines) > 0 && !is_heading(json_array_get(lines, 0)))
		status = error_set(error, "1: this is not a file of samples");
	else if (json_array_size(lines) > 1)
		status = collect(found, lines, error);
	json_decref(lines);
	return status;
}

int sample_file_read(json_t **found, const char *path, struct error *error)
{
	struct error missing = {0}, cause = {0};
	int descriptor = plain_file_open(path, PLAIN_FILE_READ, "read", &missing), status;
	char *text = NULL;
	size_t length;

	*found = NULL;
	if (descriptor < 0)
		return errno == ENOENT ? 0 : error_set(error, "%s", missing.text);
	if (journal_read(descriptor, &text, &length) < 0) {
		status = error_set(error, "%s: cannot be read: %s", path, limits_error(errno));
	} else {
		status = sample_file_parse(found, text, length, &cause);
		if (status < 0)
			error_set(error,
				"%s is damaged, or not a file of samples; move it away to continue without "
				"the samples of the case that was running",
				path);
	}
	if (status < 0) {
		json_decref(*found);
		*found = NULL;
	}
	free(text);
	close(descriptor);
	return status;
}

void sample_file_remove(const char *path)
{
	unlink(path);
}
