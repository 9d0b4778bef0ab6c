/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands that take one result file and no flag except --help. */
#ifndef BREAKEVEN_BENCH_COMMANDS_COMMAND_RESULT_H
#define BREAKEVEN_BENCH_COMMANDS_COMMAND_RESULT_H

#include "results/record/record.h"

/* Runs such a command: reads the result that argv names, passes it to `show`, clears it. `about` is
 * the description for --help. Returns what `show` returns, or EXIT_USAGE after one line with the
 * reason. */
int command_result(int argc, char **argv, const char *about,
	int (*show)(const struct result *result));

/* Sets *file to the one argument of such a command. Returns 0, or -1 with the error. */
int command_result_take(const char **file, const char *word, struct error *error);

/* Checks that the file was given. Returns 0, or -1 with the error. */
int command_result_check(const char *file, struct error *error);

#endif
