/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Errors as one line of text, the first one kept; see error.h. */
#include "config.h"

#include "support/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "support/printable.h"

int error_set(struct error *error, const char *format, ...)
{
	va_list arguments;

	if (error == NULL || error->text[0] != '\0')
		return -1;
	va_start(arguments, format);
	vsnprintf(error->text, sizeof(error->text), format, arguments);
	va_end(arguments);
	printable(error->text);
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
	used = strlen(error->text);
	snprintf(error->text + used, sizeof(error->text) - used, ": %s", cause);
	printable(error->text);
	return -1;
}
