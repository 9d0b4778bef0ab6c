/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands that take one result file and no flag but --help. */
#ifndef BREAKEVEN_BENCH_COMMANDS_COMMAND_RESULT_H
#define BREAKEVEN_BENCH_COMMANDS_COMMAND_RESULT_H

#include "results/record/record.h"

/* Runs such a command: reads the result that argv names, hands it to `show`, clears it. `about`
 * is what --help says of it. Returns what show returns, or EXIT_USAGE after one line that says
 * why. */
int command_result(int argc, char **argv, const char *about,
	int (*show)(const struct result *result));

/* Takes the one word of such a command as *file. 0, or -1 with the error. */
int command_result_take(const char **file, const char *word, struct error *error);

/* That it was given. 0, or -1 with the error. */
int command_result_check(const char *file, struct error *error);

#endif
