/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The gate in front of a pool's batch, for threads and processes alike: it lies in shared memory
 * and waits in futexes.
 *
 * A batch has two steps. First all workers are called to the gate (untimed: they fault their pages
 * in and read their usage); when the last has come, the gate opens for all at once (timed), and
 * each reports when it is through. Workers sleep at the gate, they do not spin: there may be more
 * of them than cores.
 */
#ifndef BREAKEVEN_RUNNERS_GATE_H
#define BREAKEVEN_RUNNERS_GATE_H

#include "support/error.h"

#include <stdalign.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* How often a wait for workers checks that they are alive. */
#define GATE_ALIVE_CHECK_NS 100000000ULL

enum gate_call { GATE_COME, GATE_LEAVE };

struct gate {
	alignas(128) _Atomic uint32_t calls;   /* rises when workers are called */
	_Atomic uint32_t leave;                /* the call tells workers to end */
	alignas(128) _Atomic uint32_t opened;  /* rises when the gate opens */
	alignas(128) _Atomic uint32_t arrived; /* workers at the gate, or through */
};

/* ---- For the leader of the batch. */

/* Calls the workers to the gate, or to leave for good. */
void gate_call(struct gate *gate, enum gate_call call);

/* Lets all through at once. */
void gate_open(struct gate *gate);

/* Waits until `workers` have reported by gate_arrive(), then resets the count. About every 100 ms,
 * alive(context) says whether to keep waiting (NULL: always). 0, or -1 when it returned false. */
int gate_await(struct gate *gate, uint32_t workers, bool (*alive)(void *context), void *context);

/* ---- For a worker. */

/* Waits to be called; `*seen` is the worker's own count of calls, 0 at first. */
enum gate_call gate_wait_call(struct gate *gate, uint32_t *seen);

/* Waits for the gate to open; `*seen` is the worker's own count of openings, 0 at first. */
void gate_pass(struct gate *gate, uint32_t *seen);

/* Reports to gate_await(); `workers` is the number it waits for. */
void gate_arrive(struct gate *gate, uint32_t workers);

#endif
