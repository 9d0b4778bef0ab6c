/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory that workers share, whether they are threads or processes forked later. */
#ifndef BREAKEVEN_RUNNERS_MEMORY_H
#define BREAKEVEN_RUNNERS_MEMORY_H

#include "support/error.h"

#include <stddef.h>

/* Zeroed, and not reserved: only as much is taken as is touched. NULL with an error that says for
 * what it was. */
void *memory_map(size_t size, const char *what, struct error *error);

/* NULL is allowed. */
void memory_unmap(void *memory, size_t size);

/* Makes pages present and writable in this process's page table, whether or not another process has
 * them already. */
void memory_prefault(void *memory, size_t size);

#endif
