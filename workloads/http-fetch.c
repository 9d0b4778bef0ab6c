/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * http-fetch: one HTTP GET, from the built-in server or one of the user's own.
 *
 * A task's value is the status and the size of the body it got. What it must be is known of the
 * built-in server; of the user's it is settled by one fetch before the workers start.
 */
#include "config.h"

#include "workloads/operations/http.h"
#include "workloads/workload.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#define CPU_NS 5000 /* what a request costs a lean client */

struct fetch_task {
	struct task task;
	struct http_arguments http;
};

static const struct parameter parameters[] = {
	{"url", PARAMETER_TEXT, "", "", 0, 0, NULL,
		"what to fetch; empty: from the built-in server"},
	{"delay", PARAMETER_DURATION, "ns", "10ms", 0, 60e9, NULL,
		"after which the built-in server answers"},
	{"size", PARAMETER_BYTES, "bytes", "1KiB", 0, 16 << 20, NULL,
		"of the body that the built-in server sends"},
	{0},
};

static uint64_t value_of(long status, uint64_t bytes)
{
	return (uint64_t)status << 32 | bytes;
}

static unsigned needs(const struct parameters *values)
{
	return parameters_text(values, "url")[0] == '\0' ? WORKLOAD_NEEDS_SERVER : 0;
}

static int aim_at_server(struct http_target *target, const struct work *work, struct error *error)
{
	const struct parameters *values = &work->parameters;
	char url[sizeof(target->url)];

	if (work->server[0] == '\0')
		return error_set(error,
			"http-fetch without url= needs the built-in server, and it is not running");
	snprintf(url, sizeof(url), "%s/?delay=%s&size=%s", work->server,
		parameters_text(values, "delay"), parameters_text(values, "size"));
	return http_target_init(target, url, parameters_integer(values, "size"), error);
}

static int aim_at_url(struct http_target *target, const char *url, struct error *error)
{
	if (http_target_init_checked(target, url, error) < 0)
		return -1;
	if (target->bytes <= UINT32_MAX)
		return 0;
	http_target_close(target);
	return error_set(error, "%s has %" PRIu64 " bytes; at most 4 GiB can be fetched", url,
		target->bytes);
}

static int aim(struct http_target *target, const struct work *work, struct error *error)
{
	const char *url = parameters_text(&work->parameters, "url");

	return url[0] == '\0' ? aim_at_server(target, work, error) : aim_at_url(target, url, error);
}

static int open(struct work *work, struct error *error)
{
	struct http_target *target = malloc(sizeof(*target));

	if (target == NULL)
		return error_set(error, "no memory");
	if (http_init(error) < 0)
		goto free_target;
	if (aim(target, work, error) < 0)
		goto exit_http;
	work->state = target;
	return 0;
exit_http:
	http_exit();
free_target:
	free(target);
	return -1;
}

static enum step step(struct task *base, struct work *work)
{
	struct fetch_task *task = (struct fetch_task *)base;

	if (base->state == 0) {
		base->state = 1;
		base->operation = &operation_http;
		base->arguments = &task->http;
		task->http.target = work->state;
		return STEP_WAIT;
	}
	if (base->result < 0)
		return STEP_FAILED;
	base->value = value_of(task->http.status, (uint64_t)base->result);
	return STEP_DONE;
}

static uint64_t expected(const struct work *work, uint64_t index)
{
	const struct http_target *target = work->state;

	(void)index;
	return value_of(200, target->bytes);
}

static void cost(const struct work *work, struct cost *cost)
{
	bool built_in = parameters_text(&work->parameters, "url")[0] == '\0';

	*cost = (struct cost){
		.cpu_ns = CPU_NS,
		.wait_ns = built_in ? parameters_number(&work->parameters, "delay") : 0,
	};
}

static void close(struct work *work)
{
	struct http_target *target = work->state;

	http_target_close(target);
	free(target);
	http_exit();
}

const struct workload workload_http_fetch = {
	.interface = WORKLOAD_INTERFACE,
	.name = "http-fetch",
	.summary = "waiting: for an HTTP server's answer",
	.parameters = parameters,
	.task_size = sizeof(struct fetch_task),
	.needs = needs,
	.open = open,
	.step = step,
	.expected = expected,
	.cost = cost,
	.close = close,
};
