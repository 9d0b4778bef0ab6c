/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Errors as one line of text, the first one kept; see error.h. */
#include "config.h"

#include "support/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* What a text quotes, a file or a name, may hold line ends and control sequences. */
static void make_printable(char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text < ' ' || *text == 0x7f)
			*text = '?';
}

int error_set(struct error *error, const char *format, ...)
{
	va_list arguments;

	if (error == NULL || error->text[0] != '\0')
		return -1;
	va_start(arguments, format);
	vsnprintf(error->text, sizeof(error->text), format, arguments);
	va_end(arguments);
	make_printable(error->text);
	return -1;
}

int error_prefix(struct error *error, const char *format, ...)
{
	char cause[sizeof(error->text)];
	va_list arguments;
	size_t used;

	if (error == NULL || error->text[0] == '\0')
		return -1;
	memcpy(cause, error->text, sizeof(cause));
	va_start(arguments, format);
	vsnprintf(error->text, sizeof(error->text), format, arguments);
	va_end(arguments);
	make_printable(error->text);
	used = strlen(error->text);
	snprintf(error->text + used, sizeof(error->text) - used, ": %s", cause);
	return -1;
}
