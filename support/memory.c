/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shared mappings; see memory.h. */
#include "config.h"

#include "support/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "support/limits.h"

#define DISTANCE (SIZE_MAX >> 28) /* 64 GiB */

static struct memory_list made;   /* by this process */
static unsigned unlisted;         /* that it has made without a file */
static int unlisted_failure;      /* of the first of them; 0: the list was full */
static struct memory_list others; /* adopted by it, and not yet claimed */

void memory_prefault(void *memory, size_t size)
{
	const size_t page = (size_t)sysconf(_SC_PAGESIZE);

	if (memory == NULL || size == 0)
		return;
#ifdef MADV_POPULATE_WRITE
	if (madvise(memory, (size + page - 1) / page * page, MADV_POPULATE_WRITE) == 0)
		return;
#endif
	/* A kernel before 5.14: adding 0 touches the page and disturbs no other writer. */
	for (size_t i = 0; i < size; i += page)
		__atomic_fetch_add((char *)memory + i, 0, __ATOMIC_RELAXED);
}

/* A file of this size, or -1. Exceeding the limit of a file's size would raise a signal. */
static int make_file(size_t size)
{
	struct rlimit limit;
	int file;

	if (getrlimit(RLIMIT_FSIZE, &limit) < 0 || limit.rlim_cur < size) {
		errno = EFBIG;
		return -1;
	}
	file = memfd_create("breakeven", MFD_CLOEXEC);
	if (file < 0 || ftruncate(file, (off_t)size) == 0)
		return file;
	close(file);
	return -1;
}

/* The same memory with a file, far below the address that the system has chosen: another program,
 * or a new start of this one without randomised addresses, has mappings of its own near that. NULL
 * if this fails. */
static void *map_file(const void *chosen, size_t size, bool present)
{
	int file;
	void *memory;

	errno = 0;
	file = made.count < MEMORY_LIST_LIMIT ? make_file(size) : -1;
	if (file < 0)
		return NULL;
	memory = mmap((void *)((uintptr_t)chosen - DISTANCE), size, PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_NORESERVE, file, 0);
	if (memory == MAP_FAILED) {
		close(file);
		return NULL;
	}
	made.mappings[made.count++] = (struct memory_mapping){memory, size, file, present};
	return memory;
}

/* Without a file the mapping is as good, but cannot be handed on. It is always made first: then
 * the system refuses memory that it does not have. */
static void *map(size_t size, int flags, bool present)
{
	void *memory =
		mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | flags, -1, 0);
	void *with_file;

	if (memory == MAP_FAILED)
		return NULL;
	with_file = map_file(memory, size, present);
	if (with_file != NULL) {
		munmap(memory, size);
		memory = with_file;
	} else {
		if (unlisted++ == 0)
			unlisted_failure = errno;
	}
	if (present)
		memory_prefault(memory, size);
	return memory;
}

void *memory_map(size_t size, const char *what, struct error *error)
{
	void *memory = map(size, MAP_NORESERVE, false);

	if (memory == NULL)
		error_set(error, "cannot map %zu bytes for %s: %s", size, what,
			limits_error(errno));
	return memory;
}

static void remove_mapping(struct memory_list *list, unsigned position)
{
	list->count--;
	memmove(&list->mappings[position], &list->mappings[position + 1],
		(list->count - position) * sizeof(list->mappings[0]));
}

/* What the process that made it got from the same call: the first that is not claimed yet. */
static void *claim(size_t size)
{
	void *memory = others.mappings[0].address;

	if (others.mappings[0].size != size)
		return NULL;
	remove_mapping(&others, 0);
	memory_prefault(memory, size);
	return memory;
}

void *memory_map_present(size_t size)
{
	return others.count > 0 ? claim(size) : map(size, 0, true);
}

void memory_unmap(void *memory, size_t size)
{
	if (memory == NULL)
		return;
	munmap(memory, size);
	for (unsigned i = 0; i < made.count; i++) {
		if (made.mappings[i].address != memory)
			continue;
		close(made.mappings[i].descriptor);
		remove_mapping(&made, i);
		return;
	}
	if (unlisted > 0)
		unlisted--;
}

int memory_list(struct memory_list *list, struct error *error)
{
	*list = made;
	if (unlisted == 0)
		return 0;
	return error_set(error, "%u of %u pieces of shared memory have no file to hand on: %s",
		unlisted, unlisted + made.count,
		unlisted_failure != 0 ? limits_error(unlisted_failure) : "there are too many");
}

void memory_list_pass(const struct memory_list *list)
{
	for (unsigned i = 0; i < list->count; i++)
		fcntl(list->mappings[i].descriptor, F_SETFD, 0);
}

enum memory_adopt memory_adopt(const struct memory_list *list, struct error *error)
{
	for (unsigned i = 0; i < list->count; i++) {
		const struct memory_mapping *mapping = &list->mappings[i];
		void *memory = mmap(mapping->address, mapping->size, PROT_READ | PROT_WRITE,
			MAP_SHARED | MAP_NORESERVE | MAP_FIXED_NOREPLACE, mapping->descriptor, 0);

		if (memory == MAP_FAILED && errno != EEXIST) {
			error_set(error, "cannot map %zu bytes that were handed on: %s",
				mapping->size, limits_error(errno));
			return MEMORY_NOT_ADOPTED;
		}
		/* A kernel before 4.17 treats the address as a hint. */
		if (memory != mapping->address)
			return MEMORY_ADDRESS_TAKEN;
		close(mapping->descriptor);
		if (mapping->present)
			others.mappings[others.count++] = *mapping;
	}
	return MEMORY_ADOPTED;
}
