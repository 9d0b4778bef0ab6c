/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which hook of its workload a case process is in, noted in memory shared with the conductor. If
 * the process ends without an answer, or does not end, the note says where.
 */
#ifndef BREAKEVEN_BENCH_CASE_HOOK_H
#define BREAKEVEN_BENCH_CASE_HOOK_H

#include "support/error.h"
#include "workloads/workload.h"

#include <stdint.h>

enum hook {
	HOOK_NONE,
	HOOK_LOAD, /* loading its plugin */
	HOOK_OPEN,
	HOOK_COST,
	HOOK_PREPARE,
	HOOK_STEP, /* running a batch */
	HOOK_EXPECTED,
	HOOK_DESCRIBE,
	HOOK_OBSERVE,
	HOOK_CLOSE,
};

/* The conductor's side. */
struct hook_note {
	int descriptor;       /* for the case process; -1: none, the hook is unknown */
	volatile int *memory; /* NULL: none */
};

void hook_note_open(struct hook_note *note);
void hook_note_close(struct hook_note *note);

/* " in open()", or "" if it was in no hook. */
const char *hook_note_place(const struct hook_note *note);

/* In the case process: sets where the note is, and closes the descriptor. Without this call nothing
 * is noted. */
void hook_adopt(int descriptor);

/* Notes that the process is now in this hook. Costs one store. */
void hook_enter(enum hook hook);

/* Call the hook, if the workload has it, note it meanwhile, and check what it returns. Return 0, or
 * -1 with the error. */
int hook_open(struct work *work, struct error *error);
int hook_check_cost(const struct work *work, struct error *error);
int hook_prepare(struct work *work, uint64_t tasks, struct error *error);
void hook_close(struct work *work);

#endif
