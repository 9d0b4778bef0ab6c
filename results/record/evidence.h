/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the system did around a sample that may explain its figures: read just before its batch and
 * just after, outside what is timed. Part of the record; see record.h.
 */
#ifndef BREAKEVEN_RESULTS_RECORD_EVIDENCE_H
#define BREAKEVEN_RESULTS_RECORD_EVIDENCE_H

#include "results/record/members.h"

#include <stdbool.h>

/* EVIDENCE_STEAL_NS and so on: each figure by its row in evidence_figures.h. */
enum evidence_figure {
#define EVIDENCE_FIGURE(figure, ...) EVIDENCE_##figure,
#define SUMMARISED_FIGURE(figure, ...) EVIDENCE_##figure,
#include "results/record/evidence_figures.h"
#undef EVIDENCE_FIGURE
#undef SUMMARISED_FIGURE
	EVIDENCE_COUNT
};

/* Figures that are known; the others could not be read on this machine. */
struct evidence {
	double values[EVIDENCE_COUNT];
	bool known[EVIDENCE_COUNT];
};

/* Every figure by its name. */
extern const struct member_table evidence_table;

/* Sets a figure. */
static inline void evidence_set(struct evidence *evidence, enum evidence_figure figure,
	double value)
{
	evidence->known[figure] = true;
	evidence->values[figure] = value;
}

#endif
