/* SPDX-License-Identifier: GPL-3.0-or-later */
/* crash: one task ends its process by a signal, after the last words it was told to say. */
#include "config.h"

#include "tests/faulty/faulty.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

static const char *const last_words[] = {"nothing", "words", "bytes", NULL};

static const struct parameter parameters[] = {
	{"says", PARAMETER_CHOICE, "", "nothing", 0, 0, last_words,
		"on standard error: a line of text, or bytes that are neither text nor harmless",
		false, NULL},
	{0},
};

static void say(const char *text)
{
	ssize_t written = write(STDERR_FILENO, text, strlen(text));

	(void)written;
}

static enum step step(struct task *task, struct work *work)
{
	const char *says = parameters_text(&work->parameters, "says");

	task->value = task->index;
	if (task->index != FAULTY_TASK)
		return STEP_DONE;
	if (strcmp(says, "words") == 0)
		say("first words\nlast words\n");
	else if (strcmp(says, "bytes") == 0)
		say("\x1b[31mred \xff\xfe \xc3( end\n");
	/* A sanitizer would catch the signal and exit. */
	signal(SIGSEGV, SIG_DFL);
	raise(SIGSEGV);
	return STEP_DONE;
}

const struct workload workload_crash = {
	.interface = WORKLOAD_INTERFACE,
	.name = "crash",
	.summary = "a task ends its process by a signal",
	.parameters = parameters,
	.task_size = sizeof(struct task),
	.step = step,
	.expected = faulty_expected,
	.cost = faulty_cost,
};
