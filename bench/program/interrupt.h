/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * SIGINT, SIGTERM and SIGHUP as a descriptor to wait on, so that a command can end in order.
 * Interrupts can be nested: the inner one sees the signals and leaves them to the outer one.
 */
#ifndef BREAKEVEN_BENCH_PROGRAM_INTERRUPT_H
#define BREAKEVEN_BENCH_PROGRAM_INTERRUPT_H

#include "support/error.h"

#include <signal.h>
#include <stdbool.h>

struct interrupt {
	int descriptor; /* readable once a signal has arrived */
	int signal;     /* which; 0: none yet */
	sigset_t held;  /* the signals that were not blocked before */
};

/* Blocks the signals; they then arrive at the descriptor. Also turns SIGXFSZ (the limit of file
 * size) into an error of write(), like a full disk. Returns 0, or -1 with the error. */
int interrupt_open(struct interrupt *interrupt, struct error *error);

/* Restores the signals. Drops those that have arrived, because the command ends now anyway. Flushes
 * standard output first. */
void interrupt_close(struct interrupt *interrupt);

/* Whether a signal has arrived; does not wait. */
bool interrupt_came(struct interrupt *interrupt);

/* Whether a signal is pending; leaves it pending. */
bool interrupt_pending(const struct interrupt *interrupt);

/* For a child before it executes another program: restores the default effect of the signals. */
void interrupt_restore(void);

#endif
