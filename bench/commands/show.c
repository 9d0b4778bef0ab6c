/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command `show`: the tables of a result, as `run` printed them. */
#include "config.h"

#include <stdio.h>

#include "bench/program/command.h"
#include "bench/commands/command_result.h"
#include "bench/program/terminal.h"
#include "results/table/table.h"

static int show(const struct result *result)
{
	if (table_write(stdout, result, terminal_colour(stdout), terminal_width(stdout)) != 0)
		return command_refuse("show", "the tables could not be written");
	return EXIT_FINE;
}

static int show_main(int argc, char **argv)
{
	return command_result(argc, argv,
		"Prints the tables of a result (result.json, or the folder that a run wrote).\n",
		show);
}

const struct command command_show = {
	.name = "show",
	.summary = "print the tables of a result",
	.main = show_main,
};
