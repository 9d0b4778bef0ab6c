/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A neighbour: a process that loads one CPU in bursts, as other programs on a machine do. Each
 * burst and each pause takes between NEIGHBOUR_SHORTEST_MS and NEIGHBOUR_LONGEST_MS, drawn from a
 * seed.
 */
#ifndef BREAKEVEN_TESTS_PROOFS_NEIGHBOUR_H
#define BREAKEVEN_TESTS_PROOFS_NEIGHBOUR_H

#include "support/error.h"
#include "support/topology.h"

#include <stdint.h>
#include <sys/types.h>

#define NEIGHBOUR_SHORTEST_MS 20
#define NEIGHBOUR_LONGEST_MS 200

/* Starts one on this CPU, which dies with the calling thread. Its pid, or -1 with the error. */
pid_t neighbour_start(const struct topology *topology, unsigned cpu, uint64_t seed,
	struct error *error);

/* Ends it, and waits for its end. */
void neighbour_stop(pid_t neighbour);

#endif
