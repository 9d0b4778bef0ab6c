/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One case in one block, in a fresh process: this program, started again as its hidden command
 * `case`.
 *
 * The process leads its own group. When it has ended, the whole group is killed, with all that is
 * left in it, and also processes that left the group as a daemon does. The process is killed when
 * the conductor ends, in whatever way.
 */
#ifndef BREAKEVEN_BENCH_CASE_CASE_PROCESS_H
#define BREAKEVEN_BENCH_CASE_CASE_PROCESS_H

#include "bench/program/interrupt.h"
#include "bench/program/outcome.h"
#include "bench/case/job.h"
#include "results/record/block.h"

#include <stdint.h>

#define CASE_MUTE 113          /* its exit status if it cannot write its answer */
#define CASE_HOOK_DESCRIPTOR 4 /* what hook.h needs, in the process */
#define CASE_ANSWER_DESCRIPTOR \
	3 /* where the process writes its block as JSON; the job is its input */

/* Runs the job and fills the block (except for its places in the run). If a process crashes,
 * exceeds limit_ns or does not answer, the block has a status and a reason. If an interrupt ended
 * the process, the block is empty. Fails only if no process could be started. */
enum outcome case_process_run(const struct job *job, uint64_t limit_ns, struct interrupt *interrupt,
	struct block *block, struct error *error);

#endif
