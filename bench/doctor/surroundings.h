/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What may disturb a measurement and either changes from minute to minute or belongs to the
 * program, not to the machine: what `doctor` knows in addition to struct machine.
 *
 * Files are read below a root as in support/root.h; what cannot be read is unknown.
 */
#ifndef BREAKEVEN_BENCH_DOCTOR_SURROUNDINGS_H
#define BREAKEVEN_BENCH_DOCTOR_SURROUNDINGS_H

#include "bench/program/interrupt.h"
#include "bench/program/outcome.h"
#include "support/root.h"
#include "support/topology.h"

#include <jansson.h>

struct surroundings {
	struct figure load_average;    /* running or waiting tasks, mean of the last minute */
	struct figure other_load;      /* share of our CPUs' time that others took, 0 to 1 */
	struct figure steal;           /* share that a hypervisor kept from us, 0 to 1 */
	struct figure swap_used_bytes; /* of the whole system */
	struct figure file_limit;      /* the highest to which this process may raise its own */
	unsigned cpus[PIN_LIST_LIMIT]; /* that this process may use */
	unsigned cpu_count;
	bool looked;              /* whether other runs of this program were looked for */
	json_t *other_runs;       /* from other_runs_look(); NULL: none found */
	struct error runs_unseen; /* why there may be others that were not seen; else "" */
	const char *build_flags;  /* of this program */
};

/* Reads everything except the other runs. The two shares are measured over half a second in which
 * this process sleeps, so the rest of the process must be idle, too. Never fails. */
enum outcome surroundings_read(struct surroundings *surroundings, const char *root,
	const struct topology *topology, struct interrupt *interrupt);

void surroundings_clear(struct surroundings *surroundings);

#endif
