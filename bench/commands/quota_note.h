/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The warning that a CPU quota will be measured rather than cores. */
#ifndef BREAKEVEN_BENCH_COMMANDS_QUOTA_NOTE_H
#define BREAKEVEN_BENCH_COMMANDS_QUOTA_NOTE_H

#include "bench/machine/machine.h"

#include <stddef.h>

#define QUOTA_NOTE_TEXT 1536

/* What to say before a plan that uses so many cores at once; "" where no quota is in its way.
 * Returns the buffer. */
char *quota_note(char buffer[QUOTA_NOTE_TEXT], const struct machine *machine, unsigned cores);

#endif
