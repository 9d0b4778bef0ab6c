/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A diagnosis for people, printed part by part, as soon as each part is made. */
#ifndef BREAKEVEN_BENCH_DOCTOR_REPORT_H
#define BREAKEVEN_BENCH_DOCTOR_REPORT_H

#include "bench/doctor/diagnosis.h"

#include <stdbool.h>
#include <stdio.h>

struct report {
	FILE *stream;
	unsigned width; /* columns of a line; only commands, which people copy, are longer */
	bool colour;
};

/* Describes this machine. (portrait.c) */
void report_machine(const struct report *report, const struct machine *machine,
	const struct surroundings *surroundings);

/* What will disturb a measurement here: in detail what to fix, briefly what is fine. */
void report_findings(const struct report *report, const struct diagnosis *diagnosis);

/* The head of the self-test, and one line of it. */
void report_self_test(const struct report *report);
void report_check(const struct report *report, const struct check *check);

/* Whether the machine is trusted, and if not, the reasons. */
void report_verdict(const struct report *report, const struct diagnosis *diagnosis);

/* For the parts: a heading; a label in `indent` columns, in the colour of the severity, with a text
 * that is wrapped next to it. */
void report_heading(const struct report *report, const char *text);
void report_beside(const struct report *report, unsigned indent, const char *label,
	enum severity severity, const char *text);

#endif
