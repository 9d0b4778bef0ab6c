/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Calls that are not available everywhere: newer than some supported C libraries or kernels,
 * refused in some containers, or of one C library only. All other calls are made directly.
 *
 * They are made by their number, which the kernel never changes, so the C library need not support
 * them. If the kernel lacks the call, or a filter refuses it (ENOSYS, EPERM), an older call does
 * the same, or the caller is told.
 */
#ifndef BREAKEVEN_SUPPORT_SYSTEM_CALL_H
#define BREAKEVEN_SUPPORT_SYSTEM_CALL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/types.h>
#include <time.h>

/* Like epoll_wait(), but with a time-out as exact as the clock; NULL: none. */
int system_epoll_wait(int epoll, struct epoll_event *events, int most,
	const struct timespec *timeout);

/* A descriptor that is readable once this child has ended. -1 with errno. */
int system_child_descriptor(pid_t child);

/* Whether this system has such descriptors. Tests it once. */
bool system_has_child_descriptors(void);

/* The calling thread's number, and whether the thread of this process with that number is alive. */
pid_t system_thread(void);
bool system_thread_lives(pid_t thread);

/* An entry of a folder as the kernel writes it; the next one begins `size` bytes further. */
struct system_entry {
	uint64_t inode;
	int64_t offset;
	uint16_t size;
	uint8_t kind;
	char name[];
};

/* Reads the next entries of an open folder without allocating anything. How many bytes there are,
 * 0 at the end; -1 with errno. */
ssize_t system_list(int folder, void *entries, size_t size);

/* Renames a file only if nothing has the new name. 0, or -1 with errno: EEXIST if something has it;
 * EINVAL, ENOSYS or EPERM if the kernel or the file system may not support that. */
int system_rename_new(const char *from, const char *to);

/* Returns freed memory to the system, if the C library can. */
void system_trim_heap(void);

#endif
