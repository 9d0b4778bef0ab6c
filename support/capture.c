/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading from a pipe into memory; see capture.h. */
#include "config.h"

#include "support/capture.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/limits.h"
#include "support/printable.h"

#define END_LIMIT 16384 /* kept of CAPTURE_END */
#define PIECE_SIZE 16384
#define PIPE_LIMIT (1UL << 20) /* the default of fs.pipe-max-size */

int capture_open(struct capture *capture, enum capture_kind kind, struct error *error)
{
	int ends[2];

	*capture = (struct capture){.descriptor = -1, .kind = kind};
	capture->piece = malloc(PIECE_SIZE);
	if (capture->piece == NULL)
		return error_set(error, "no memory to read from a pipe");
	if (pipe2(ends, O_CLOEXEC) < 0) {
		error_set(error, "cannot create a pipe: %s", limits_error(errno));
		capture_close(capture);
		return -1;
	}
	/* Only our end: the writer must block when the pipe is full. */
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	capture->descriptor = ends[0];
	return ends[1];
}

static void close_descriptor(struct capture *capture)
{
	if (capture->descriptor >= 0)
		close(capture->descriptor);
	capture->descriptor = -1;
}

static void refuse(struct capture *capture, size_t length)
{
	capture->refused = capture->length + length;
	close_descriptor(capture);
}

static void append(struct capture *capture, const char *piece, size_t length)
{
	char *text;

	if (capture->kind == CAPTURE_ALL && capture->length + length > CAPTURE_LIMIT) {
		refuse(capture, length);
		return;
	}
	if (capture->kind == CAPTURE_BEGIN && capture->length + length > CAPTURE_BEGIN_SIZE - 1)
		length = CAPTURE_BEGIN_SIZE - 1 - capture->length;
	if (capture->kind == CAPTURE_END && capture->length + length > END_LIMIT) {
		size_t keep = length < END_LIMIT ? END_LIMIT - length : 0;

		if (keep < capture->length) {
			memmove(capture->text, capture->text + capture->length - keep, keep);
			capture->length = keep;
		}
	}
	if (capture->length + length > capture->room) {
		const size_t room = 2 * (capture->length + length);

		text = realloc(capture->text, room + 1);
		if (text == NULL) {
			refuse(capture, length);
			return;
		}
		capture->text = text;
		capture->room = room;
	}
	memcpy(capture->text + capture->length, piece, length);
	capture->length += length;
	capture->text[capture->length] = '\0';
}

/* Whether more may be readable at once. */
static bool read_piece(struct capture *capture)
{
	ssize_t length;

	if (capture->descriptor < 0)
		return false;
	length = read(capture->descriptor, capture->piece, PIECE_SIZE);
	if (length > 0)
		append(capture, capture->piece, (size_t)length);
	else if (length == 0 || (errno != EAGAIN && errno != EINTR))
		close_descriptor(capture);
	return length > 0 || (length < 0 && errno == EINTR);
}

void capture_read(struct capture *capture)
{
	read_piece(capture);
}

void capture_rest(struct capture *capture)
{
	for (size_t i = 0; i < PIPE_LIMIT / PIECE_SIZE && read_piece(capture); i++)
		continue;
}

const char *capture_last_line(struct capture *capture)
{
	char *line;

	while (capture->length > 0 && strchr(" \n\r\t", capture->text[capture->length - 1]) != NULL)
		capture->text[--capture->length] = '\0';
	if (capture->length == 0)
		return NULL;
	line = strrchr(capture->text, '\n');
	return printable(line != NULL ? line + 1 : capture->text);
}

void capture_close(struct capture *capture)
{
	close_descriptor(capture);
	free(capture->text);
	free(capture->piece);
	*capture = (struct capture){.descriptor = -1};
}
