/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An empty plan for a synthetic machine, and workloads whose cost is their parameters. */
#ifndef BREAKEVEN_TESTS_MADE_MADE_PLAN_H
#define BREAKEVEN_TESTS_MADE_MADE_PLAN_H

#include <criterion/criterion.h>

#include "bench/plan/plan.h"

static struct topology *topology;
static struct plan plan;

/* On a machine as hwloc describes one: "package:1 core:4 pu:2". */
static inline void made_plan_on(const char *machine)
{
	struct settings settings;
	struct error error = {0};

	cr_assert_eq(topology_load_synthetic(&topology, machine, "", &error), 0, "%s", error.text);
	settings_init(&settings);
	settings.seed = 1;
	cr_assert_eq(plan_init(&plan, "test", &settings), 0);
}

static inline void made_plan(void)
{
	made_plan_on("package:1 core:4 pu:2");
}

static inline void made_plan_clear(void)
{
	plan_clear(&plan);
	topology_free(topology);
}

static const struct parameter cost_parameters[] = {
	{.name = "cpu",
		.kind = PARAMETER_NUMBER,
		.unit = "ns",
		.standard = "0",
		.largest = 1e12,
		.help = "of computing"},
	{.name = "wait",
		.kind = PARAMETER_NUMBER,
		.unit = "ns",
		.standard = "0",
		.largest = 1e12,
		.help = "of waiting"},
	{0},
};

static inline void made_cost(const struct work *work, struct cost *cost)
{
	cost->cpu_ns = parameters_number(&work->parameters, "cpu");
	cost->wait_ns = parameters_number(&work->parameters, "wait");
	if (work->iterations_per_second == 0)
		cost->cpu_ns = -1; /* a plan must not divide by it */
}

#endif
