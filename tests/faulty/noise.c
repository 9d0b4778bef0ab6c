/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * noise: sleeps a time that is the same in all of a process and another in each. It comes from the
 * length of the variable that the process got added to its environment, which is drawn evenly from
 * the run's seed; so a run has the same noise again.
 */
#include "config.h"

#include "tests/faulty/faulty.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bench/case/case_environment.h"

static const struct parameter parameters[] = {
	{"duration", PARAMETER_DURATION, "", "10ms", 1e6, 1e9, NULL, "of a task, on average", false,
		NULL},
	{"spread", PARAMETER_NUMBER, "percent", "0", 0, 90, NULL,
		"how far a process is from the average at most", false, NULL},
	{0},
};

/* From -1 to 1. */
static double place_of_process(void)
{
	const char *padding = getenv(CASE_ENVIRONMENT_VARIABLE);

	return padding == NULL ? 0 : 2 * (double)strlen(padding) / CASE_ENVIRONMENT_LARGEST - 1;
}

static enum step step(struct task *task, struct work *work)
{
	double spread = parameters_number(&work->parameters, "spread") / 100;
	double sleep_ns = parameters_number(&work->parameters, "duration") *
		(1 + spread * place_of_process());
	struct timespec left = {
		.tv_sec = (time_t)(sleep_ns / 1e9),
		.tv_nsec = (long)((uint64_t)sleep_ns % 1000000000),
	};

	while (nanosleep(&left, &left) < 0)
		if (errno != EINTR)
			return STEP_FAILED;
	task->value = task->index;
	return STEP_DONE;
}

static void cost(const struct work *work, struct cost *cost)
{
	*cost = (struct cost){.wait_ns = parameters_number(&work->parameters, "duration")};
}

const struct workload workload_noise = {
	.interface = WORKLOAD_INTERFACE,
	.name = "noise",
	.summary = "sleeps another time in each process",
	.parameters = parameters,
	.task_size = sizeof(struct task),
	.step = step,
	.expected = faulty_expected,
	.cost = cost,
};
