/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading from a pipe into memory; see capture.h. */
#include "config.h"

#include "bench/capture.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/limits.h"

#define END_LIMIT 4096 /* kept of CAPTURE_END */
#define ALL_LIMIT (64UL << 20)

int capture_open(struct capture *capture, enum capture_kind kind, struct error *error)
{
	int ends[2];

	*capture = (struct capture){.descriptor = -1, .kind = kind};
	if (pipe2(ends, O_CLOEXEC) < 0)
		return error_set(error, "cannot create a pipe: %s", limits_error(errno));
	/* Only our end: the writer is to block when the pipe is full. */
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	capture->descriptor = ends[0];
	return ends[1];
}

static void append(struct capture *capture, const char *piece, size_t length)
{
	size_t keep = capture->length, limit = capture->kind == CAPTURE_END ? END_LIMIT : ALL_LIMIT;
	char *text;

	if (keep + length > limit)
		keep = length < limit ? limit - length : 0;
	if (keep < capture->length)
		memmove(capture->text, capture->text + capture->length - keep, keep);
	text = realloc(capture->text, keep + length + 1);
	if (text == NULL)
		return;
	memcpy(text + keep, piece, length);
	text[keep + length] = '\0';
	capture->text = text;
	capture->length = keep + length;
}

void capture_read(struct capture *capture)
{
	char piece[4096];

	while (capture->descriptor >= 0) {
		ssize_t length = read(capture->descriptor, piece, sizeof(piece));

		if (length > 0) {
			append(capture, piece, (size_t)length);
		} else if (length == 0 || (errno != EAGAIN && errno != EINTR)) {
			close(capture->descriptor);
			capture->descriptor = -1;
		} else if (errno == EAGAIN) {
			return;
		}
	}
}

/* It is shown on a terminal: no control sequences. */
static char *make_printable(char *line)
{
	for (char *c = line; *c != '\0'; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			*c = '?';
	return line;
}

const char *capture_last_line(struct capture *capture)
{
	char *line;

	while (capture->length > 0 && strchr(" \n\r\t", capture->text[capture->length - 1]) != NULL)
		capture->text[--capture->length] = '\0';
	if (capture->length == 0)
		return NULL;
	line = strrchr(capture->text, '\n');
	return make_printable(line != NULL ? line + 1 : capture->text);
}

void capture_close(struct capture *capture)
{
	if (capture->descriptor >= 0)
		close(capture->descriptor);
	free(capture->text);
	*capture = (struct capture){.descriptor = -1};
}
