/* SPDX-License-Identifier: GPL-3.0-or-later */
/* orphan: leaves a process behind. It keeps every descriptor open, and may leave the group and
 * session of its case, as a daemon does. */
#include "config.h"

#include "tests/faulty/faulty.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define LIFE_SECONDS 300 /* so that a test that fails does not leave it for good */

static const char *const answers[] = {"no", "yes", NULL};

static const struct parameter parameters[] = {
	{"daemon", PARAMETER_CHOICE, "", "no", 0, 0, answers, "whether it leaves the case's group",
		false, NULL},
	{0},
};

static int open(struct work *work, struct error *error)
{
	pid_t pid = fork();

	if (pid < 0)
		return error_set(error, "cannot fork: %s", strerror(errno));
	if (pid > 0)
		return 0;
	if (strcmp(parameters_text(&work->parameters, "daemon"), "yes") == 0)
		setsid();
	sleep(LIFE_SECONDS);
	_exit(0);
}

static enum step step(struct task *task, struct work *work)
{
	(void)work;
	task->value = task->index;
	return STEP_DONE;
}

const struct workload workload_orphan = {
	.interface = WORKLOAD_INTERFACE,
	.name = "orphan",
	.summary = "leaves a process behind",
	.parameters = parameters,
	.task_size = sizeof(struct task),
	.open = open,
	.step = step,
	.expected = faulty_expected,
	.cost = faulty_cost,
};
