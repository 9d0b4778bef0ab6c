/* SPDX-License-Identifier: GPL-3.0-or-later */
/* This program by the name that the kernel has for it; see anew.h. */
#include "config.h"

#include "support/anew.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "support/limits.h"

#define PROGRAM "/proc/self/exe"

_Noreturn void anew_refuse(int descriptor, const char *what, int failure)
{
	char text[LIMITS_TEXT + 256];
	ssize_t written;

	snprintf(text, sizeof(text), "breakeven: %s: %s\n", what, limits_error(failure));
	written = write(descriptor, text, strlen(text));
	(void)written; /* there is nobody else to tell */
	_exit(ANEW_STATUS);
}

_Noreturn void anew_execute(char *const *arguments, char *const *environment)
{
	execve(PROGRAM, arguments, environment != NULL ? environment : environ);
	anew_refuse(STDERR_FILENO,
		errno == ENOENT && access("/proc/self", F_OK) < 0
			? "cannot start this program anew, because /proc is not mounted or hidden"
			: "cannot start this program anew by " PROGRAM,
		errno);
}
