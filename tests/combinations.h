/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every workload under every runner, as small jobs: for the contract test and
 * the stress program. */
#ifndef BREAKEVEN_TESTS_COMBINATIONS_H
#define BREAKEVEN_TESTS_COMBINATIONS_H

#include "bench/job.h"
#include "results/record.h"
#include "support/error.h"
#include "support/topology.h"

#include <sys/types.h>

/* How many variants of a runner there are: every choice of each of its parameters with each of the
 * others'; numbers with the values that combinations.c tries, else at their default. */
unsigned combination_variants(const struct runner *runner);

/* A case that exists, ready to be measured: small tasks, stamped, six waves, with a folder where
 * the workload needs one (combination_done() removes it). `variant` counts from 0, which is the
 * defaults; what waits for a time waits wait_ms. Returns 0; or -1 with the reason where this runner
 * has no such case. */
int combination_job(struct job *job, const struct workload *workload, const struct runner *runner,
	unsigned variant, unsigned cores, unsigned concurrency, unsigned wait_ms,
	const struct topology *topology, const char *server, struct error *reason);

/* Removes the folder that the job was given, if it was. */
void combination_done(const struct job *job);

/* The built-in server in a process of its own, with its address into url. Its pid; it ends with its
 * parent, or by SIGTERM. Ends the calling program where it cannot be had. */
pid_t combination_server(char *url, size_t size);

#endif
