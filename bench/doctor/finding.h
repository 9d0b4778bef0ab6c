/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What will disturb a measurement on a machine: one finding for each thing that is checked, with
 * the command that fixes it, the command that undoes the fix, and what it costs.
 *
 * Each check is a pure function of what is known about the machine; a new check is a function and a
 * line in the table of its file. Commands are for a shell on both Debian and Fedora, and need no
 * package that these do not install by default.
 */
#ifndef BREAKEVEN_BENCH_DOCTOR_FINDING_H
#define BREAKEVEN_BENCH_DOCTOR_FINDING_H

#include "bench/doctor/surroundings.h"
#include "bench/machine/machine.h"

#include <stddef.h>

enum severity {
	SEVERITY_UNKNOWN,  /* the facts that it needs are unknown */
	SEVERITY_FINE,     /* nothing to fix */
	SEVERITY_NOTE,     /* makes intervals wider, or figures different from another machine's */
	SEVERITY_DISTRUST, /* makes them wrong */
};

#define FINDING_LIMIT 32
#define FINDING_TEXT 512

struct finding {
	const char *name;  /* stable, a word of the JSON: "governor" */
	const char *title; /* for people */
	bool decides;      /* copied from its check */
	bool unseen;       /* it could be checked only in part, whatever the severity */
	enum severity severity;
	char text[FINDING_TEXT]; /* what was found, with its figure; or why it is not known, or ""
	                          */
	/* Each "" if there is none. */
	char command[FINDING_TEXT]; /* the command that fixes it */
	char undo[FINDING_TEXT];    /* the command that undoes it */
	char advice[FINDING_TEXT];  /* how to fix it if no command does, or not for certain */
	char cost[FINDING_TEXT];    /* what the fix costs */
};

struct finding_check {
	const char *name, *title; /* NULL ends a table */
	/* Sets the severity and the texts; by default they say that it is unknown. If only part
	 * could be checked, the severity is never fine. */
	void (*look)(const struct machine *machine, const struct surroundings *surroundings,
		struct finding *finding);
	bool decides; /* it can be a reason for distrust: if unknown, trust is undecided */
};

extern const struct finding_check finding_checks_processor[], finding_checks_system[],
	finding_checks_limits[], finding_checks_now[];

/* Makes all checks, in the order of the tables, into findings[], which has room for FINDING_LIMIT.
 * Returns how many. */
size_t findings_make(struct finding *findings, const struct machine *machine,
	const struct surroundings *surroundings);

/* "unknown", "fine", "note", "distrust". */
const char *severity_name(enum severity severity);

/* For the checks: set the severity and the text, or one of the other texts. */
void finding_say(struct finding *finding, enum severity severity, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
void finding_write(char text[FINDING_TEXT], const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
