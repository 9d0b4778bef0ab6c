/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory that tasks share, whether their workers are threads or processes. */
#ifndef BREAKEVEN_WORKLOADS_SHARED_H
#define BREAKEVEN_WORKLOADS_SHARED_H

#include <stddef.h>
#include <sys/mman.h>

/* Zeroed, present, and the same for processes forked later; NULL where there is no memory. */
static inline void *shared_new(size_t size)
{
	void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);

	return memory != MAP_FAILED ? memory : NULL;
}

/* NULL is allowed. */
static inline void shared_free(void *memory, size_t size)
{
	if (memory != NULL)
		munmap(memory, size);
}

#endif
