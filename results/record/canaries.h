/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Canaries: three small, fixed pieces of work, timed in each case process before and after its
 * samples. Where they take longer than in other blocks, the state of the machine was different.
 * Part of the record; see record.h.
 */
#ifndef BREAKEVEN_RESULTS_RECORD_CANARIES_H
#define BREAKEVEN_RESULTS_RECORD_CANARIES_H

#include "support/error.h"

#include <jansson.h>
#include <stdbool.h>

enum canary {
	CANARY_COMPUTE, /* additions in a register: shows the frequency and load on the core */
	CANARY_MEMORY,  /* a stream through more than a core's own caches: shows load on the rest */
	CANARY_WAKE_UP, /* a round trip between two threads of one core: shows the scheduler */
	CANARY_COUNT
};

/* Nanoseconds of each; 0: not known. */
struct canaries {
	double before[CANARY_COUNT], after[CANARY_COUNT];
};

/* How a block differs from the others: the canary that shifted farthest beyond its limit, and by
 * how much, in percent of its median over the run. Where no canary shifted: how much of the time of
 * its CPUs the hypervisor took, at least. */
struct disturbance {
	bool found;
	enum canary canary;
	double shift_percent;  /* negative: it was faster */
	double stolen_percent; /* 0: it is the canary */
};

/* "compute", "memory", "wake-up". */
const char *canary_name(enum canary canary);

/* New objects, NULL where memory is out; a figure that is not known, and a disturbance that was not
 * found, are null. */
json_t *canaries_to_json(const struct canaries *canaries);
json_t *disturbance_to_json(const struct disturbance *disturbance);

/* 0, or -1 with the error. */
int canaries_from_json(struct canaries *canaries, const json_t *json, struct error *error);
int disturbance_from_json(struct disturbance *disturbance, const json_t *json, struct error *error);

#endif
