/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The self-test of `doctor`: does this machine have the properties that every measurement assumes?
 * At most 20 s, with the program's own means: cases in case processes, canaries, the clock.
 */
#ifndef BREAKEVEN_BENCH_DOCTOR_SELF_TEST_H
#define BREAKEVEN_BENCH_DOCTOR_SELF_TEST_H

#include "bench/doctor/check.h"
#include "bench/program/interrupt.h"
#include "bench/program/outcome.h"
#include "support/error.h"
#include "support/topology.h"

#include <stdint.h>

#define SELF_TEST_LIMIT_S 20

struct self_test {
	const struct topology *topology;
	struct interrupt *interrupt; /* open */
	/* Called before a part ("core symmetry", 3 of 7) and after each check. */
	void (*begins)(void *context, const char *part, unsigned number, unsigned parts);
	void (*ends)(void *context, const struct check *check);
	void *context;

	struct check checks[CHECK_COUNT]; /* filled by self_test_run() */
	uint64_t begin_ns, elapsed_ns;
};

/* Runs all parts and sets the checks. Fails only if no process could be started. */
enum outcome self_test_run(struct self_test *self_test, struct error *error);

#endif
