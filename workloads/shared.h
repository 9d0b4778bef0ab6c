/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory that tasks share, whether their workers are threads or processes. */
#ifndef BREAKEVEN_WORKLOADS_SHARED_H
#define BREAKEVEN_WORKLOADS_SHARED_H

#include <stddef.h>

/* Memory that is zeroed, present, and shared with processes forked later; NULL if there is none. If
 * work->attached, it is the memory that the process that opened the workload first got from the
 * same call in open(), at the same address and with its content: open() must make the same calls in
 * the same order with the same sizes, and of the pointers in it only those into such memory are
 * valid. */
void *shared_new(size_t size);

/* NULL is allowed. */
void shared_free(void *memory, size_t size);

#endif
