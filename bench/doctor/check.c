/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The bounds of the self-test; see check.h.
 *
 * They detect a machine that is broken for this purpose, not one that is busy: the cost of a
 * neighbour shows in the intervals of a run. So each bound is far from the figures of healthy
 * machines, and others' time slices hardly change the figures (the fastest of many short samples,
 * or medians). The exception is steadiness: if others slow a core down for much of the time,
 * intervals become so wide that a run says little, and nothing else shows the reason.
 */
#include "config.h"

#include "bench/doctor/check.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "support/text.h"

static const struct check_bound bounds[CHECK_COUNT] = {
	/* Through the vDSO 20 to 50 ns, as a system call 200 to 500. A task is timed with two
	 * readings; above 1 µs each they are more than 1 % of the 200 µs that tasks of a benchmark
	 * should last. */
	[CHECK_CLOCK_COST] = {"clock-cost", "a reading of the clock", "ns", 0, 1000,
		"timing a task costs about as much as a short task"},
	/* Short tasks last few such steps; clocks that count in ticks (1 to 10 ms) show here. */
	[CHECK_CLOCK_RESOLUTION] = {"clock-resolution", "smallest step of it", "ns", 0, 1000,
		"short tasks cannot be timed"},
	/* A bound thread that is seen on another CPU even once is not bound. */
	[CHECK_PINNING] = {"pinning", "pinning", "readings", 0, 0,
		"a bound thread ran elsewhere, so cores cannot be compared"},
	/* Equal cores differ by 1 or 2 %; by 10 % only if they are of different kinds, or one is
	 * slow or shared all the time. */
	[CHECK_CORE_SYMMETRY] = {"core-symmetry", "slowest core behind fastest", "percent", 0, 10,
		"it matters which core a worker gets: choose equal ones with --pin LIST"},
	/* 0 to 5 % without other load. If a tenth of the time is slow, ten blocks still find a
	 * change of 5 % in four of five runs; if a third is slow, in less than half of the runs. */
	[CHECK_STEADINESS] = {"steadiness", "a core slowed down", "percent", 0, 20,
		"others slow it down for much of the time, and no counter shows it: wait for a "
		"quieter hour, or measure more blocks"},
	/* 2 on free cores, 1.5 if another program takes half of one, and still above 1.3 on two
	 * threads of one core; 1 if there is only the time of one core. */
	[CHECK_SECOND_THREAD] = {"second-thread", "two threads against one", "times", 1.3, INFINITY,
		"a second thread does not make computing faster"},
	/* The blocks of a run can show a difference of 2 %. */
	[CHECK_STEAL] = {"steal", "stolen meanwhile", "percent", 0, 5,
		"the hypervisor gives the cores to other machines during tasks"},
	/* Lower bound: a timer that fires early is also wrong. Upper bound: timers cost less than 1
	 * ms, a time slice of a neighbour some more. Twice the time means timers that fire only at
	 * the ticks of a coarse clock, or a loop that sleeps one after the other. */
	[CHECK_SLEEPS_IN_A_LOOP] = {"sleeps-in-a-loop", "64 sleeps of 10 ms, a loop", "ns", 9.9e6,
		20e6, "waiting together takes the wrong time"},
	[CHECK_SLEEPS_IN_SERIES] = {"sleeps-in-series", "64 sleeps of 10 ms, serial", "ns", 633.6e6,
		1280e6, "waiting one after the other takes the wrong time"},
	/* Uses only a register: 0.1 to 1 % on quiet machines. */
	[CHECK_CANARY_COMPUTE] = {"canary-compute", "canary: computing", "percent", 0, 10,
		"the time for the same additions keeps changing"},
	/* Uses what all cores share, so neighbours show; beyond this bound nothing that uses memory
	 * can be compared. */
	[CHECK_CANARY_MEMORY] = {"canary-memory", "canary: memory", "percent", 0, 25,
		"the time for reading the same memory keeps changing"},
	/* The spread of the scheduler and, under a hypervisor, also of its host. */
	[CHECK_CANARY_WAKE_UP] = {"canary-wake-up", "canary: wake-ups", "percent", 0, 50,
		"the time for waking a thread keeps changing"},
};

const struct check_bound *check_bound(enum check_kind kind)
{
	return &bounds[kind];
}

void check_judge(struct check *check, enum check_kind kind, double measured)
{
	const struct check_bound *bound = &bounds[kind];

	check->kind = kind;
	check->known = isfinite(measured) != 0;
	check->measured = check->known ? measured : 0;
	check->status = check->known && measured >= bound->least && measured <= bound->most
		? CHECK_OK
		: CHECK_FAILED;
	snprintf(check->reason, sizeof(check->reason), "%s",
		check->status == CHECK_FAILED ? bound->trouble : "");
}

static void set_reason(struct check *check, enum check_kind kind, enum check_status status,
	const char *reason)
{
	check->kind = kind;
	check->status = status;
	check->known = false;
	snprintf(check->reason, sizeof(check->reason), "%s", reason);
}

void check_fail(struct check *check, enum check_kind kind, const char *reason)
{
	set_reason(check, kind, CHECK_FAILED, reason);
}

void check_skip(struct check *check, enum check_kind kind, const char *reason)
{
	set_reason(check, kind, CHECK_UNTESTED, reason);
}

const char *check_status_name(enum check_status status)
{
	static const char *const names[] = {
		[CHECK_UNTESTED] = "untested",
		[CHECK_OK] = "ok",
		[CHECK_FAILED] = "failed",
	};

	return names[status];
}

char *check_figure_text(char buffer[CHECK_TEXT_SIZE], enum check_kind kind, double figure)
{
	const char *unit = bounds[kind].unit;

	if (strcmp(unit, "ns") == 0)
		return text_duration_rounded(buffer, CHECK_TEXT_SIZE, figure);
	if (strcmp(unit, "percent") == 0)
		snprintf(buffer, CHECK_TEXT_SIZE, figure < 10 ? "%.1f %%" : "%.0f %%", figure);
	else if (strcmp(unit, "times") == 0)
		snprintf(buffer, CHECK_TEXT_SIZE, "%.2f times", figure);
	else
		snprintf(buffer, CHECK_TEXT_SIZE, "%.0f elsewhere", figure);
	return buffer;
}

char *check_bound_text(char buffer[CHECK_TEXT_SIZE], enum check_kind kind)
{
	const struct check_bound *bound = &bounds[kind];
	char least[CHECK_TEXT_SIZE], most[CHECK_TEXT_SIZE];

	check_figure_text(least, kind, bound->least);
	if (isinf(bound->most)) {
		snprintf(buffer, CHECK_TEXT_SIZE, "at least %.40s", least);
		return buffer;
	}
	check_figure_text(most, kind, bound->most);
	if (bound->least > 0)
		snprintf(buffer, CHECK_TEXT_SIZE, "%.40s to %.40s", least, most);
	else
		snprintf(buffer, CHECK_TEXT_SIZE, bound->most > 0 ? "at most %.40s" : "none", most);
	return buffer;
}
