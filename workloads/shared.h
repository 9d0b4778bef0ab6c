/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory that tasks share, whether their workers are threads or processes. */
#ifndef BREAKEVEN_WORKLOADS_SHARED_H
#define BREAKEVEN_WORKLOADS_SHARED_H

#include <stddef.h>

/* Zeroed, present, and the same for processes forked later; NULL where there is no memory. Where
 * work->attached, it is what the process that opened the workload first has got from the same call
 * of the same open(), at the same address and with what is in it: calls are made in the same order
 * and for the same sizes there, and of the pointers in it only those into such memory hold. */
void *shared_new(size_t size);

/* NULL is allowed. */
void shared_free(void *memory, size_t size);

#endif
