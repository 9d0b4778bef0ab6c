/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Terminals: colour as in https://no-color.org, width from the kernel. */
#include "config.h"

#include "bench/program/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "results/table/columns.h"

bool terminal_colour(FILE *stream)
{
	const char *unwanted = getenv("NO_COLOR");

	if (unwanted != NULL && unwanted[0] != '\0')
		return false;
	return terminal_has_cursor(stream);
}

bool terminal_has_cursor(FILE *stream)
{
	const char *kind = getenv("TERM");

	return kind != NULL && kind[0] != '\0' && strcmp(kind, "dumb") != 0 &&
		isatty(fileno(stream)) == 1;
}

unsigned terminal_width(FILE *stream)
{
	struct winsize size;

	if (ioctl(fileno(stream), TIOCGWINSZ, &size) != 0)
		return 0;
	return size.ws_col;
}

FILE *terminal_text_begin(struct terminal_text *text, FILE *stream)
{
	*text = (struct terminal_text){.stream = stream};
	text->memory = open_memstream(&text->text, &text->length);
	return text->memory != NULL ? text->memory : stream;
}

static void end(struct terminal_text *text, void (*write)(FILE *, const char *, size_t))
{
	if (text->memory != NULL && fclose(text->memory) == 0)
		write(text->stream, text->text, terminal_width(text->stream));
	free(text->text);
}

void terminal_text_end(struct terminal_text *text)
{
	end(text, columns_text);
}

void terminal_text_end_lines(struct terminal_text *text)
{
	end(text, columns_lines);
}
