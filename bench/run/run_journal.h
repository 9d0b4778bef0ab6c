/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The lines that a run writes into its journal, and how they are read back.
 *
 * The first line has all that resuming needs: the arguments of the command, its working folder, the
 * plugins, and the result before anything was measured. Then follows one line for each event:
 *
 *	{"case": ID, "block": …}             a case in a block, as in the result
 *	{"iterations_per_second": N}         the calibrated rate
 *	{"files": true}, {"files": false}    the folder for files of cases is ours; it is gone
 *	{"spent_ns": N}                      with precision, after a block: of the budget
 *	{"stopped": {"reason": …, "look": N}} why no block comes after, and which look was the last
 *	{"other_run": …}, {"unfinished": …}  as in the result
 *	{"resumed": TIME}, {"finished": TIME}
 */
#ifndef BREAKEVEN_BENCH_RUN_RUN_JOURNAL_H
#define BREAKEVEN_BENCH_RUN_RUN_JOURNAL_H

#include "bench/journal/journal.h"
#include "results/record/record.h"
#include "support/error.h"

#include <jansson.h>
#include <stdbool.h>

#define RUN_JOURNAL_VERSION 1

/* The first line of the journal of a run: `argv` of the command, and the result that result_make()
 * made. A fresh object, or NULL with the error. */
json_t *run_journal_first(int argc, char **argv, const struct result *result, struct error *error);

/* The plugins that arguments of the command name, each with its absolute path and its checksum;
 * none is loaded. A fresh array, or NULL with the error. */
json_t *run_journal_plugins(int argc, char **argv, struct error *error);

/* Append a line and take ownership of the value. Return 0, or -1 with the error. */
int run_journal_block(struct journal *journal, const char *id, const struct block *block,
	struct error *error);
int run_journal_event(struct journal *journal, const char *name, json_t *value,
	struct error *error);

/* Adds all lines after the first to a result from result_make(): blocks, rate, events, and the end
 * if the run has ended. *files: a folder for files of cases is left over. Returns 0, or -1 with an
 * error that begins with the number of the line. */
int run_journal_replay(const json_t *lines, struct result *result, bool *files,
	struct error *error);

#endif
