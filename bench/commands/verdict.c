/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command `verdict`: the conclusions from a result, in words. */
#include "config.h"

#include <stdio.h>

#include "bench/program/command.h"
#include "bench/commands/command_result.h"
#include "bench/program/terminal.h"
#include "results/verdict/verdict.h"
#include "support/error.h"

#define WIDTH 80 /* columns: longer lines are hard to read, and a file has no width */

static int show(const struct result *result)
{
	unsigned width = terminal_width(stdout);
	struct error error = {0};

	if (width == 0 || width > WIDTH)
		width = WIDTH;
	if (verdict_write(stdout, result, width, &error) != 0)
		return command_refuse("verdict", "%s", error.text);
	return EXIT_FINE;
}

static int verdict_main(int argc, char **argv)
{
	return command_result(argc, argv,
		"Prints which runner is fastest for each workload, and from which point on more\n"
		"cores beat more tasks in flight.\n",
		show);
}

const struct command command_verdict = {
	.name = "verdict",
	.summary = "print the conclusions from a result in words",
	.main = verdict_main,
};
