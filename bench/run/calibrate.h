/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rate of the computing loop on one core in iterations per second, measured once per run. */
#ifndef BREAKEVEN_BENCH_RUN_CALIBRATE_H
#define BREAKEVEN_BENCH_RUN_CALIBRATE_H

#include "bench/program/interrupt.h"
#include "bench/program/outcome.h"
#include "support/error.h"
#include "support/topology.h"

#include <stdint.h>

/* Measures cpu-sum under serial in a fresh process, on the first core that the pinning policy
 * gives. */
enum outcome calibrate(uint64_t *iterations_per_second, const struct topology *topology,
	const struct pin *pin, struct interrupt *interrupt, struct error *error);

#endif
