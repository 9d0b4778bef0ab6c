/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The event loop on an io_uring; see ring_loop.h and, for its parts, ring_inside.h.
 *
 * One system call a turn submits what is to be done, waits until something is complete or the first
 * timer is due, and fetches the completions. If the kernel supports IORING_SETUP_DEFER_TASKRUN, it
 * completes requests only then and interrupts nothing. The kernel executes what would block in
 * threads of its own, which are bound to the same cores as the loop.
 */
#include "config.h"

#include "runners/waiting/ring_loop.h"

#include "runners/waiting/ring_inside.h"
#include "support/clock.h"
#include "support/limits.h"

#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

#define SUBMISSIONS 512   /* at a time */
#define COMPLETIONS 4096u /* more wait in the kernel until these are fetched */

#define CPU_SETS 4 /* of 1024 logical processors each */

/* Features of newer kernels, the best first. */
static const unsigned setups[] = {
	IORING_SETUP_SUBMIT_ALL | IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN,
	IORING_SETUP_SUBMIT_ALL | IORING_SETUP_COOP_TASKRUN,
	0,
};

static int refused(int failure, struct error *error)
{
	if (failure == EPERM || failure == ENOSYS || failure == EACCES)
		return error_set(error,
			"this system allows no io_uring: %s (see sysctl kernel.io_uring_disabled, "
			"and the seccomp profile of a container)",
			limits_error(failure));
	return error_set(error, "cannot make an io_uring: %s", limits_locked_error(failure));
}

/* Binds the kernel's threads for this ring to the cores of the calling thread. */
static int bind_helpers(struct io_uring *ring, struct error *error)
{
	cpu_set_t cpus[CPU_SETS];
	int result;

	if (sched_getaffinity(0, sizeof(cpus), cpus) < 0)
		return error_set(error, "cannot tell which cores an io_uring is for: %s",
			limits_error(errno));
	result = io_uring_register_iowq_aff(ring, sizeof(cpus), cpus);
	return result < 0
		? error_set(error,
			  "cannot bind the threads of an io_uring: %s (Linux 5.14 is needed)",
			  limits_error(-result))
		: 0;
}

static int open_ring(struct io_uring *ring, struct error *error)
{
	struct io_uring_params parameters;
	int result = -EINVAL;

	for (size_t i = 0; i < sizeof(setups) / sizeof(setups[0]) && result == -EINVAL; i++) {
		parameters = (struct io_uring_params){
			.flags = setups[i] | IORING_SETUP_CQSIZE, .cq_entries = COMPLETIONS};
		result = io_uring_queue_init_params(SUBMISSIONS, ring, &parameters);
	}
	if (result < 0)
		return refused(-result, error);
	if (bind_helpers(ring, error) == 0)
		return 0;
	io_uring_queue_exit(ring);
	return -1;
}

int ring_loop_probe(struct error *reason)
{
	static struct {
		bool done;
		int result;
		struct error reason;
	} probe;
	struct io_uring ring;

	if (!probe.done) {
		probe.done = true;
		probe.result = open_ring(&ring, &probe.reason);
		if (probe.result == 0)
			io_uring_queue_exit(&ring);
	}
	return probe.result == 0 ? 0 : error_set(reason, "%s", probe.reason.text);
}

/* One system call. 0 or -errno; some of its reasons are no failure. */
static int enter(struct ring_loop *loop, bool wait)
{
	uint64_t wait_ns = wait ? common_loop_due_in_ns(&loop->common) : 0;
	struct __kernel_timespec timeout;
	struct io_uring_cqe *first;
	int result;

	if (wait_ns == 0) {
		result = io_uring_submit_and_get_events(&loop->ring);
	} else if (wait_ns == COMMON_LOOP_NO_TIMER) {
		result = io_uring_submit_and_wait(&loop->ring, 1);
	} else {
		timeout.tv_sec = (int64_t)(wait_ns / NANOSECONDS_PER_SECOND);
		timeout.tv_nsec = (long long)(wait_ns % NANOSECONDS_PER_SECOND);
		result = io_uring_submit_and_wait_timeout(&loop->ring, &first, 1, &timeout, NULL);
	}
	return result < 0 ? result : 0;
}

/* Interrupted, too late, or the kernel has no room until completions are fetched. */
static bool is_failure(int result)
{
	return result < 0 && result != -EINTR && result != -ETIME && result != -EAGAIN &&
		result != -EBUSY;
}

static void complete(struct ring_loop *loop, uint64_t user_data, int result)
{
	if (user_data & RING_POLL)
		ring_watch_complete(loop, user_data, result);
	else if (user_data != RING_NOBODY)
		ring_file_complete(loop, user_data, result);
}

static int fetch(struct common_loop *common, bool wait, struct error *error)
{
	struct ring_loop *loop = (struct ring_loop *)common;
	/* What finds no room is submitted at the next turn, so this turn does not wait. */
	bool all = ring_watch_submit(loop) && ring_file_submit(loop);
	struct io_uring_cqe *completion;
	unsigned head, count = 0;
	int result = enter(loop, wait && all);

	if (is_failure(result))
		return error_set(error, "cannot wait for an io_uring: %s", limits_error(-result));
	io_uring_for_each_cqe(&loop->ring, head, completion)
	{
		complete(loop, completion->user_data, completion->res);
		count++;
	}
	io_uring_cq_advance(&loop->ring, count);
	return 0;
}

/* Waits until the kernel has finished with the memory of all requests on files. */
static void await_files(struct ring_loop *loop)
{
	struct io_uring_cqe *completion;

	while (loop->files > 0) {
		int result = io_uring_submit_and_wait(&loop->ring, 1);
		unsigned head, count = 0;

		if (is_failure(result))
			return;
		io_uring_for_each_cqe(&loop->ring, head, completion)
		{
			uint64_t user_data = completion->user_data;

			if (user_data != RING_NOBODY && !(user_data & RING_POLL))
				ring_file_discard(loop, user_data, completion->res);
			count++;
		}
		io_uring_cq_advance(&loop->ring, count);
	}
}

/* Older kernels cannot cancel everything: then this waits until the requests end. */
static void cancel_all(struct ring_loop *loop)
{
	struct io_uring_sqe *sqe = io_uring_get_sqe(&loop->ring);

	if (sqe == NULL)
		return;
	io_uring_prep_cancel64(sqe, 0, IORING_ASYNC_CANCEL_ANY | IORING_ASYNC_CANCEL_ALL);
	io_uring_sqe_set_data64(sqe, RING_NOBODY);
	io_uring_submit_and_get_events(&loop->ring);
}

static void close_ring(struct common_loop *common)
{
	struct ring_loop *loop = (struct ring_loop *)common;

	ring_file_close(loop);
	cancel_all(loop);
	await_files(loop);
	io_uring_queue_exit(&loop->ring);
	ring_watch_close(loop);
}

static const struct loop_operations operations = {
	.after = common_loop_after,
	.cancel = common_loop_cancel,
	.watch = ring_watch_change,
	.offload = common_loop_offload,
	.resume = common_loop_resume,
	.file = ring_file_begin,
};

static const struct loop_backend backend = {.fetch = fetch, .close = close_ring};

struct common_loop *ring_loop_new(unsigned concurrency, unsigned helpers, struct error *error)
{
	struct ring_loop *loop = calloc(1, sizeof(*loop));

	if (loop == NULL) {
		error_set(error, "no memory for an event loop");
		return NULL;
	}
	loop->watches.first = -1;
	if (open_ring(&loop->ring, error) < 0)
		goto free_loop;
	if (common_loop_open(&loop->common, &operations, &backend, concurrency, helpers, error) ==
		0)
		return &loop->common;
	io_uring_queue_exit(&loop->ring);
free_loop:
	free(loop);
	return NULL;
}
