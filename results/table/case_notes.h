/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a table says under the figures of a case. */
#ifndef BREAKEVEN_RESULTS_TABLE_CASE_NOTES_H
#define BREAKEVEN_RESULTS_TABLE_CASE_NOTES_H

#include "results/record/record.h"

#define CASE_NOTES_SIZE 512
#define CLOCK_SHARE_TOO_MUCH 0.1 /* above it, a batch is too short to be timed */
#define CLOCK_SHARE_LIMIT 0.001  /* above it, a note names the clock's share */

/* What the workload observed besides time; the time per task with its interval, where tasks are not
 * stamped (for empty tasks, the cost of the runner itself); and the clock's share, where it is
 * above its limit. "" where there is nothing to say. Returns buffer. */
char *case_notes_text(char *buffer, size_t size, const struct case_record *record);

#endif
