/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One check of the self-test: a measured figure, and the bounds outside of which this machine
 * cannot be trusted. The bounds and their reasons are in a table in check.c.
 */
#ifndef BREAKEVEN_BENCH_DOCTOR_CHECK_H
#define BREAKEVEN_BENCH_DOCTOR_CHECK_H

#include <stdbool.h>

enum check_kind {
	CHECK_CLOCK_COST,
	CHECK_CLOCK_RESOLUTION,
	CHECK_PINNING,
	CHECK_CORE_SYMMETRY,
	CHECK_STEADINESS,
	CHECK_SECOND_THREAD,
	CHECK_STEAL,
	CHECK_SLEEPS_IN_A_LOOP,
	CHECK_SLEEPS_IN_SERIES,
	CHECK_CANARY_COMPUTE,
	CHECK_CANARY_MEMORY,
	CHECK_CANARY_WAKE_UP,
	CHECK_COUNT
};

enum check_status {
	CHECK_UNTESTED, /* it cannot be tested, or was not reached */
	CHECK_OK,
	CHECK_FAILED,
};

struct check {
	enum check_kind kind;
	enum check_status status;
	bool known; /* whether `measured` is known */
	double measured;
	char text[128];   /* more about the figure; "" if there is nothing */
	char reason[512]; /* why it failed or was not tested; else "" */
};

struct check_bound {
	const char *name;    /* stable, a word of the JSON: "clock-cost" */
	const char *title;   /* for people */
	const char *unit;    /* of measured and the bounds: "ns", "percent", "times", "readings" */
	double least, most;  /* INFINITY: no upper bound */
	const char *trouble; /* what a figure outside of them means */
};

const struct check_bound *check_bound(enum check_kind kind);

/* Sets the figure and, from the bounds, the status and the reason. A figure that is not finite
 * fails. */
void check_judge(struct check *check, enum check_kind kind, double measured);

/* Without a figure: the check failed, or could not be made, for this reason. */
void check_fail(struct check *check, enum check_kind kind, const char *reason);
void check_skip(struct check *check, enum check_kind kind, const char *reason);

/* "untested", "ok", "failed". */
const char *check_status_name(enum check_status status);

/* A figure in its unit for people, "22.1 ns"; the bounds in the same form, "at most 1 µs". Return
 * the buffer. */
#define CHECK_TEXT_SIZE 96
char *check_figure_text(char buffer[CHECK_TEXT_SIZE], enum check_kind kind, double figure);
char *check_bound_text(char buffer[CHECK_TEXT_SIZE], enum check_kind kind);

#endif
