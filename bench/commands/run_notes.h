/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Notes below a result: why its figures may be misleading. */
#ifndef BREAKEVEN_BENCH_COMMANDS_RUN_NOTES_H
#define BREAKEVEN_BENCH_COMMANDS_RUN_NOTES_H

#include "results/record/record.h"

/* Prints one message per note; nothing if there are none. */
void run_notes_tell(const struct result *result);

#endif
