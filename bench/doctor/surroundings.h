/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What may disturb a measurement and changes from minute to minute, or is the program's own rather
 * than the machine's: what `doctor` knows beside struct machine.
 *
 * Files are read below a root as in support/root.h; what cannot be read is not known.
 */
#ifndef BREAKEVEN_BENCH_DOCTOR_SURROUNDINGS_H
#define BREAKEVEN_BENCH_DOCTOR_SURROUNDINGS_H

#include "bench/program/interrupt.h"
#include "bench/program/outcome.h"
#include "support/root.h"
#include "support/topology.h"

#include <jansson.h>

struct surroundings {
	struct figure load_average;    /* tasks that ran or waited to, mean of the last minute */
	struct figure other_load;      /* share of our CPUs' time that others took, 0 to 1 */
	struct figure steal;           /* share that a hypervisor kept from us, 0 to 1 */
	struct figure swap_used_bytes; /* of the whole system */
	struct figure file_limit;      /* what this process may raise its own to */
	unsigned cpus[PIN_LIST_LIMIT]; /* that this process may use */
	unsigned cpu_count;
	bool looked;              /* for other runs of this program */
	json_t *other_runs;       /* as other_runs_look() has them; NULL: none was found */
	struct error runs_unseen; /* why there may be others all the same; "" where not */
	const char *build_flags;  /* of this program */
};

/* Reads all but the other runs. The two shares are those of half a second
 * in which this process sleeps, so they need it to be idle elsewhere, too. Never fails. */
enum outcome surroundings_read(struct surroundings *surroundings, const char *root,
	const struct topology *topology, struct interrupt *interrupt);

void surroundings_clear(struct surroundings *surroundings);

#endif
