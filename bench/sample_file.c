/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines of samples; see sample_file.h. */
#include "config.h"

#include "bench/sample_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench/journal.h"
#include "results/record_events.h"
#include "support/limits.h"

int sample_file_begin(const char *path, const char *id, uint64_t block, struct error *error)
{
	int descriptor, status = 0;
	json_t *json;
	char *line;

	if (path[0] == '\0')
		return 0;
	json = json_pack("{s:s, s:I}", "case", id, "block", (json_int_t)block);
	line = json != NULL ? journal_line(json) : NULL;
	descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0666);
	if (line == NULL)
		status = error_set(error, "%s: no memory for a line", path);
	else if (descriptor < 0 || journal_write(descriptor, line, strlen(line)) < 0)
		status = error_set(error, "%s: cannot be written: %s", path, limits_error(errno));
	sample_file_close(descriptor);
	free(line);
	json_decref(json);
	return status;
}

int sample_file_open(const char *path)
{
	return path[0] != '\0' ? open(path, O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW) : -1;
}

/* A file that grows beyond what the process may write would end it by a signal, and with it the
 * measuring. */
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

/* Its whole lines as one object: 0, or -1 with the error. */
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
	if (json_array_size(lines) > 1)
		status = collect(found, lines, error);
	json_decref(lines);
	return status;
}

int sample_file_read(json_t **found, const char *path, struct error *error)
{
	int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW), status;
	struct error cause = {0};
	char *text = NULL;
	size_t length;

	*found = NULL;
	if (descriptor < 0 && errno == ENOENT)
		return 0;
	if (descriptor < 0 || journal_read(descriptor, &text, &length) < 0) {
		status = error_set(error, "%s: cannot be read: %s", path, limits_error(errno));
	} else {
		status = sample_file_parse(found, text, length, &cause);
		if (status < 0)
			error_set(error,
				"%s is damaged; remove it to go on without the samples of the case that "
				"was running",
				path);
	}
	if (status < 0) {
		json_decref(*found);
		*found = NULL;
	}
	free(text);
	sample_file_close(descriptor);
	return status;
}

void sample_file_remove(const char *path)
{
	unlink(path);
}
