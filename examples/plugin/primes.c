/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * primes: a breakeven workload as a plugin. A task counts the primes below a number and then waits,
 * as for a database that stores the count.
 *
 * Replace count_primes() by your own function, set its expected result in open(), and run make:
 *
 *	breakeven run --plugin ./primes.so -w primes:below=5000,pause=1ms
 */
#include <breakeven/sleep.h>
#include <breakeven/workload.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#define NUMBER_NS 5.0 /* the least that one number takes */

/* One task's memory; struct task comes first. */
struct primes_task {
	struct task task;
	struct sleep_arguments pause;
};

/* One case's; open() makes it, all tasks read it. */
struct primes_state {
	uint64_t below;
	uint64_t pause_ns;
	uint64_t primes;
};

static const struct parameter parameters[] = {
	{.name = "below",
		.kind = PARAMETER_INTEGER,
		.unit = "numbers",
		.standard = "10000",
		.smallest = 1,
		.largest = 1e7,
		.help = "where counting ends"},
	{.name = "pause",
		.kind = PARAMETER_DURATION,
		.unit = "ns",
		.standard = "0",
		.smallest = 0,
		.largest = 60e9,
		.help = "how long a task waits when it has counted"},
	{0},
};

/* The function to be measured. */
static uint64_t count_primes(uint64_t below)
{
	uint64_t count = 0;

	for (uint64_t number = 2; number < below; number++) {
		uint64_t divisor = 2;

		while (divisor * divisor <= number && number % divisor != 0)
			divisor++;
		count += divisor * divisor > number;
	}
	return count;
}

/* The same number by another method, to check the function: the sieve of Eratosthenes. */
static int sieve_primes(uint64_t below, uint64_t *count, struct error *error)
{
	bool *composite = calloc(below, sizeof(*composite));

	if (composite == NULL)
		return error_set(error, "no memory to sieve the numbers below %llu",
			(unsigned long long)below);
	*count = 0;
	for (uint64_t number = 2; number < below; number++) {
		if (composite[number])
			continue;
		++*count;
		for (uint64_t multiple = number * number; multiple < below; multiple += number)
			composite[multiple] = true;
	}
	free(composite);
	return 0;
}

/* Once per case, before any worker exists. */
static int open(struct work *work, struct error *error)
{
	struct primes_state *state = malloc(sizeof(*state));

	if (state == NULL)
		return error_set(error, "no memory");
	state->below = parameters_integer(&work->parameters, "below");
	state->pause_ns = parameters_integer(&work->parameters, "pause");
	if (sieve_primes(state->below, &state->primes, error) < 0) {
		free(state);
		return -1;
	}
	work->state = state;
	return 0;
}

/* A task from one wait to the next. The runner decides how to wait: a thread sleeps, an event loop
 * continues with other tasks. */
static enum step step(struct task *base, struct work *work)
{
	struct primes_task *task = (struct primes_task *)base;
	const struct primes_state *state = work->state;

	if (base->state == 1)
		return base->result < 0 ? STEP_FAILED : STEP_DONE;
	base->value = count_primes(state->below);
	if (state->pause_ns == 0)
		return STEP_DONE;
	base->state = 1;
	base->operation = &operation_sleep;
	base->arguments = &task->pause;
	task->pause.duration_ns = state->pause_ns;
	return STEP_WAIT;
}

/* What every task must have counted. */
static uint64_t expected(const struct work *work, uint64_t index)
{
	const struct primes_state *state = work->state;

	(void)index;
	return state->primes;
}

/* Describes a wrong value; omit it if two numbers say enough. */
static void describe(const struct work *work, uint64_t index, uint64_t value, uint64_t right,
	char *buffer, size_t size)
{
	const struct primes_state *state = work->state;

	(void)index;
	snprintf(buffer, size, "%llu primes below %llu instead of %llu", (unsigned long long)value,
		(unsigned long long)state->below, (unsigned long long)right);
}

/* The least that a task costs. */
static void cost(const struct work *work, struct cost *cost)
{
	*cost = (struct cost){
		.cpu_ns = parameters_number(&work->parameters, "below") * NUMBER_NS,
		.wait_ns = parameters_number(&work->parameters, "pause"),
	};
}

static void close(struct work *work)
{
	free(work->state);
}

const struct workload breakeven_workload = {
	.interface = WORKLOAD_INTERFACE,
	.name = "primes",
	.summary = "computing: primes counted by trial division, then a pause",
	.parameters = parameters,
	.task_size = sizeof(struct primes_task),
	.open = open,
	.step = step,
	.expected = expected,
	.describe = describe,
	.cost = cost,
	.close = close,
};
