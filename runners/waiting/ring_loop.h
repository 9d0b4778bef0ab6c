/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An event loop on an io_uring: descriptors are polled, files opened, read, written and synced
 * through it, and it sleeps until the first timer is due. See common_loop.h for its use.
 *
 * Without liburing, ring_none.c replaces the files that need it.
 */
#ifndef BREAKEVEN_RUNNERS_WAITING_RING_LOOP_H
#define BREAKEVEN_RUNNERS_WAITING_RING_LOOP_H

#include "runners/waiting/common_loop.h"

/* Whether this system allows such a loop; tried once, by making a ring. 0, or -1 with the reason
 * and how to fix it. For the thread that plans. */
int ring_loop_probe(struct error *reason);

/* A loop for the calling thread alone; concurrency and helpers as in common_loop_open(). The caller
 * frees it after common_loop_close(). NULL with the error. */
struct common_loop *ring_loop_new(unsigned concurrency, unsigned helpers, struct error *error);

#endif
