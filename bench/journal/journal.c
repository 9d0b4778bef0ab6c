/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines with checksums in a file, synced one by one; see journal.h. */
#include "config.h"

#include "bench/journal/journal.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/checksum.h"
#include "support/limits.h"
#include "support/plain_file.h"

#define CHECK_BEGIN "{\"check\":\""
#define CHECK_END "\","
#define CHECK_DIGITS 16
#define DIGITS_AT (sizeof(CHECK_BEGIN) - 1)
#define REST_AT (DIGITS_AT + CHECK_DIGITS + sizeof(CHECK_END) - 1)

char *journal_line(const json_t *object)
{
	char *text = json_dumps(object, JSON_COMPACT | JSON_REAL_PRECISION(17));
	char *line = NULL;

	/* The members follow the opening brace. */
	if (text != NULL &&
		asprintf(&line, CHECK_BEGIN "%016" PRIx64 CHECK_END "%s\n",
			checksum(CHECKSUM_START, text + 1, strlen(text + 1)), text + 1) < 0)
		line = NULL;
	free(text);
	return line;
}

/* The object of a line without its newline, or NULL if it is not ours or not complete. */
static json_t *parse_line(const char *line, size_t length)
{
	char digits[CHECK_DIGITS + 1];
	json_t *object;

	if (length <= REST_AT || memcmp(line, CHECK_BEGIN, DIGITS_AT) != 0)
		return NULL;
	snprintf(digits, sizeof(digits), "%016" PRIx64,
		checksum(CHECKSUM_START, line + REST_AT, length - REST_AT));
	if (memcmp(line + DIGITS_AT, digits, CHECK_DIGITS) != 0 ||
		memcmp(line + DIGITS_AT + CHECK_DIGITS, CHECK_END, strlen(CHECK_END)) != 0)
		return NULL;
	object = json_loadb(line, length, JSON_REJECT_DUPLICATES, NULL);
	if (object != NULL)
		json_object_del(object, "check");
	return object;
}

/* Whether the rest can be one line that was being written: no other line starts in it. */
static bool is_torn(const char *text, size_t length)
{
	return length <= 1 ||
		memmem(text + 1, length - 1, CHECK_BEGIN, strlen(CHECK_BEGIN)) == NULL;
}

bool journal_begins(const char *text, size_t length)
{
	size_t same = 0;

	while (same < length && same < DIGITS_AT && text[same] == CHECK_BEGIN[same])
		same++;
	if (same == DIGITS_AT)
		return true;
	while (same < length && text[same] == '\0')
		same++;
	return same == length;
}

/* A file without a line that starts like ours is not called damaged: it may be another program's.
 * A user who knows what happened may keep the lines before the damage; we do not drop the rest. */
static int refuse_line(size_t before, const char *text, size_t length, struct error *error)
{
	if (before == 0 && !journal_begins(text, length) && is_torn(text, length))
		return error_set(error, "1: this is not a file of breakeven");
	if (before == 0)
		return error_set(error,
			"1: this line is damaged, and other lines follow; the run cannot be "
			"resumed, start a new one");
	return error_set(error,
		"%zu: this line is damaged, and other lines follow; in that folder, to continue "
		"from the lines before it: head -n %zu journal.jsonl >kept && mv kept journal.jsonl",
		before + 1, before);
}

int journal_parse(const char *text, size_t length, json_t **lines, size_t *whole,
	struct error *error)
{
	size_t at = 0;

	*whole = 0;
	*lines = json_array();
	if (*lines == NULL)
		return error_set(error, "no memory");
	while (at < length) {
		const char *end = memchr(text + at, '\n', length - at);
		size_t next = end != NULL ? (size_t)(end - text) + 1 : length;
		json_t *object = end != NULL ? parse_line(text + at, next - 1 - at) : NULL;

		if (object == NULL && next == length && is_torn(text + at, length - at) &&
			(at > 0 || journal_begins(text, length)))
			return 0;
		if (object == NULL || json_array_append_new(*lines, object) < 0) {
			refuse_line(json_array_size(*lines), text, length, error);
			json_decref(*lines);
			*lines = NULL;
			return -1;
		}
		*whole = at = next;
	}
	return 0;
}

static int fail(const struct journal *journal, const char *what, struct error *error)
{
	return error_set(error, "%s: cannot be %s: %s", journal->path, what, limits_error(errno));
}

/* A journal can also be on a file system without locks. */
static int lock(const struct journal *journal, struct error *error)
{
	if (flock(journal->descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK)
		return 0;
	return error_set(error, "%s: another breakeven has it open: this run has not ended",
		journal->path);
}

int journal_write(int descriptor, const char *text, size_t length)
{
	while (length > 0) {
		ssize_t written = write(descriptor, text, length);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return -1;
		text += written;
		length -= (size_t)written;
	}
	return 0;
}

static int append(struct journal *journal, const json_t *object, struct error *error)
{
	char *line = object != NULL ? journal_line(object) : NULL;
	size_t length = line != NULL ? strlen(line) : 0;
	int cause;

	if (line == NULL)
		return error_set(error, "%s: no memory for a line", journal->path);
	if (journal_cut(journal, error) < 0) {
		free(line);
		return -1;
	}
	if (journal_write(journal->descriptor, line, length) < 0 ||
		fdatasync(journal->descriptor) < 0) {
		cause = errno;
		free(line);
		/* If this fails, the line is cut off before the next one is written. */
		journal->torn = ftruncate(journal->descriptor, journal->length) < 0;
		errno = cause;
		return fail(journal, "written", error);
	}
	free(line);
	journal->length += (off_t)length;
	return 0;
}

int journal_append(struct journal *journal, json_t *line, struct error *error)
{
	int status = append(journal, line, error);

	json_decref(line);
	return status;
}

int journal_cut(struct journal *journal, struct error *error)
{
	if (!journal->torn)
		return 0;
	if (ftruncate(journal->descriptor, journal->length) < 0 ||
		fdatasync(journal->descriptor) < 0)
		return fail(journal, "written", error);
	journal->torn = false;
	return 0;
}

/* Gives the journal its name after its first line is written. */
static enum plain_file_named name_file(struct journal *journal, const char *temporary,
	struct error *error)
{
	enum plain_file_named named = plain_file_name(temporary, journal->path);

	if (named == PLAIN_FILE_TAKEN)
		return PLAIN_FILE_TAKEN;
	if (named == PLAIN_FILE_NAMED && plain_file_sync_folder(journal->path) == 0)
		return PLAIN_FILE_NAMED;
	fail(journal, "written", error);
	if (named == PLAIN_FILE_NAMED)
		unlink(journal->path);
	return PLAIN_FILE_FAILED;
}

/* Sets up a closed journal with its path. 0, or -1 with the error. */
static int begin(struct journal *journal, const char *path, struct error *error)
{
	*journal = (struct journal){.descriptor = -1, .path = strdup(path)};
	return journal->path != NULL ? 0 : error_set(error, "%s: no memory for a journal", path);
}

enum plain_file_named journal_create(struct journal *journal, const char *path, const json_t *first,
	struct error *error)
{
	char temporary[PATH_MAX + PLAIN_FILE_SUFFIX];
	enum plain_file_named named = PLAIN_FILE_FAILED;

	if (begin(journal, path, error) < 0)
		return PLAIN_FILE_FAILED;
	journal->descriptor = plain_file_temporary(temporary, sizeof(temporary), path);
	if (journal->descriptor < 0) {
		fail(journal, "written", error);
		journal_close(journal);
		return PLAIN_FILE_FAILED;
	}
	if (lock(journal, error) == 0 && append(journal, first, error) == 0)
		named = name_file(journal, temporary, error);
	if (named == PLAIN_FILE_NAMED)
		return PLAIN_FILE_NAMED;
	unlink(temporary);
	journal_close(journal);
	return named;
}

int journal_read(int descriptor, char **text, size_t *length)
{
	off_t size = lseek(descriptor, 0, SEEK_END);
	ssize_t got = 1;

	*length = 0;
	*text = size >= 0 ? malloc((size_t)size + 1) : NULL;
	if (*text == NULL)
		return -1;
	while (*length < (size_t)size && got > 0) {
		got = pread(descriptor, *text + *length, (size_t)size - *length, (off_t)*length);
		if (got > 0)
			*length += (size_t)got;
	}
	if (got >= 0)
		return 0;
	free(*text);
	*text = NULL;
	return -1;
}

static int read_lines(struct journal *journal, json_t **lines, size_t *torn, struct error *error)
{
	struct error cause = {0};
	size_t length, whole;
	char *text;
	int status;

	if (journal_read(journal->descriptor, &text, &length) < 0)
		return fail(journal, "read", error);
	status = journal_parse(text, length, lines, &whole, &cause);
	free(text);
	if (status < 0)
		return error_set(error, "%s:%s", journal->path, cause.text);
	if (json_array_size(*lines) == 0) {
		json_decref(*lines);
		*lines = NULL;
		return error_set(error,
			"%s:1: it has no complete line, so nothing was measured: remove it and "
			"start again",
			journal->path);
	}
	journal->length = (off_t)whole;
	journal->torn = whole < length;
	*torn = length - whole;
	return 0;
}

/* Another file may have taken its name before it was locked. */
static int check_name(const struct journal *journal, struct error *error)
{
	struct stat open, named;

	if (fstat(journal->descriptor, &open) == 0 && lstat(journal->path, &named) == 0 &&
		open.st_dev == named.st_dev && open.st_ino == named.st_ino)
		return 0;
	return error_set(error, "%s: has just been moved or removed; try again", journal->path);
}

int journal_open(struct journal *journal, const char *path, json_t **lines, size_t *torn,
	struct error *error)
{
	if (begin(journal, path, error) < 0)
		return -1;
	journal->descriptor = plain_file_open(path, PLAIN_FILE_CHANGE, "opened", error);
	if (journal->descriptor >= 0 && lock(journal, error) == 0 &&
		check_name(journal, error) == 0 && read_lines(journal, lines, torn, error) == 0)
		return 0;
	journal_close(journal);
	return -1;
}

void journal_close(struct journal *journal)
{
	if (journal->descriptor >= 0)
		close(journal->descriptor);
	journal->descriptor = -1;
	free(journal->path);
	journal->path = NULL;
}
