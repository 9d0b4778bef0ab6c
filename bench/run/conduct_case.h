/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Conducting one case in one block: its job, its folder, where the server runs meanwhile, its
 * process, and what is written down of it.
 */
#ifndef BREAKEVEN_BENCH_RUN_CONDUCT_CASE_H
#define BREAKEVEN_BENCH_RUN_CONDUCT_CASE_H

#include "bench/case/job.h"
#include "bench/program/outcome.h"
#include "bench/run/stage.h"
#include "support/error.h"

#include <stddef.h>

/* Runs a job, with a folder of its own where the case needs one. As case_process_run(). */
enum outcome conduct_job(struct stage *stage, struct job *job, const struct plan_case *entry,
	struct block *block, struct error *error);

/* One case in one block. Fails where nothing can be started. */
enum outcome conduct_case(struct stage *stage, size_t number, unsigned block_number,
	struct error *error);

/* Keeps the samples of the last case that the result does not have, as its process did not come to
 * its end. 0, or -1 with the error. */
int conduct_samples(struct stage *stage, struct error *error);

#endif
