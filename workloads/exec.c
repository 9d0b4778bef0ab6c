/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * exec: a task runs a program to its end, without a shell.
 *
 * A task's value is the exit status, which must be 0. The command is tried once before the workers
 * start, so that a wrong one is refused with the reason.
 */
#include "config.h"

#include "workloads/operations/program.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "support/limits.h"

#define CPU_NS 100000 /* of starting and ending a small program */
#define SIGNALS 128   /* added to the number of the signal that ended it, as in a shell */
#define LAST_SIGNAL 64
#define NOTE_SIZE (LIMITS_TEXT + 32)

struct exec_task {
	struct task task;
	struct program_arguments program;
};

static const struct parameter parameters[] = {
	{.name = "command",
		.kind = PARAMETER_TEXT,
		.unit = "",
		.standard = "true",
		.help = "the program and its arguments, separated by spaces; no shell, so no quotes"},
	{0},
};

/* The signal that ended it, if the status is what a shell returns for a signal. */
static const char *signal_note(char note[NOTE_SIZE], int64_t status)
{
	note[0] = '\0';
	if (status > SIGNALS && status <= SIGNALS + LAST_SIGNAL)
		snprintf(note, NOTE_SIZE, " (%d + %s)", SIGNALS,
			limits_signal((int)status - SIGNALS));
	return note;
}

static int try_once(const struct program *program, const char *command, struct error *error)
{
	struct program_arguments arguments = {.program = program};
	int64_t result = operation_program.perform(&arguments, NULL);
	char note[NOTE_SIZE];

	if (result < 0)
		return error_set(error, "cannot run \"%s\": %s", command,
			limits_error((int)-result));
	if (result > 0)
		return error_set(error,
			"the command \"%s\" ended with exit status %" PRId64 "%s; exec needs 0",
			command, result, signal_note(note, result));
	return 0;
}

static int open(struct work *work, struct error *error)
{
	const char *command = parameters_text(&work->parameters, "command");
	struct program *program = program_new(command, error);

	if (program == NULL)
		return -1;
	if (try_once(program, command, error) < 0) {
		program_free(program);
		return -1;
	}
	work->state = program;
	return 0;
}

static enum step step(struct task *base, struct work *work)
{
	struct exec_task *task = (struct exec_task *)base;

	if (base->state == 0) {
		base->state = 1;
		base->operation = &operation_program;
		base->arguments = &task->program;
		task->program.program = work->state;
		return STEP_WAIT;
	}
	base->value = (uint64_t)base->result;
	return base->result < 0 ? STEP_FAILED : STEP_DONE;
}

static uint64_t expected(const struct work *work, uint64_t index)
{
	(void)work;
	(void)index;
	return 0;
}

static void describe(const struct work *work, uint64_t index, uint64_t value, uint64_t right,
	char *buffer, size_t size)
{
	char note[NOTE_SIZE];

	(void)work;
	(void)index;
	snprintf(buffer, size, "exit status %" PRIu64 "%s instead of %" PRIu64, value,
		signal_note(note, (int64_t)value), right);
}

/* The cost of the program itself is not known in advance. */
static void cost(const struct work *work, struct cost *cost)
{
	(void)work;
	*cost = (struct cost){.cpu_ns = CPU_NS};
}

static void close(struct work *work)
{
	program_free(work->state);
}

const struct workload workload_exec = {
	.interface = WORKLOAD_INTERFACE,
	.name = "exec",
	.summary = "programs: start one and wait for its end",
	.parameters = parameters,
	.task_size = sizeof(struct exec_task),
	.open = open,
	.step = step,
	.expected = expected,
	.describe = describe,
	.cost = cost,
	.close = close,
};
