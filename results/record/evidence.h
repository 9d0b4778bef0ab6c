/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the system did around a sample that may explain its figures: read just before its batch and
 * just after, outside what is timed. Part of the record; see record.h.
 */
#ifndef BREAKEVEN_RESULTS_RECORD_EVIDENCE_H
#define BREAKEVEN_RESULTS_RECORD_EVIDENCE_H

#include "support/error.h"

#include <jansson.h>
#include <stdbool.h>

enum evidence_figure {
	EVIDENCE_STEAL_NS,          /* the hypervisor kept from our CPUs; in clock ticks */
	EVIDENCE_THROTTLED_PERIODS, /* in which our control group had used up its quota */
	EVIDENCE_THROTTLED_NS,      /* how long it was stopped for that */
	EVIDENCE_PRESSURE_NS, /* some task of the system waited for a CPU (PSI, "some" of cpu) */
	EVIDENCE_MIGRATIONS,  /* of threads and processes of the case to another CPU */
	EVIDENCE_MINOR_FAULTS,
	EVIDENCE_MAJOR_FAULTS, /* page faults of all of them; major ones read from a device */
	EVIDENCE_FREQUENCY_HZ, /* mean of our CPUs, after the batch */
	EVIDENCE_OTHER_LOAD,   /* share of our CPUs' time that others took, 0 to 1 */
	EVIDENCE_OTHER_LOAD_RESOLUTION, /* the share that one clock tick is */
	EVIDENCE_COUNT
};

/* Figures that are known; the others could not be read on this machine. */
struct evidence {
	bool known[EVIDENCE_COUNT];
	double values[EVIDENCE_COUNT];
};

/* Sets a figure. */
static inline void evidence_set(struct evidence *evidence, enum evidence_figure figure,
	double value)
{
	evidence->known[figure] = true;
	evidence->values[figure] = value;
}

/* A new object with every figure by its name, null where it is not known; NULL where memory is out
 * or a figure is not finite. */
json_t *evidence_to_json(const struct evidence *evidence);

/* 0, or -1 with the error. */
int evidence_from_json(struct evidence *evidence, const json_t *json, struct error *error);

#endif
