/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs gnuplot and interprets how it ended; see gnuplot.h. */
#include "config.h"

#include "plots/gnuplot.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "support/clock.h"
#include "support/foreign.h"
#include "support/limits.h"
#include "support/printable.h"
#include "support/text.h"

#define VERSION_LIMIT_NS (5 * NANOSECONDS_PER_SECOND)

static int stop = -1;
static bool is_late; /* it did not end in time: it is not waited for again */

void gnuplot_end_with(int descriptor)
{
	stop = descriptor;
}

/* Reduces its output to one line of printable text: the beginning. */
static const char *make_line(struct foreign_outcome *outcome)
{
	size_t length = 0;

	for (const char *c = outcome->text; *c != '\0'; c++) {
		const char byte = (unsigned char)*c < ' ' || *c == 0x7f ? ' ' : *c;

		if (byte != ' ' || (length > 0 && outcome->text[length - 1] != ' '))
			outcome->text[length++] = byte;
	}
	if (length > 0 && outcome->text[length - 1] == ' ')
		length--;
	outcome->text[length] = '\0';
	printable(outcome->text);
	return length > 0 ? outcome->text : "it said nothing";
}

/* The error if gnuplot cannot be started. */
static int refuse(int cause, struct error *error)
{
	if (cause == ENOENT)
		return error_set(error,
			"cannot draw: the program gnuplot is missing: install the Debian package "
			"gnuplot-nox (Fedora: gnuplot)");
	return error_set(error, "cannot start gnuplot: %s", limits_process_error(cause));
}

static int judge(const char *script, unsigned limit_ms, struct foreign_outcome *outcome,
	struct error *error)
{
	char limit[TEXT_NUMBER_SIZE];

	switch (outcome->end) {
	case FOREIGN_EXITED:
		if (outcome->status == 0)
			return 0;
		error_set(error, "%s: gnuplot failed with exit code %d: %s", script,
			outcome->status, make_line(outcome));
		limits_add_memory(error);
		return -1;
	case FOREIGN_SIGNALED:
		return error_set(error, "%s: gnuplot was ended by %s: %s", script, outcome->ended,
			make_line(outcome));
	case FOREIGN_LATE:
		is_late = true;
		return error_set(error, "%s: gnuplot took longer than %s and was ended: %s", script,
			text_duration_rounded(limit, sizeof(limit), limit_ms * 1e6),
			make_line(outcome));
	case FOREIGN_STOPPED:
		return error_set(error, "%s: drawing was interrupted", script);
	case FOREIGN_MISSING:
		break;
	}
	return refuse(outcome->status, error);
}

int gnuplot_run(const char *directory, const char *script, const char *argument, unsigned limit_ms,
	struct error *error)
{
	char program[] = "gnuplot", plain[] = "--default-settings", call[] = "-c";
	char *const arguments[] = {program, plain, call, (char *)script, (char *)argument, NULL};
	const struct foreign gnuplot = {.arguments = arguments,
		.directory = directory,
		.limit_ns = limit_ms * NANOSECONDS_PER_MILLISECOND,
		.stop = stop,
		.heard = STDERR_FILENO};
	struct foreign_outcome outcome;

	if (is_late)
		return error_set(error,
			"gnuplot did not end in time before and is not started again");
	if (foreign_run(&gnuplot, &outcome, error) < 0)
		return error_prefix(error, "cannot start gnuplot");
	return judge(script, limit_ms, &outcome, error);
}

int gnuplot_version(char *version, size_t size, struct error *error)
{
	static const char name[] = "gnuplot ";
	char program[] = "gnuplot", question[] = "--version";
	char *const arguments[] = {program, question, NULL};
	const struct foreign gnuplot = {.arguments = arguments,
		.limit_ns = VERSION_LIMIT_NS,
		.stop = stop,
		.heard = STDOUT_FILENO};
	struct foreign_outcome outcome;

	if (foreign_run(&gnuplot, &outcome, error) < 0)
		return error_prefix(error, "cannot start gnuplot");
	if (outcome.end != FOREIGN_EXITED || outcome.status != 0)
		return judge("--version", VERSION_LIMIT_NS / NANOSECONDS_PER_MILLISECOND, &outcome,
			error);
	if (strncmp(outcome.text, name, strlen(name)) != 0)
		return error_set(error, "--version: gnuplot said: %.60s", make_line(&outcome));
	outcome.text[strcspn(outcome.text, "\n")] = '\0';
	snprintf(version, size, "%s", make_line(&outcome) + strlen(name));
	return 0;
}
