/* SPDX-License-Identifier: GPL-3.0-or-later */
/* System calls by their numbers, and what replaces them; see system_call.h. */
#include "config.h"

#include "support/system_call.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <malloc.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Numbers that the headers of an older kernel do not have; from these on all architectures share
 * them. */
#ifndef SYS_pidfd_open
#define SYS_pidfd_open 434
#endif
#ifndef SYS_epoll_pwait2
#define SYS_epoll_pwait2 441
#endif

/* Whatever the C library's struct timespec is. */
struct kernel_time {
	int64_t seconds, nanoseconds;
};

static bool is_missing(int error)
{
	return error == ENOSYS || error == EPERM;
}

static int wait_exactly(int epoll, struct epoll_event *events, int most,
	const struct timespec *timeout)
{
	struct kernel_time time = {0};

	if (timeout != NULL)
		time = (struct kernel_time){timeout->tv_sec, timeout->tv_nsec};
	return (int)syscall(SYS_epoll_pwait2, epoll, events, most, timeout != NULL ? &time : NULL,
		NULL, sizeof(uint64_t));
}

int system_epoll_wait(int epoll, struct epoll_event *events, int most,
	const struct timespec *timeout)
{
	static _Atomic bool missing;
	struct pollfd ready = {epoll, POLLIN, 0};
	int count;

	if (!atomic_load_explicit(&missing, memory_order_relaxed)) {
		count = wait_exactly(epoll, events, most, timeout);
		if (count >= 0 || !is_missing(errno))
			return count;
		atomic_store_explicit(&missing, true, memory_order_relaxed);
	}
	/* An epoll instance is readable itself while it has events. */
	count = ppoll(&ready, 1, timeout, NULL);
	return count > 0 ? epoll_wait(epoll, events, most, 0) : count;
}

int system_child_descriptor(pid_t child)
{
	return (int)syscall(SYS_pidfd_open, child, 0);
}

bool system_has_child_descriptors(void)
{
	enum presence { UNKNOWN, THERE, MISSING };
	static _Atomic enum presence known = UNKNOWN;
	int descriptor;

	if (atomic_load_explicit(&known, memory_order_relaxed) == UNKNOWN) {
		descriptor = system_child_descriptor(getpid());
		atomic_store_explicit(&known, descriptor < 0 && is_missing(errno) ? MISSING : THERE,
			memory_order_relaxed);
		if (descriptor >= 0)
			close(descriptor);
	}
	return atomic_load_explicit(&known, memory_order_relaxed) == THERE;
}

pid_t system_thread(void)
{
	return (pid_t)syscall(SYS_gettid);
}

bool system_thread_lives(pid_t thread)
{
	return syscall(SYS_tgkill, getpid(), thread, 0) == 0;
}

ssize_t system_list(int folder, void *entries, size_t size)
{
	return syscall(SYS_getdents64, folder, entries, size);
}

#ifdef HAVE_MALLOC_TRIM
void system_trim_heap(void)
{
	malloc_trim(0);
}
#else
void system_trim_heap(void)
{
}
#endif

int system_rename_new(const char *from, const char *to)
{
	return (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE);
}
