/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory that tasks share; see shared.h. */
#include "config.h"

#include "workloads/shared.h"

#include "support/memory.h"

void *shared_new(size_t size)
{
	return memory_map_present(size);
}

void shared_free(void *memory, size_t size)
{
	memory_unmap(memory, size);
}
