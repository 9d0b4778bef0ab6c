/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How all commands report errors. */
#include "config.h"

#include "bench/program/command.h"

#include "bench/program/message.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

int command_refuse(const char *command, const char *format, ...)
{
	va_list arguments;
	char *text = NULL;

	va_start(arguments, format);
	if (vasprintf(&text, format, arguments) < 0)
		text = NULL;
	va_end(arguments);
	message_line("breakeven %s: %s", command, text != NULL ? text : "no memory");
	free(text);
	return EXIT_USAGE;
}
