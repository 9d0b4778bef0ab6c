/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What commands have in common: how they refuse. */
#include "config.h"

#include "bench/command.h"

#include <stdarg.h>
#include <stdio.h>

int command_refuse(const char *command, const char *format, ...)
{
	va_list arguments;

	fprintf(stderr, "breakeven %s: ", command);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	return EXIT_USAGE;
}
