/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands that take one result file and no flag but --help. */
#ifndef BREAKEVEN_BENCH_COMMAND_RESULT_H
#define BREAKEVEN_BENCH_COMMAND_RESULT_H

#include "results/record.h"

/* Runs such a command: reads the result that argv names, hands it to `show`, clears it. `help`
 * follows "usage: breakeven NAME FILE" in the answer to --help. Returns what show returns, or
 * EXIT_USAGE after one line that says why. */
int command_result(int argc, char **argv, const char *help,
	int (*show)(const struct result *result));

#endif
