/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * dispatch=map with channel=pipe: two pipes to each worker process. The leader writes a range of
 * `chunk` tasks into one of them, the worker writes what each task answered, with its stamps, into
 * the other, and then gets its next range. Nothing of a task goes through shared memory; what the
 * worker counts about itself (tasks done, CPUs seen) does.
 *
 * Timed: from the opening of the gate until the leader has read the last answer.
 */
#include "config.h"

#include "runners/pool.h"
#include "runners/waiting/arrival.h"
#include "runners/waiting/blocking.h"
#include "support/limits.h"
#include "support/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#define ANSWERS_AT_ONCE 160 /* in one atomic write: below PIPE_BUF */
#define EVENTS_AT_ONCE 64

struct order {
	uint64_t begin, end; /* empty: the batch is over */
};

struct answer {
	uint64_t value, begin_ns, end_ns;
};

/* The two pipes of a worker. */
struct line {
	int orders[2], answers[2];
	uint64_t next, end;   /* of its range: the task whose answer comes next */
	size_t partial;       /* bytes of that answer received so far */
	struct answer answer; /* its received part */
};

struct lines {
	size_t size; /* of this and all lines, in bytes */
	int epoll;
	unsigned count;
	struct line all[]; /* by worker */
};

static void close_pipes(struct team *team)
{
	struct lines *lines = team->common;

	for (unsigned i = 0; i < lines->count; i++)
		for (unsigned end = 0; end < 2; end++) {
			close(lines->all[i].orders[end]);
			close(lines->all[i].answers[end]);
		}
	close(lines->epoll);
	memory_unmap(lines, lines->size);
}

static int open_line(struct lines *lines, unsigned number)
{
	struct line *line = &lines->all[number];
	struct epoll_event event = {.events = EPOLLIN, .data.u32 = number};

	if (pipe2(line->orders, O_CLOEXEC) < 0)
		return -1;
	if (pipe2(line->answers, O_CLOEXEC) < 0) {
		close(line->orders[0]);
		close(line->orders[1]);
		return -1;
	}
	lines->count++;
	return epoll_ctl(lines->epoll, EPOLL_CTL_ADD, line->answers[0], &event);
}

static int open_pipes(const struct crew *crew, struct team *team, struct error *error)
{
	const size_t size = sizeof(struct lines) + crew->worker_limit * sizeof(struct line);
	struct lines *lines = memory_map(size, "the pipes", error);
	int cause;

	if (lines == NULL)
		return -1;
	team->chunk = pool_chunk(crew->parameters);
	lines->size = size;
	lines->epoll = epoll_create1(EPOLL_CLOEXEC);
	team->common = lines;
	while (lines->epoll >= 0 && lines->count < crew->worker_limit)
		if (open_line(lines, lines->count) < 0)
			break;
	if (lines->count == crew->worker_limit)
		return 0;
	cause = errno;
	error_set(error, "cannot make the pipes of worker %u of %u: %s", lines->count + 1,
		crew->worker_limit, limits_error(cause));
	close_pipes(team);
	return -1;
}

static void pass(const struct team *team, unsigned number, int flags)
{
	const struct lines *lines = team->common;
	const struct line *line = &lines->all[number];

	fcntl(line->orders[0], F_SETFD, flags);
	fcntl(line->answers[1], F_SETFD, flags);
}

/* Reads or writes all of it. 0 or -1. */
static int transfer(ssize_t (*call)(int, void *, size_t), int descriptor, void *from, size_t size)
{
	for (size_t done = 0; done < size;) {
		ssize_t step = call(descriptor, (char *)from + done, size - done);

		if (step <= 0 && !(step < 0 && errno == EINTR))
			return -1;
		done += step > 0 ? (size_t)step : 0;
	}
	return 0;
}

static ssize_t call_write(int descriptor, void *from, size_t size)
{
	return write(descriptor, from, size);
}

/* ---- The leader's side */

/* Sends the next range to this worker, which has none. */
static int give(struct line *line, struct team *team, const struct crew *crew)
{
	uint64_t begin = atomic_load_explicit(&team->next, memory_order_relaxed);
	uint64_t left = crew->batch.tasks - begin;
	struct order order = {begin, begin + (left < team->chunk ? left : team->chunk)};

	line->next = order.begin;
	line->end = order.end;
	if (left == 0)
		return 0;
	atomic_store_explicit(&team->next, order.end, memory_order_relaxed);
	return transfer(call_write, line->orders[1], &order, sizeof(order));
}

static void keep(const struct batch *batch, uint64_t index, const struct answer *answer)
{
	batch->values[index] = answer->value;
	if (batch->task_end_ns == NULL)
		return;
	batch->task_begin_ns[index] = answer->begin_ns;
	batch->task_end_ns[index] = answer->end_ns;
}

/* Reads what this worker has answered so far. Returns the number of answers, or -1. */
static int receive(struct line *line, const struct batch *batch)
{
	struct answer answers[ANSWERS_AT_ONCE];
	size_t had = line->partial, count;
	ssize_t step;

	memcpy(answers, &line->answer, had);
	do {
		step = read(line->answers[0], (char *)answers + had, sizeof(answers) - had);
	} while (step < 0 && errno == EINTR);
	if (step <= 0)
		return -1;
	count = (had + (size_t)step) / sizeof(struct answer);
	if (count > line->end - line->next)
		return -1;
	for (size_t i = 0; i < count; i++)
		keep(batch, line->next++, &answers[i]);
	line->partial = (had + (size_t)step) % sizeof(struct answer);
	if (line->partial > 0)
		memcpy(&line->answer, &answers[count], line->partial);
	return (int)count;
}

/* Waits for answers, and sends workers that have finished their range the next. Returns how many
 * answers came, or -1. */
static int turn(struct team *team, const struct crew *crew, const struct watchman *watchman)
{
	struct lines *lines = team->common;
	struct epoll_event events[EVENTS_AT_ONCE];
	int count = epoll_wait(lines->epoll, events, EVENTS_AT_ONCE,
		(int)(GATE_ALIVE_CHECK_NS / NANOSECONDS_PER_MILLISECOND));
	int received = 0;

	if (count == 0)
		return watchman->alive == NULL || watchman->alive(watchman->context) ? 0 : -1;
	if (count < 0)
		return errno == EINTR ? 0 : -1;
	for (int i = 0; i < count; i++) {
		struct line *line = &lines->all[events[i].data.u32];
		int step = receive(line, &crew->batch);

		if (step < 0 || (line->next == line->end && give(line, team, crew) < 0))
			return -1;
		received += step;
	}
	return received;
}

static int lead(struct crew *crew, struct team *team, const struct watchman *watchman)
{
	struct lines *lines = team->common;
	struct order over = {0};

	for (unsigned i = 0; i < lines->count; i++)
		if (give(&lines->all[i], team, crew) < 0)
			return -1;
	for (uint64_t left = crew->batch.tasks; left > 0;) {
		int received = turn(team, crew, watchman);

		if (received < 0)
			return -1;
		left -= (uint64_t)received;
	}
	crew->batch.end_ns = clock_now_ns();
	for (unsigned i = 0; i < lines->count; i++)
		if (transfer(call_write, lines->all[i].orders[1], &over, sizeof(over)) < 0)
			return -1;
	return 0;
}

/* ---- The worker's side */

static void execute(const struct crew *crew, struct worker *worker, uint64_t index,
	struct answer *answer)
{
	struct task *task = crew_slot(crew, worker->number);
	enum step end;

	/* As with dispatch=submit the worker may have waited since its last task. */
	task_init(task, index, arrival_await(crew, index, crew_stamp(crew)));
	end = blocking_execute(task, crew->work, worker);
	*answer = (struct answer){task->value, task->begin_ns, crew_stamp(crew)};
	worker_account(worker, crew, task, end);
}

/* A worker that can no longer reach its leader ends its part of the batch: the leader notices
 * missing answers, or has ended. */
static void work(const struct crew *crew, struct team *team, struct worker *worker, void *own)
{
	const struct lines *lines = team->common;
	const struct line *line = &lines->all[worker->number];
	struct answer answers[ANSWERS_AT_ONCE];
	struct order order;

	(void)own;
	while (transfer(read, line->orders[0], &order, sizeof(order)) == 0 &&
		order.begin < order.end) {
		size_t count = 0;

		for (uint64_t i = order.begin; i < order.end; i++) {
			execute(crew, worker, i, &answers[count++]);
			if (count < ANSWERS_AT_ONCE && i + 1 < order.end)
				continue;
			if (transfer(call_write, line->answers[1], answers,
				    count * sizeof(*answers)) < 0)
				return;
			count = 0;
		}
	}
	worker_see_cpu(worker);
}

const struct team_duty pool_pipe = {
	.open = open_pipes,
	.pass = pass,
	.lead = lead,
	.work = work,
	.close = close_pipes,
};
