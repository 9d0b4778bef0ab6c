/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Does what no plugin should: in a hook as its parameters say, `in` and `does`, and when it is
 * loaded or unloaded as the variable MISBEHAVES ("constructor exit") of the environment says.
 */
#include "tests/plugins/plugin.h"

#include <breakeven/parameter.h>

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static const char *const places[] = {"nowhere", "needs", "cost", "open", "prepare", "step",
	"expected", "describe", "observe", "close", NULL};

static const char *const deeds[] = {"exit", "crash", "abort", "hang", "descriptors", "print",
	"junk", "child", "handlers", "leave", NULL};

static const struct parameter parameters[] = {
	{"in", PARAMETER_CHOICE, "", "nowhere", 0, 0, places, "the hook", false, NULL},
	{"does", PARAMETER_CHOICE, "", "exit", 0, 0, deeds, "what it does there", false, NULL},
	{"number", PARAMETER_INTEGER, "", "1", 0, 1e6, NULL, "tells cases apart", true, NULL},
	{0},
};

static void leave(void)
{
	_exit(0);
}

/* A child that lives on, in a session of its own, with all descriptors open. */
static void leave_child(void)
{
	if (fork() != 0)
		return;
	setsid();
	for (;;)
		pause();
}

static void print_junk(int descriptor)
{
	static const char junk[] = "junk\n";

	if (write(descriptor, junk, sizeof(junk) - 1) < 0)
		_exit(9);
}

/* For ever; the file that the variable HANGING names says that it is so. */
static void hang(void)
{
	const char *sign = getenv("HANGING");

	if (sign != NULL && creat(sign, 0600) < 0)
		_exit(9);
	for (;;)
		pause();
}

static void ignore_all(void)
{
	sigset_t all;

	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, NULL);
	signal(SIGTERM, SIG_IGN);
	signal(SIGINT, SIG_IGN);
}

static void misbehave(const char *deed)
{
	if (strcmp(deed, "exit") == 0)
		exit(0);
	else if (strcmp(deed, "crash") == 0)
		signal(SIGSEGV, SIG_DFL), raise(SIGSEGV);
	else if (strcmp(deed, "abort") == 0)
		signal(SIGABRT, SIG_DFL), abort();
	else if (strcmp(deed, "descriptors") == 0)
		for (int descriptor = 0; descriptor < 64; descriptor++)
			close(descriptor);
	else if (strcmp(deed, "print") == 0)
		print_junk(STDOUT_FILENO);
	else if (strcmp(deed, "junk") == 0)
		print_junk(3);
	else if (strcmp(deed, "child") == 0)
		leave_child();
	else if (strcmp(deed, "handlers") == 0)
		ignore_all();
	else if (strcmp(deed, "leave") == 0)
		atexit(leave);
	else if (strcmp(deed, "hang") == 0)
		hang();
}

static void visit(const struct parameters *given, const char *place)
{
	if (strcmp(parameters_text(given, "in"), place) == 0)
		misbehave(parameters_text(given, "does"));
}

static void visit_outside(const char *place)
{
	const char *told = getenv("MISBEHAVES");
	const size_t length = strlen(place);

	if (told != NULL && strncmp(told, place, length) == 0 && told[length] == ' ')
		misbehave(told + length + 1);
}

__attribute__((constructor)) static void constructor(void)
{
	visit_outside("constructor");
}

__attribute__((destructor)) static void destructor(void)
{
	visit_outside("destructor");
}

static unsigned needs(const struct parameters *given)
{
	visit(given, "needs");
	return 0;
}

static int open_work(struct work *work, struct error *error)
{
	(void)error;
	visit(&work->parameters, "open");
	return 0;
}

static int prepare(struct work *work, uint64_t tasks, struct error *error)
{
	(void)tasks;
	(void)error;
	visit(&work->parameters, "prepare");
	return 0;
}

static enum step step(struct task *task, struct work *work)
{
	enum step outcome;

	if (task->index == 0)
		visit(&work->parameters, "step");
	outcome = plugin_step(task, work);
	/* Only a wrong value is described. */
	if (strcmp(parameters_text(&work->parameters, "in"), "describe") == 0)
		task->value++;
	return outcome;
}

static uint64_t expected(const struct work *work, uint64_t index)
{
	if (index == 0)
		visit(&work->parameters, "expected");
	return index;
}

static void describe(const struct work *work, uint64_t index, uint64_t value, uint64_t wanted,
	char *buffer, size_t size)
{
	(void)index;
	(void)value;
	(void)wanted;
	(void)buffer;
	(void)size;
	visit(&work->parameters, "describe");
}

static void cost(const struct work *work, struct cost *cost)
{
	visit(&work->parameters, "cost");
	*cost = (struct cost){.cpu_ns = 10};
}

static unsigned observe(const struct work *work, struct observation *observations)
{
	(void)observations;
	visit(&work->parameters, "observe");
	return 0;
}

static void close_work(struct work *work)
{
	visit(&work->parameters, "close");
}

const struct workload breakeven_workload = {
	.interface = WORKLOAD_INTERFACE,
	.name = "misbehaves",
	.summary = "does what no plugin should",
	.parameters = parameters,
	.task_size = sizeof(struct task),
	.needs = needs,
	.open = open_work,
	.prepare = prepare,
	.step = step,
	.expected = expected,
	.describe = describe,
	.cost = cost,
	.observe = observe,
	.close = close_work,
};
