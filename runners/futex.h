/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sleeping on a word of memory, shared between processes or not. */
#ifndef BREAKEVEN_RUNNERS_FUTEX_H
#define BREAKEVEN_RUNNERS_FUTEX_H

#include <limits.h>
#include <linux/futex.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* Sleeps while the word is `seen`; may return before it has changed. timeout NULL: none. */
static inline void futex_wait(_Atomic uint32_t *word, uint32_t seen, const struct timespec *timeout)
{
	syscall(SYS_futex, word, FUTEX_WAIT, seen, timeout, NULL, 0);
}

static inline void futex_wake_all(_Atomic uint32_t *word)
{
	syscall(SYS_futex, word, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
}

#endif
