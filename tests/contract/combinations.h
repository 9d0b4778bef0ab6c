/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every workload under every runner, as small jobs: for the contract test and the stress program.
 *
 * The variants of a plugin come from the table of its parameters, so a new choice is tried with
 * everything there is as soon as it is in the table.
 */
#ifndef BREAKEVEN_TESTS_CONTRACT_COMBINATIONS_H
#define BREAKEVEN_TESTS_CONTRACT_COMBINATIONS_H

#include "bench/case/job.h"
#include "support/error.h"
#include "support/topology.h"

#include <stdbool.h>
#include <sys/types.h>

/* One point of the matrix of everything: variants count from 0, which is the defaults. */
struct combination {
	const struct workload *workload;
	const struct runner *runner;
	unsigned workload_variant, runner_variant;
	unsigned cores, concurrency;
};

/* How many variants a plugin with these parameters has: every choice of each of them with each of
 * the others'; numbers with the values that combinations.c tries, else small ones. */
unsigned combination_variants(const struct parameter *table);

/* Whether it is one to try, as all would take too long: where both plugins differ from their
 * defaults, each does in one parameter. */
bool combination_is_tried(const struct combination *combination);

/* The combination as the id of its case, but that waits are not those of the job. Returns buffer.
 */
char *combination_text(const struct combination *combination, char *buffer, size_t size);

/* A case that exists, ready to be measured: small tasks, stamped, six waves, with a folder where
 * the workload needs one (combination_done() removes it). What waits for a time waits wait_ms.
 * Returns 0; or -1 with the reason where this runner has no such case. */
int combination_job(struct job *job, const struct combination *combination, unsigned wait_ms,
	const struct topology *topology, const char *server, struct error *reason);

/* Removes the folder that the job was given, if it was. */
void combination_done(const struct job *job);

/* Before the first of several combinations in one process. */
void combination_begin(void);

/* The built-in server in a process of its own, with its address into url. Its pid; it ends with its
 * parent, or by SIGTERM. Ends the calling program where it cannot be had. */
pid_t combination_server(char *url, size_t size);

#endif
