/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * http-fetch: one HTTP GET, from the built-in server or from one of the user's own.
 *
 * A task's value is the status and the size of the body it got. For the built-in server the
 * expected value is known, and the body is checked byte by byte; for the user's server one fetch
 * before the workers start determines it.
 */
#include "config.h"

#include "workloads/operations/http.h"
#include "workloads/workload.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CPU_NS 5000 /* what a request costs a lean client */

struct fetch_task {
	struct task task;
	struct http_arguments http;
};

struct fetch_state {
	struct http_target target;
	const struct operation *operation;
};

static const char *const yes_or_no[] = {"no", "yes", NULL};
static const char *const schemes[] = {"http://", "https://", NULL};

static const struct parameter parameters[] = {
	{.name = "url",
		.kind = PARAMETER_TEXT,
		.unit = "",
		.standard = "",
		.choices = schemes,
		.help = "URL to fetch; empty: from the built-in server"},
	{.name = "delay",
		.kind = PARAMETER_DURATION,
		.unit = "ns",
		.standard = "10ms",
		.smallest = 0,
		.largest = 60e9,
		.help = "time until the built-in server answers",
		.applies = "url="},
	{.name = "size",
		.kind = PARAMETER_BYTES,
		.unit = "bytes",
		.standard = "1KiB",
		.smallest = 0,
		.largest = 16 << 20,
		.help = "size of the body that the built-in server sends",
		.applies = "url="},
	{.name = "reuse",
		.kind = PARAMETER_CHOICE,
		.unit = "",
		.standard = "yes",
		.choices = yes_or_no,
		.help = "keep connections open; no: a new one for each task",
		.option = true},
	{.name = "blocking",
		.kind = PARAMETER_CHOICE,
		.unit = "",
		.standard = "no",
		.choices = yes_or_no,
		.help = "use a client that can only block, in event loops too",
		.option = true},
	{.name = "stall",
		.kind = PARAMETER_DURATION,
		.unit = "ns",
		.standard = "0",
		.smallest = 0,
		.largest = 10e9,
		.help = "time for which the whole built-in server pauses",
		.option = true,
		.applies = "url="},
	{.name = "every",
		.kind = PARAMETER_INTEGER,
		.unit = "requests",
		.standard = "100",
		.smallest = 1,
		.largest = 1e9,
		.help = "number of requests from one pause to the next",
		.option = true,
		.applies = "stall!=0"},
	{0},
};

static bool is_yes(const struct parameters *values, const char *name)
{
	return strcmp(parameters_text(values, name), "yes") == 0;
}

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
	snprintf(url, sizeof(url), "%s/?delay=%s&size=%s&stall=%s&every=%s", work->server,
		parameters_text(values, "delay"), parameters_text(values, "size"),
		parameters_text(values, "stall"), parameters_text(values, "every"));
	if (http_target_init(target, url, parameters_integer(values, "size"), error) < 0)
		return -1;
	target->checked = true;
	return 0;
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
	const struct parameters *values = &work->parameters;
	struct fetch_state *state = calloc(1, sizeof(*state));

	if (state == NULL)
		return error_set(error, "no memory");
	state->operation = is_yes(values, "blocking") ? &operation_http_blocking : &operation_http;
	if (http_init(error) < 0)
		goto free_state;
	if (aim(&state->target, work, error) < 0)
		goto exit_http;
	if (!is_yes(values, "reuse") && http_target_connect_anew(&state->target, error) < 0)
		goto close_target;
	work->state = state;
	return 0;
close_target:
	http_target_close(&state->target);
exit_http:
	http_exit();
free_state:
	free(state);
	return -1;
}

static enum step step(struct task *base, struct work *work)
{
	struct fetch_task *task = (struct fetch_task *)base;
	const struct fetch_state *state = work->state;

	if (base->state == 0) {
		base->state = 1;
		base->operation = state->operation;
		base->arguments = &task->http;
		task->http.target = &state->target;
		return STEP_WAIT;
	}
	if (base->result < 0)
		return STEP_FAILED;
	base->value = value_of(task->http.status, (uint64_t)base->result);
	return STEP_DONE;
}

static uint64_t expected(const struct work *work, uint64_t index)
{
	const struct fetch_state *state = work->state;

	(void)index;
	return value_of(200, state->target.bytes);
}

static void describe(const struct work *work, uint64_t index, uint64_t value, uint64_t right,
	char *buffer, size_t size)
{
	(void)work;
	(void)index;
	if (value >> 32 != right >> 32)
		snprintf(buffer, size, "status %" PRIu64 " instead of %" PRIu64, value >> 32,
			right >> 32);
	else
		snprintf(buffer, size, "%" PRIu64 " bytes instead of %" PRIu64, value & UINT32_MAX,
			right & UINT32_MAX);
}

static void cost(const struct work *work, struct cost *cost)
{
	const struct parameters *values = &work->parameters;

	*cost = (struct cost){.cpu_ns = CPU_NS};
	if (needs(values) == 0)
		return;
	cost->fastest_wait_ns = parameters_number(values, "delay");
	/* While the server is stopped, all tasks in flight wait. */
	cost->wait_ns = parameters_number(values, "delay") +
		parameters_number(values, "stall") / parameters_number(values, "every") *
			work->concurrency;
}

static void close(struct work *work)
{
	struct fetch_state *state = work->state;

	http_target_close(&state->target);
	free(state);
	http_exit();
}

const struct workload workload_http_fetch = {
	.interface = WORKLOAD_INTERFACE,
	.name = "http-fetch",
	.summary = "waiting: for the answer of an HTTP server",
	.parameters = parameters,
	.task_size = sizeof(struct fetch_task),
	.needs = needs,
	.open = open,
	.step = step,
	.expected = expected,
	.describe = describe,
	.cost = cost,
	.close = close,
};
