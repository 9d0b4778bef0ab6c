/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The functions that read the parts of struct machine; see bench/machine/machine.h. None of them
 * fails. */
#ifndef BREAKEVEN_BENCH_MACHINE_PARTS_H
#define BREAKEVEN_BENCH_MACHINE_PARTS_H

#include "bench/machine/machine.h"

void machine_read_processor(struct machine *machine, const char *root);
void machine_read_kernel(struct machine *machine, const char *root);
void machine_read_isolation(struct machine *machine, const char *root);

/* Of the program itself, not of a root: the version of each library by its name. A new object, or
 * NULL without memory. */
json_t *machine_read_libraries(void);

#endif
