/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one writer of standard error; see message.h. */
#include "config.h"

#include "bench/program/message.h"

#include "bench/program/terminal.h"
#include "results/table/columns.h"
#include "support/printable.h"

#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CLEAR "\r\033[K"
#define USUAL_WIDTH 80 /* of a terminal that does not say how wide it is */

static bool status_shown;
static int output_error; /* the first errno of standard output */

int message_flush(void)
{
	if (fflush(stdout) != 0 && output_error == 0)
		output_error = errno;
	if (ferror(stdout) && output_error == 0)
		output_error = EIO; /* the errno of the earlier call is lost */
	return output_error;
}

/* Ignores errors: there is nowhere else to report them. */
static void write_all(const char *text, size_t length)
{
	struct pollfd room = {STDERR_FILENO, POLLOUT, 0};

	while (length > 0) {
		ssize_t written = write(STDERR_FILENO, text, length);

		if (written >= 0) {
			text += written;
			length -= (size_t)written;
		} else if (errno == EAGAIN) {
			poll(&room, 1, -1);
		} else if (errno != EINTR) {
			return;
		}
	}
}

/* Clears the status and writes the text in its place, in one write. */
static void say(const char *text, size_t length)
{
	const size_t clear = status_shown ? strlen(CLEAR) : 0;
	char *whole = malloc(clear + length + 1);

	message_flush();
	status_shown = false;
	if (whole == NULL) {
		write_all(CLEAR, clear);
		write_all(text, length);
		return;
	}
	memcpy(whole, CLEAR, clear);
	memcpy(whole + clear, text, length);
	write_all(whole, clear + length);
	free(whole);
}

void message_line(const char *format, ...)
{
	va_list arguments;
	char *line = NULL;
	size_t length = 0;
	FILE *stream = open_memstream(&line, &length);

	if (stream == NULL) {
		message_text("no memory for a message\n");
		return;
	}
	va_start(arguments, format);
	vfprintf(stream, format, arguments);
	va_end(arguments);
	if (fclose(stream) == 0) {
		/* printable() never makes it longer, so there is room for the newline. */
		length = strlen(printable(line));
		line[length] = '\n';
		say(line, length + 1);
	}
	free(line);
}

void message_text(const char *text)
{
	say(text, strlen(text));
}

bool message_has_status(void)
{
	return terminal_has_cursor(stderr);
}

void message_status(const char *figures, const char *what)
{
	unsigned width = terminal_width(stderr);
	char *line = NULL;
	size_t length = 0, columns;
	FILE *stream;

	if (!message_has_status())
		return;
	stream = open_memstream(&line, &length);
	if (stream == NULL)
		return;
	/* Not the last column: some terminals wrap to the next line there. */
	width = (width > 0 ? width : USUAL_WIDTH) - 1;
	columns = width > 0 ? columns_write(stream, figures, width) : 0;
	if (columns + 3 < width) {
		fputs("  ", stream);
		columns_write(stream, what, width - columns - 2);
	}
	if (fclose(stream) == 0) {
		say(line, length);
		status_shown = true;
	}
	free(line);
}

void message_status_end(void)
{
	if (status_shown)
		say("", 0);
}
