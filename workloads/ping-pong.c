/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ping-pong: pairs of tasks send a message back and forth: the cost of communication.
 *
 * Task 2i sends first, task 2i+1 answers. The channels are opened before any worker exists, one for
 * each pair that can be in flight: as many as tasks, because the partner of each may have ended
 * already. A pair takes the channel of its number or, if a slow pair still holds that, any free
 * one. The last 8 bytes of a message say who sent it in which round; a task's value is their sum.
 */
#include "config.h"

#include "workloads/operations/mailbox.h"
#include "workloads/operations/pipe.h"
#include "workloads/shared.h"
#include "workloads/workload.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A message's value: the sum of pair and round times these, and the sender's side. */
#define OF_PAIR 1000003
#define OF_ROUND 31
#define ALIGNMENT 64
#define SIDES 2

struct channel {
	uint64_t pair;         /* that has the channel; the lock guards this and the next */
	unsigned joined, left; /* tasks of the pair; when two have left, the channel is free */
	struct pipe_side sides[SIDES];
	struct mailbox boxes[SIDES]; /* by the receiver's side */
	char *bytes[SIDES];          /* the message of each side */
};

/* In shared memory; the channels' messages lie behind it. */
struct ping_pong {
	pthread_mutex_t lock;
	size_t memory;
	size_t size;
	uint64_t rounds;
	bool through_queue;
	unsigned displaced; /* pairs whose channel is not that of their number */
	unsigned count;
	struct channel channels[];
};

/* Each kind of channel needs either of them. */
union ping_pong_arguments {
	struct pipe_arguments pipe;
	struct mailbox_arguments mailbox;
};

struct ping_pong_task {
	struct task task;
	uint64_t round;
	struct channel *channel;
	union ping_pong_arguments send, receive;
};

enum state { BEGIN, SENT, RECEIVED };

static const char *const through[] = {"pipe", "socketpair", "eventfd", "queue", NULL};

static const struct parameter parameters[] = {
	{.name = "through",
		.kind = PARAMETER_CHOICE,
		.unit = "",
		.standard = "pipe",
		.choices = through,
		.help = "channel of the messages"},
	{.name = "size",
		.kind = PARAMETER_BYTES,
		.unit = "bytes",
		.standard = "8",
		.smallest = 8,
		.largest = PIPE_MESSAGE_LIMIT,
		.help = "size of a message; an eventfd carries 8 bytes only",
		.applies = "through!=eventfd"},
	{.name = "rounds",
		.kind = PARAMETER_INTEGER,
		.unit = "",
		.standard = "100",
		.smallest = 1,
		.largest = 1e9,
		.help = "round trips in one task"},
	{0},
};

static unsigned side_of(uint64_t index)
{
	return index % SIDES;
}

static bool through_queue(const struct parameters *values)
{
	return strcmp(parameters_text(values, "through"), "queue") == 0;
}

/* A queue lies in memory. */
static unsigned needs(const struct parameters *values)
{
	return through_queue(values) ? 0 : WORKLOAD_NEEDS_FORK;
}

static uint64_t message(uint64_t index, uint64_t round)
{
	return index / SIDES * OF_PAIR + round * OF_ROUND + side_of(index) + 1;
}

static size_t round_up(size_t size)
{
	return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

static void close(struct work *work)
{
	struct ping_pong *all = work->state;

	for (unsigned i = 0; i < all->count && !work->attached; i++) {
		pipe_close(all->channels[i].sides);
		for (unsigned side = 0; side < SIDES; side++)
			mailbox_close(&all->channels[i].boxes[side]);
	}
	if (!work->attached)
		pthread_mutex_destroy(&all->lock);
	shared_free(all, all->memory);
}

/* The memory in which a channel's messages lie: one of each side, and one in each mailbox. */
static int open_channel(struct ping_pong *all, unsigned number, char *bytes, enum pipe_kind kind,
	struct error *error)
{
	struct channel *channel = &all->channels[number];
	const size_t each = round_up(all->size);

	for (unsigned side = 0; side < SIDES; side++)
		channel->bytes[side] = bytes + side * each;
	if (!all->through_queue)
		return pipe_open(channel->sides, kind, all->size, error);
	for (unsigned side = 0; side < SIDES; side++)
		if (mailbox_open(&channel->boxes[side], bytes + (SIDES + side) * each, all->size,
			    error) < 0)
			return -1;
	return 0;
}

static struct ping_pong *make(const struct work *work, size_t *messages)
{
	const size_t size = parameters_integer(&work->parameters, "size");
	const size_t of_channel = round_up(size) * 2 * SIDES, count = work->concurrency;
	const size_t head = round_up(sizeof(struct ping_pong) + count * sizeof(struct channel));
	struct ping_pong *all = shared_new(head + count * of_channel);
	pthread_mutexattr_t shared;

	if (all == NULL)
		return NULL;
	*messages = head;
	if (work->attached)
		return all;
	all->memory = head + count * of_channel;
	all->size = size;
	all->rounds = parameters_integer(&work->parameters, "rounds");
	all->count = work->concurrency;
	pthread_mutexattr_init(&shared);
	pthread_mutexattr_setpshared(&shared, PTHREAD_PROCESS_SHARED);
	pthread_mutex_init(&all->lock, &shared);
	pthread_mutexattr_destroy(&shared);
	return all;
}

static enum pipe_kind kind_of(const char *name)
{
	return strcmp(name, "eventfd") == 0       ? PIPE_EVENTFD
		: strcmp(name, "socketpair") == 0 ? PIPE_SOCKETPAIR
						  : PIPE_PIPE;
}

static int open(struct work *work, struct error *error)
{
	const char *name = parameters_text(&work->parameters, "through");
	size_t messages;
	struct ping_pong *all = make(work, &messages);

	if (all == NULL)
		return error_set(error, "no memory for %u channels", work->concurrency);
	work->state = all;
	if (work->attached)
		return 0;
	all->through_queue = through_queue(&work->parameters);
	for (unsigned i = 0; i < all->count; i++)
		if (open_channel(all, i,
			    (char *)all + messages + i * round_up(all->size) * 2 * SIDES,
			    kind_of(name), error) < 0) {
			close(work);
			return error_prefix(error, "through=%s: channel %u of %u", name, i + 1,
				work->concurrency);
		}
	return 0;
}

static bool is_free(const struct channel *channel)
{
	return channel->joined == 0;
}

/* The pair's channel, else a free one, else NULL. */
static struct channel *find(struct ping_pong *all, uint64_t pair)
{
	struct channel *home = &all->channels[pair % all->count], *free = NULL;

	if (!is_free(home) && home->pair == pair)
		return home;
	if (is_free(home) && all->displaced == 0)
		return home;
	for (unsigned i = 0; i < all->count; i++) {
		struct channel *channel = &all->channels[i];

		if (is_free(channel))
			free = channel;
		else if (channel->pair == pair)
			return channel;
	}
	return is_free(home) ? home : free;
}

static struct channel *join(struct ping_pong *all, uint64_t index)
{
	const uint64_t pair = index / SIDES;
	struct channel *channel;

	pthread_mutex_lock(&all->lock);
	channel = find(all, pair);
	if (channel != NULL) {
		if (channel->joined++ == 0 && channel != &all->channels[pair % all->count])
			all->displaced++;
		channel->pair = pair;
	}
	pthread_mutex_unlock(&all->lock);
	return channel;
}

static void leave(struct ping_pong *all, struct channel *channel)
{
	pthread_mutex_lock(&all->lock);
	if (++channel->left == SIDES) {
		channel->joined = channel->left = 0;
		if (channel != &all->channels[channel->pair % all->count])
			all->displaced--;
	}
	pthread_mutex_unlock(&all->lock);
}

static void set_arguments(struct ping_pong_task *task, const struct ping_pong *all)
{
	struct channel *channel = task->channel;
	const unsigned side = side_of(task->task.index);
	char *bytes = channel->bytes[side];

	memset(&task->send, 0, sizeof(task->send));
	memset(&task->receive, 0, sizeof(task->receive));
	if (all->through_queue) {
		task->send.mailbox.mailbox = &channel->boxes[1 - side];
		task->receive.mailbox.mailbox = &channel->boxes[side];
		task->send.mailbox.bytes = task->receive.mailbox.bytes = bytes;
		return;
	}
	task->send.pipe.descriptor = channel->sides[side].out;
	task->receive.pipe.descriptor = channel->sides[side].in;
	task->send.pipe.bytes = task->receive.pipe.bytes = bytes;
	task->send.pipe.size = task->receive.pipe.size = all->size;
}

static enum step send(struct ping_pong_task *task, const struct ping_pong *all)
{
	const uint64_t said = message(task->task.index, task->round);

	memcpy(task->channel->bytes[side_of(task->task.index)] + all->size - sizeof(said), &said,
		sizeof(said));
	task->task.state = SENT;
	task->task.operation = all->through_queue ? &operation_mailbox_put : &operation_pipe_write;
	task->task.arguments = &task->send;
	return STEP_WAIT;
}

static enum step receive(struct ping_pong_task *task, const struct ping_pong *all)
{
	if (all->through_queue)
		task->receive.mailbox.last = task->round + 1 == all->rounds;
	else
		task->receive.pipe.last = task->round + 1 == all->rounds;
	task->task.state = RECEIVED;
	task->task.operation = all->through_queue ? &operation_mailbox_take : &operation_pipe_read;
	task->task.arguments = &task->receive;
	return STEP_WAIT;
}

static uint64_t received(const struct ping_pong_task *task, const struct ping_pong *all)
{
	uint64_t said;

	memcpy(&said, task->channel->bytes[side_of(task->task.index)] + all->size - sizeof(said),
		sizeof(said));
	return said;
}

static enum step step(struct task *base, struct work *work)
{
	struct ping_pong_task *task = (struct ping_pong_task *)base;
	struct ping_pong *all = work->state;
	const bool sends_first = side_of(base->index) == 0;

	if (base->state == BEGIN) {
		task->round = 0;
		task->channel = join(all, base->index);
		if (task->channel == NULL) {
			base->result = -ENOBUFS;
			return STEP_FAILED;
		}
		set_arguments(task, all);
		return sends_first ? send(task, all) : receive(task, all);
	}
	if (base->result < 0) {
		leave(all, task->channel);
		return STEP_FAILED;
	}
	if (base->state == RECEIVED)
		base->value += received(task, all);
	/* A round ends when the first sender has received, or the other side has sent. */
	if ((base->state == RECEIVED) == sends_first && ++task->round == all->rounds) {
		leave(all, task->channel);
		return STEP_DONE;
	}
	return base->state == SENT ? receive(task, all) : send(task, all);
}

static uint64_t expected(const struct work *work, uint64_t index)
{
	const struct ping_pong *all = work->state;
	const uint64_t partner = index ^ 1, rounds = all->rounds;

	return rounds * message(partner, 0) + rounds * (rounds - 1) / 2 * OF_ROUND;
}

static void describe(const struct work *work, uint64_t index, uint64_t value, uint64_t right,
	char *buffer, size_t size)
{
	(void)work;
	(void)index;
	snprintf(buffer, size, "messages whose numbers add up to %" PRIu64 " instead of %" PRIu64,
		value, right);
}

/* At least a system call to send and one to receive, or the locks of a queue. */
static void cost(const struct work *work, struct cost *cost)
{
	const bool queue = through_queue(&work->parameters);

	*cost = (struct cost){
		.cpu_ns = parameters_number(&work->parameters, "rounds") * (queue ? 50 : 400)};
}

const struct workload workload_ping_pong = {
	.interface = WORKLOAD_INTERFACE,
	.name = "ping-pong",
	.summary = "talking: pairs of tasks exchange messages",
	.parameters = parameters,
	.task_size = sizeof(struct ping_pong_task),
	.partners = SIDES,
	.needs = needs,
	.open = open,
	.step = step,
	.expected = expected,
	.describe = describe,
	.cost = cost,
	.close = close,
};
