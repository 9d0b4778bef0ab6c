/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Helper threads of one loop, or none; see offload.h. Tasks are performed in the order of their
 * submission and resumed in the order of their completion. The eventfd is written only when the
 * list of complete tasks was empty, so that many completions cost one wake-up.
 */
#include "config.h"

#include "runners/waiting/offload.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "support/limits.h"

static void append(struct task **first, struct task **last, struct task *task)
{
	task->next = NULL;
	if (*first == NULL)
		*first = task;
	else
		(*last)->next = task;
	*last = task;
}

static void complete(struct offload *offload, struct task *task, int64_t result)
{
	const uint64_t one = 1;
	bool first;

	task->result = result;
	pthread_mutex_lock(&offload->mutex);
	first = offload->complete_first == NULL;
	append(&offload->complete_first, &offload->complete_last, task);
	pthread_mutex_unlock(&offload->mutex);
	/* The counter cannot overflow: it is written at most once between two reads. */
	while (first && write(offload->wake.descriptor, &one, sizeof(one)) < 0 && errno == EINTR)
		continue;
}

static void *helper_main(void *argument)
{
	struct offload *offload = argument;
	struct locals locals = {0};

	pthread_mutex_lock(&offload->mutex);
	for (;;) {
		struct task *task;

		while (offload->queue_first == NULL && !offload->ending)
			pthread_cond_wait(&offload->queued, &offload->mutex);
		task = offload->queue_first;
		if (task == NULL)
			break;
		offload->queue_first = task->next;
		pthread_mutex_unlock(&offload->mutex);
		complete(offload, task, task->operation->perform(task->arguments, &locals));
		pthread_mutex_lock(&offload->mutex);
	}
	pthread_mutex_unlock(&offload->mutex);
	locals_close(&locals);
	return NULL;
}

static void woken(struct loop *loop, struct watch *watch, uint32_t events)
{
	struct offload *offload = (void *)((char *)watch - offsetof(struct offload, wake));
	struct task *task;
	uint64_t count;

	(void)events;
	if (read(watch->descriptor, &count, sizeof(count)) < 0)
		return;
	pthread_mutex_lock(&offload->mutex);
	task = offload->complete_first;
	offload->complete_first = NULL;
	pthread_mutex_unlock(&offload->mutex);
	while (task != NULL) {
		struct task *next = task->next;

		offload->pending--;
		task->next = NULL;
		loop_resume(loop, task, task->result);
		task = next;
	}
}

void offload_init(struct offload *offload, unsigned helpers)
{
	memset(offload, 0, sizeof(*offload));
	offload->limit = helpers;
	offload->wake.descriptor = -1;
	offload->wake.ready = woken;
}

static void end_helpers(struct offload *offload)
{
	pthread_mutex_lock(&offload->mutex);
	offload->ending = true;
	pthread_cond_broadcast(&offload->queued);
	pthread_mutex_unlock(&offload->mutex);
	for (unsigned i = 0; i < offload->started; i++)
		pthread_join(offload->threads[i], NULL);
	offload->started = 0;
}

static int start_helpers(struct offload *offload, struct loop *loop, struct error *error)
{
	int failure = 0;

	offload->threads = calloc(offload->limit, sizeof(*offload->threads));
	if (offload->threads == NULL)
		return error_set(error, "no memory for %u helper threads", offload->limit);
	offload->wake.descriptor = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (offload->wake.descriptor < 0) {
		error_set(error, "cannot create an eventfd: %s", limits_error(errno));
		goto free_threads;
	}
	pthread_mutex_init(&offload->mutex, NULL);
	pthread_cond_init(&offload->queued, NULL);
	offload->ending = false;
	while (offload->started < offload->limit && failure == 0) {
		failure = pthread_create(&offload->threads[offload->started], NULL, helper_main,
			offload);
		offload->started += failure == 0;
	}
	if (failure != 0) {
		error_set(error, "cannot start helper thread %u of %u: %s", offload->started + 1,
			offload->limit, limits_error(failure));
		goto end;
	}
	failure = -loop_watch(loop, &offload->wake, EPOLLIN);
	if (failure == 0)
		return 0;
	error_set(error, "cannot watch the helpers' eventfd: %s", limits_error(failure));
end:
	end_helpers(offload);
	pthread_cond_destroy(&offload->queued);
	pthread_mutex_destroy(&offload->mutex);
	close(offload->wake.descriptor);
	offload->wake.descriptor = -1;
free_threads:
	free(offload->threads);
	offload->threads = NULL;
	return -1;
}

int offload_submit(struct offload *offload, struct loop *loop, struct task *task,
	struct error *error)
{
	if (offload->limit == 0) {
		loop_resume(loop, task,
			task->operation->perform(task->arguments, &offload->performed));
		return 0;
	}
	if (offload->started == 0 && start_helpers(offload, loop, error) < 0)
		return -1;
	offload->pending++;
	pthread_mutex_lock(&offload->mutex);
	append(&offload->queue_first, &offload->queue_last, task);
	pthread_cond_signal(&offload->queued);
	pthread_mutex_unlock(&offload->mutex);
	return 0;
}

void offload_close(struct offload *offload, struct loop *loop)
{
	locals_close(&offload->performed);
	if (offload->started == 0)
		return;
	end_helpers(offload);
	loop_watch(loop, &offload->wake, 0);
	close(offload->wake.descriptor);
	pthread_cond_destroy(&offload->queued);
	pthread_mutex_destroy(&offload->mutex);
	free(offload->threads);
	offload_init(offload, offload->limit);
}
