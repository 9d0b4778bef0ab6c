/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loops of the async runners; see event_loop.h. */
#include "config.h"

#include "runners/event_loop.h"

#include <stdlib.h>
#include <string.h>

static const char *const blocking_choices[] = {"offload", "inline", NULL};

/* Four helpers are what Node.js has (libuv, UV_THREADPOOL_SIZE). */
const struct parameter event_loop_parameters[] = {
	{.name = "blocking",
		.kind = PARAMETER_CHOICE,
		.unit = "",
		.standard = "offload",
		.choices = blocking_choices,
		.help = "what can only block: to helper threads, or in the loop itself"},
	{.name = "helpers",
		.kind = PARAMETER_INTEGER,
		.unit = "",
		.standard = "4",
		.smallest = 1,
		.largest = 1024,
		.help = "helper threads of each loop, for blocking=offload"},
	{0},
};

struct epoll_loop *event_loop_new(const struct crew *crew, unsigned concurrency,
	struct error *error)
{
	bool offload = strcmp(parameters_text(&crew->parameters, "blocking"), "offload") == 0;
	unsigned helpers = (unsigned)parameters_integer(&crew->parameters, "helpers");
	struct epoll_loop *loop = malloc(sizeof(*loop));

	if (loop == NULL) {
		error_set(error, "no memory for an event loop");
		return NULL;
	}
	if (epoll_loop_open(loop, concurrency, offload ? helpers : 0, error) == 0)
		return loop;
	free(loop);
	return NULL;
}

void event_loop_free(struct epoll_loop *loop)
{
	epoll_loop_close(loop);
	free(loop);
}
