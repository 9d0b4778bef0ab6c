/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Conducts one case in one block: prepares its job and folder, places the server, runs its process,
 * and records the outcome.
 */
#ifndef BREAKEVEN_BENCH_RUN_CONDUCT_CASE_H
#define BREAKEVEN_BENCH_RUN_CONDUCT_CASE_H

#include "bench/case/job.h"
#include "bench/program/outcome.h"
#include "bench/run/stage.h"
#include "support/error.h"

#include <stddef.h>

/* Runs a job, with its own folder if the case needs one. Returns what case_process_run() returns.
 * */
enum outcome conduct_job(struct stage *stage, struct job *job, const struct plan_case *entry,
	struct block *block, struct error *error);

/* Measures one case in one block. Fails if no process can be started. */
enum outcome conduct_case(struct stage *stage, size_t number, unsigned block_number,
	struct error *error);

/* Keeps the samples of the last case if its process did not finish, so that the result has no block
 * of it. Returns 0, or -1 with the error. */
int conduct_samples(struct stage *stage, struct error *error);

#endif
