/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who reads which part of struct machine; see bench/machine/machine.h. None of them fails. */
#ifndef BREAKEVEN_BENCH_MACHINE_PARTS_H
#define BREAKEVEN_BENCH_MACHINE_PARTS_H

#include "bench/machine/machine.h"

void machine_read_processor(struct machine *machine, const char *root);
void machine_read_kernel(struct machine *machine, const char *root);
void machine_read_isolation(struct machine *machine, const char *root);

/* Of the program itself rather than of a root: each library's version by its name. A new object,
 * or NULL where there is no memory. */
json_t *machine_read_libraries(void);

#endif
