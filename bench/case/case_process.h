/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One case in one block, in a fresh process: this program started anew as its hidden command
 * `case`.
 *
 * The process leads a group of its own, which is killed whole when the process has ended, whatever
 * was left in it, and with it what left the group as a daemon does. It dies with the conductor,
 * however that ends.
 */
#ifndef BREAKEVEN_BENCH_CASE_CASE_PROCESS_H
#define BREAKEVEN_BENCH_CASE_CASE_PROCESS_H

#include "bench/program/interrupt.h"
#include "bench/program/outcome.h"
#include "bench/case/job.h"
#include "results/record/block.h"

#include <stdint.h>

#define CASE_MUTE 113          /* its exit status where it cannot write its answer */
#define CASE_HOOK_DESCRIPTOR 4 /* what hook.h needs, in the process */
#define CASE_ANSWER_DESCRIPTOR \
	3 /* where the process writes its block as JSON; the job is its input */

/* Runs the job and fills the block (but for its places in the run). A process that crashes, hangs
 * beyond limit_ns or does not answer is a status and a reason of the block. Where an interrupt
 * ended it, the block is empty; it fails where no process could be started at all. */
enum outcome case_process_run(const struct job *job, uint64_t limit_ns, struct interrupt *interrupt,
	struct block *block, struct error *error);

#endif
