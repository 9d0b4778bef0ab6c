/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The warning that a run would measure a CPU quota and not the cores. */
#ifndef BREAKEVEN_BENCH_COMMANDS_QUOTA_NOTE_H
#define BREAKEVEN_BENCH_COMMANDS_QUOTA_NOTE_H

#include "bench/machine/machine.h"

#include <stddef.h>

#define QUOTA_NOTE_TEXT 1536

/* The warning for a plan that uses so many cores at once; "" if no quota limits it. Returns the
 * buffer. */
char *quota_note(char buffer[QUOTA_NOTE_TEXT], const struct machine *machine, unsigned cores);

#endif
