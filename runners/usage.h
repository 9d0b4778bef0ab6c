/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Processor time, context switches and page faults, as getrusage() accounts for them. */
#ifndef BREAKEVEN_RUNNERS_USAGE_H
#define BREAKEVEN_RUNNERS_USAGE_H

#include <stdint.h>

struct usage {
	uint64_t user_ns, system_ns;
	uint64_t voluntary_switches, involuntary_switches;
	uint64_t minor_faults, major_faults; /* page faults; major ones had to read from a device */
};

/* The usage so far of RUSAGE_SELF (all threads) or RUSAGE_CHILDREN (those that were waited for). */
struct usage usage_of(int who);

/* The usage so far of this process and of those that its tasks have run and waited for. */
struct usage usage_of_process_and_children(void);

/* The difference of two, `later` less `earlier`; the sum of two. */
struct usage usage_since(struct usage later, struct usage earlier);
struct usage usage_sum(struct usage one, struct usage other);

#endif
