/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * SIGINT, SIGTERM and SIGHUP as a descriptor to wait on, so that a command ends in order. One may
 * be open within another: the inner one sees the signals, too, and leaves them to the outer one.
 */
#ifndef BREAKEVEN_BENCH_PROGRAM_INTERRUPT_H
#define BREAKEVEN_BENCH_PROGRAM_INTERRUPT_H

#include "support/error.h"

#include <signal.h>
#include <stdbool.h>

struct interrupt {
	int descriptor; /* readable once one has come */
	int signal;     /* which; 0: none yet */
	sigset_t held;  /* those that were not blocked before */
};

/* From here on the signals are blocked and arrive at the descriptor. A file that may grow no
 * further (SIGXFSZ) is an error of write() like a full disk. 0, or -1 with the error. */
int interrupt_open(struct interrupt *interrupt, struct error *error);

/* The signals act as before again. Those that have come are dropped, however many: they asked for
 * the end that this is. What standard output holds is written before. */
void interrupt_close(struct interrupt *interrupt);

/* Whether one has come; does not wait. */
bool interrupt_came(struct interrupt *interrupt);

/* Whether one is there to be taken; leaves it there. */
bool interrupt_pending(const struct interrupt *interrupt);

/* For a child before it executes another program: the signals act as usual again. */
void interrupt_restore(void);

#endif
