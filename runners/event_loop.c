/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loops of the async runners; see event_loop.h. */
#include "config.h"

#include "runners/event_loop.h"

#include "runners/waiting/drive.h"
#include "runners/waiting/epoll_loop.h"
#include "runners/waiting/ring_loop.h"

#include <stdlib.h>
#include <string.h>

static const char *const blocking_choices[] = {"offload", "inline", NULL};
static const char *const loop_choices[] = {"epoll", "io_uring", NULL};

/* Four helpers are what Node.js has (libuv, UV_THREADPOOL_SIZE). */
const struct parameter event_loop_parameters[] = {
	{.name = "blocking",
		.kind = PARAMETER_CHOICE,
		.option = true,
		.unit = "",
		.standard = "offload",
		.choices = blocking_choices,
		.help = "where blocking work runs: in helper threads, or in the loop itself"},
	{.name = "helpers",
		.kind = PARAMETER_INTEGER,
		.option = true,
		.unit = "",
		.standard = "4",
		.smallest = 1,
		.largest = 1024,
		.help = "helper threads of each loop",
		.applies = "blocking=offload"},
	{.name = "loop",
		.kind = PARAMETER_CHOICE,
		.option = true,
		.unit = "",
		.standard = "epoll",
		.choices = loop_choices,
		.help = "what the loop waits with; io_uring also reads and writes files "
			"without blocking"},
	{0},
};

static bool is_ring(const struct parameters *parameters)
{
	return strcmp(parameters_text(parameters, "loop"), "io_uring") == 0;
}

int event_loop_supports(const struct parameters *parameters, const struct workload *workload,
	unsigned needs, struct error *reason)
{
	(void)workload;
	(void)needs;
	if (!is_ring(parameters) || ring_loop_probe(reason) == 0)
		return 0;
	return error_prefix(reason, "loop=io_uring");
}

struct common_loop *event_loop_new(const struct crew *crew, unsigned concurrency,
	struct error *error)
{
	bool offload = strcmp(parameters_text(crew->parameters, "blocking"), "offload") == 0;
	unsigned helpers = offload ? (unsigned)parameters_integer(crew->parameters, "helpers") : 0;

	return is_ring(crew->parameters) ? ring_loop_new(concurrency, helpers, error)
					 : epoll_loop_new(concurrency, helpers, error);
}

void event_loop_free(struct common_loop *loop)
{
	common_loop_close(loop);
	free(loop);
}

static int begin(const struct crew *crew, const struct worker *worker, void **own,
	struct error *error)
{
	*own = event_loop_new(crew, crew_slots_of(crew, worker->number), error);
	return *own != NULL ? 0 : -1;
}

static void work(const struct crew *crew, struct team *team, struct worker *worker, void *own)
{
	drive(own, crew, worker, team_claim, team, &worker->error);
}

static void end(void *own)
{
	event_loop_free(own);
}

const struct team_duty event_loop_duty = {.begin = begin, .work = work, .end = end};
