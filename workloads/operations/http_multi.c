/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Fetches on an event loop: a pool of libcurl handles per loop, spread over shards (see
 * http_shard.h).
 *
 * Handles are made when none is idle, at most as many as tasks can be in flight, and kept with
 * their connections until the loop closes. The handle that became idle last is taken first: its
 * memory is still in the cache.
 *
 * Connections are made in waves, because a server that is offered thousands at once drops what does
 * not fit into its backlog, and each of those would be a second late: a transfer that needs a new
 * connection waits while WAVE others have not yet had their first answer; a server that answers
 * slowly is given WAVE_PAUSE_NS to accept them, then the next wave goes.
 */
#include "config.h"

#include "workloads/operations/http.h"

#include "support/limits.h"
#include "workloads/operations/http_shard.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <unistd.h>

#define SHARD_TRANSFERS 250
#define WAVE 250
#define WAVE_PAUSE_NS 10000000
#define SPARE_DESCRIPTORS 16

/* A pooled handle and the fetch that it is busy with. */
struct flight {
	struct http_transfer transfer;
	struct http_arguments *arguments; /* NULL: idle */
	struct flight *below;             /* in the stack of idle ones */
	struct flight *made_before;       /* in the list of all */
	uint64_t wave; /* in which it asked for a new connection; 0: it did not */
};

struct http_loop {
	struct loop *loop;
	struct http_sockets sockets;
	struct http_shard *shards;
	unsigned shard_count;
	unsigned flight_count;
	struct flight *idle, *all;
	struct http_arguments *waiting_first, *waiting_last; /* for their turn to connect */
	uint64_t wave;                                       /* from 1 */
	unsigned unanswered;                                 /* transfers of this wave */
	struct timer pause; /* until the next wave; runs while any wait */
	bool pausing;
	struct timer hurry; /* due at once: answers have made room in this wave */
};

static void idle_push(struct http_loop *state, struct flight *flight)
{
	flight->arguments = NULL;
	flight->below = state->idle;
	state->idle = flight;
}

static void finished(struct http_shard *shard, struct http_transfer *transfer, CURLcode code)
{
	struct http_loop *state = shard->owner;
	struct flight *flight = (struct flight *)transfer;
	struct http_arguments *arguments = flight->arguments;

	if (flight->wave == state->wave)
		state->unanswered--;
	idle_push(state, flight);
	if (state->waiting_first != NULL)
		loop_after(state->loop, &state->hurry, 0);
	loop_resume(state->loop, arguments->task, http_transfer_result(transfer, code, arguments));
}

static struct flight *flight_new(struct http_loop *state)
{
	struct http_shard *shard = &state->shards[state->flight_count % state->shard_count];
	struct flight *flight = calloc(1, sizeof(*flight));

	if (flight == NULL)
		return NULL;
	if (http_transfer_open(&flight->transfer) < 0)
		goto free_flight;
	if (http_shard_adopt(shard, &flight->transfer) < 0)
		goto close_transfer;
	flight->made_before = state->all;
	state->all = flight;
	state->flight_count++;
	return flight;
close_transfer:
	http_transfer_close(&flight->transfer);
free_flight:
	free(flight);
	return NULL;
}

static struct flight *idle_pop(struct http_loop *state)
{
	struct flight *flight = state->idle;

	state->idle = flight->below;
	return flight;
}

/* Whether the handle that is taken next will find an idle connection in its shard. */
static bool is_connected(const struct http_loop *state)
{
	const struct flight *next = state->idle;

	return next != NULL && next->transfer.shard->connections > next->transfer.shard->in_flight;
}

/* If there was no memory for a flight, the task continues with that error. */
static void start(struct http_loop *state, struct flight *flight, bool connected,
	struct http_arguments *arguments)
{
	int status = -ENOMEM;

	if (flight == NULL)
		goto resume;
	flight->arguments = arguments;
	flight->wave = connected ? 0 : state->wave;
	state->unanswered += !connected;
	if (http_transfer_aim(&flight->transfer, arguments->target) < 0)
		goto push_idle;
	status = http_shard_start(flight->transfer.shard, &flight->transfer);
	if (status == 0)
		return;
push_idle:
	state->unanswered -= !connected;
	idle_push(state, flight);
resume:
	loop_resume(state->loop, arguments->task, status);
}

/* Waiting tasks get new handles while there are fewer handles than tasks can be in flight: so each
 * task soon has a connection of its own instead of one that another task has just used. */
static void start_waiting(struct http_loop *state)
{
	while (state->waiting_first != NULL && state->unanswered < WAVE) {
		struct http_arguments *arguments = state->waiting_first;
		bool grow = state->flight_count < state->loop->concurrency || state->idle == NULL;
		bool connected = !grow && is_connected(state);

		state->waiting_first = arguments->next;
		start(state, grow ? flight_new(state) : idle_pop(state), connected, arguments);
	}
}

static void hurry_fired(struct loop *loop, struct timer *timer)
{
	(void)loop;
	start_waiting((struct http_loop *)((char *)timer - offsetof(struct http_loop, hurry)));
}

static void pause_fired(struct loop *loop, struct timer *timer)
{
	struct http_loop *state =
		(struct http_loop *)((char *)timer - offsetof(struct http_loop, pause));

	state->wave++;
	state->unanswered = 0;
	start_waiting(state);
	state->pausing = state->waiting_first != NULL;
	if (state->pausing)
		loop_after(loop, timer, WAVE_PAUSE_NS);
}

static void wait_for_wave(struct http_loop *state, struct http_arguments *arguments)
{
	arguments->next = NULL;
	if (state->waiting_first == NULL)
		state->waiting_first = arguments;
	else
		state->waiting_last->next = arguments;
	state->waiting_last = arguments;
	if (state->pausing)
		return;
	state->pausing = true;
	loop_after(state->loop, &state->pause, WAVE_PAUSE_NS);
}

/* Every transfer in flight has a connection of its own: it is better to report now that they do not
 * fit than to fail at one of them. The lowest free descriptor is given out, so a new one tells how
 * many are taken. */
static int check_descriptors(const struct loop *loop, unsigned shard_count, struct error *error)
{
	struct rlimit limit;
	int lowest = eventfd(0, EFD_CLOEXEC);
	rlim_t needed;

	if (lowest < 0)
		return error_set(error, "cannot open any descriptor: %s", limits_error(errno));
	close(lowest);
	needed = (rlim_t)lowest + loop->concurrency + (rlim_t)shard_count * HTTP_SHARD_DESCRIPTORS +
		SPARE_DESCRIPTORS;
	if (getrlimit(RLIMIT_NOFILE, &limit) < 0 || needed <= limit.rlim_cur)
		return 0;
	return error_set(error,
		"%u HTTP transfers in flight need %ju open files, and the limit is %ju: "
		"lower the concurrency or raise the limit (ulimit -n)",
		loop->concurrency, (uintmax_t)needed, (uintmax_t)limit.rlim_cur);
}

static void close_shards(struct http_loop *state)
{
	while (state->shard_count > 0)
		http_shard_close(&state->shards[--state->shard_count]);
	free(state->shards);
	free(state->sockets.by_descriptor);
}

static int open_shards(struct http_loop *state, unsigned count, unsigned capacity)
{
	state->shards = calloc(count, sizeof(*state->shards));
	if (state->shards == NULL)
		return -1;
	for (; state->shard_count < count; state->shard_count++) {
		struct http_shard *shard = &state->shards[state->shard_count];

		if (http_shard_open(shard, state->loop, &state->sockets, capacity) < 0)
			return -1;
		shard->owner = state;
		shard->finished = finished;
	}
	return 0;
}

static void close_loop(void *to)
{
	struct http_loop *state = to;

	for (struct flight *flight = state->all, *next; flight != NULL; flight = next) {
		next = flight->made_before;
		if (flight->arguments != NULL)
			http_shard_abandon(flight->transfer.shard, &flight->transfer);
		http_transfer_close(&flight->transfer);
		free(flight);
	}
	close_shards(state);
	loop_cancel(state->loop, &state->pause);
	loop_cancel(state->loop, &state->hurry);
	free(state);
}

static struct http_loop *open_loop(struct loop *loop)
{
	unsigned concurrency = loop->concurrency > 0 ? loop->concurrency : 1;
	unsigned shard_count = (concurrency + SHARD_TRANSFERS - 1) / SHARD_TRANSFERS;
	struct http_loop *state;

	if (check_descriptors(loop, shard_count, &loop->error) < 0)
		return NULL;
	state = calloc(1, sizeof(*state));
	if (state == NULL)
		goto no_memory;
	state->loop = loop;
	state->wave = 1;
	state->pause = (struct timer){.fired = pause_fired, .movable = true};
	state->hurry = (struct timer){.fired = hurry_fired, .movable = true};
	if (open_shards(state, shard_count, (concurrency + shard_count - 1) / shard_count) < 0)
		goto close_shards;
	if (locals_put(&loop->locals, &operation_http, state, close_loop) == 0)
		return state;
close_shards:
	close_shards(state);
	free(state);
no_memory:
	error_set(&loop->error, "no memory for HTTP transfers");
	return NULL;
}

void http_begin(void *to, struct loop *loop, struct task *task)
{
	struct http_arguments *arguments = to;
	struct http_loop *state = locals_get(&loop->locals, &operation_http);
	bool connected;

	if (state == NULL)
		state = open_loop(loop);
	if (state == NULL) {
		loop_resume(loop, task, -EMFILE);
		return;
	}
	arguments->task = task;
	connected = is_connected(state);
	if (connected || state->unanswered < WAVE)
		start(state, state->idle != NULL ? idle_pop(state) : flight_new(state), connected,
			arguments);
	else
		wait_for_wave(state, arguments);
}
