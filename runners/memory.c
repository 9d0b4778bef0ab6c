/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shared mappings; see memory.h. */
#include "config.h"

#include "runners/memory.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

void *memory_map(size_t size, const char *what, struct error *error)
{
	void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (memory != MAP_FAILED)
		return memory;
	error_set(error, "cannot map %zu bytes for %s: %s", size, what, strerror(errno));
	return NULL;
}

void memory_unmap(void *memory, size_t size)
{
	if (memory != NULL)
		munmap(memory, size);
}

void memory_prefault(void *memory, size_t size)
{
	const size_t page = (size_t)sysconf(_SC_PAGESIZE);

	if (memory == NULL || size == 0)
		return;
#ifdef MADV_POPULATE_WRITE
	if (madvise(memory, (size + page - 1) / page * page, MADV_POPULATE_WRITE) == 0)
		return;
#endif
	/* A kernel before 5.14: an addition of nothing touches the page and disturbs no other
	 * writer. */
	for (size_t i = 0; i < size; i += page)
		__atomic_fetch_add((char *)memory + i, 0, __ATOMIC_RELAXED);
}
