/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a case could leave behind in the process that runs it: descriptors, threads, children.
 *
 * A thread that was joined is still listed for a moment: pthread_join() returns before the kernel
 * has taken it off the list. So threads are given time to go; one that stays does not.
 */
#ifndef BREAKEVEN_TESTS_CONTRACT_TRACES_H
#define BREAKEVEN_TESTS_CONTRACT_TRACES_H

#include <stdint.h>

#define TRACES_LIMIT_NS 20000000000 /* a machine under load takes its time */

struct traces {
	unsigned descriptors, threads, children;
};

/* Of this process, and the children of the calling thread. */
struct traces traces_now(void);

/* What there is more of than before: "descriptors", "threads" or "processes"; NULL: nothing. Waits
 * at most so long for threads to end. */
const char *traces_left(const struct traces *before, uint64_t limit_ns);

#endif
