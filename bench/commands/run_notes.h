/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said of a result once it is shown: why its figures may not be what they seem. */
#ifndef BREAKEVEN_BENCH_COMMANDS_RUN_NOTES_H
#define BREAKEVEN_BENCH_COMMANDS_RUN_NOTES_H

#include "results/record/record.h"

/* One line each, as messages; nothing where there is nothing to note. */
void run_notes_tell(const struct result *result);

#endif
