/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which hook of its workload a case process is in, noted in memory that it shares with the
 * conductor: where the process ends without an answer, or does not end, that is the place.
 */
#ifndef BREAKEVEN_BENCH_CASE_HOOK_H
#define BREAKEVEN_BENCH_CASE_HOOK_H

#include "support/error.h"
#include "workloads/workload.h"

#include <stdint.h>

enum hook {
	HOOK_NONE,
	HOOK_LOAD, /* its plugin is being loaded */
	HOOK_OPEN,
	HOOK_COST,
	HOOK_PREPARE,
	HOOK_STEP, /* a batch is under way */
	HOOK_EXPECTED,
	HOOK_DESCRIBE,
	HOOK_OBSERVE,
	HOOK_CLOSE,
};

/* The conductor's side. */
struct hook_note {
	int descriptor;       /* for the case process; -1: there is none, and nothing is known */
	volatile int *memory; /* NULL likewise */
};

void hook_note_open(struct hook_note *note);
void hook_note_close(struct hook_note *note);

/* " in open()", or "" where it was in none. */
const char *hook_note_place(const struct hook_note *note);

/* In the case process: where the note is. Without this call notes go nowhere. Closes it. */
void hook_adopt(int descriptor);

/* From here on the process is in this hook. Costs a store. */
void hook_enter(enum hook hook);

/* The hooks themselves, where there are any, with what they return checked, noted meanwhile. 0, or
 * -1 with the error. */
int hook_open(struct work *work, struct error *error);
int hook_check_cost(const struct work *work, struct error *error);
int hook_prepare(struct work *work, uint64_t tasks, struct error *error);
void hook_close(struct work *work);

#endif
