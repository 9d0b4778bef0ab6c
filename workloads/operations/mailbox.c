/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A queue for one message; see mailbox.h. */
#include "config.h"

#include "workloads/operations/mailbox.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "support/limits.h"

int mailbox_open(struct mailbox *mailbox, void *bytes, size_t size, struct error *error)
{
	pthread_mutexattr_t of_mutex;
	pthread_condattr_t of_condition;

	*mailbox =
		(struct mailbox){.event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), .bytes = bytes};
	if (mailbox->event < 0)
		return error_set(error, "cannot open an eventfd for a queue: %s",
			limits_error(errno));
	pthread_mutexattr_init(&of_mutex);
	pthread_mutexattr_setpshared(&of_mutex, PTHREAD_PROCESS_SHARED);
	pthread_mutex_init(&mailbox->mutex, &of_mutex);
	pthread_mutexattr_destroy(&of_mutex);
	pthread_condattr_init(&of_condition);
	pthread_condattr_setpshared(&of_condition, PTHREAD_PROCESS_SHARED);
	pthread_cond_init(&mailbox->filled, &of_condition);
	pthread_condattr_destroy(&of_condition);
	mailbox->size = size;
	return 0;
}

void mailbox_close(struct mailbox *mailbox)
{
	if (mailbox->size == 0)
		return;
	pthread_cond_destroy(&mailbox->filled);
	pthread_mutex_destroy(&mailbox->mutex);
	close(mailbox->event);
	mailbox->size = 0;
}

/* Both under the lock. */
static void fill(struct mailbox *mailbox, const void *bytes)
{
	memcpy(mailbox->bytes, bytes, mailbox->size);
	mailbox->full = true;
}

static void empty(struct mailbox *mailbox, void *bytes)
{
	memcpy(bytes, mailbox->bytes, mailbox->size);
	mailbox->full = false;
	mailbox->loop = NULL;
}

static void nothing(void *state)
{
	(void)state;
}

/* The process that the loop runs in, asked for once: addresses of loops are the same in forked
 * processes. */
static pid_t process_of(struct loop *loop)
{
	void *known = locals_get(&loop->locals, &operation_mailbox_take);
	pid_t process;

	if (known != NULL)
		return (pid_t)(intptr_t)known;
	process = getpid();
	if (locals_put(&loop->locals, &operation_mailbox_take, (void *)(intptr_t)process, nothing) <
		0)
		error_set(&loop->error, "a loop keeps more than %d operations", LOCALS_LIMIT);
	return process;
}

static void complete(struct mailbox_arguments *arguments, struct loop *loop, int result)
{
	if (arguments->last || result < 0)
		loop_watch(loop, &arguments->watch, 0);
	loop_resume(loop, arguments->task, result);
}

/* Puts the message and wakes its receiver, if one waits; `loop` is the sender's, or NULL. */
static int put(struct mailbox_arguments *sent, struct loop *loop)
{
	const uint64_t one = 1;
	const pid_t process = loop != NULL ? process_of(loop) : 0;
	struct mailbox *mailbox = sent->mailbox;
	struct mailbox_arguments *waiting;
	bool elsewhere, beside;

	pthread_mutex_lock(&mailbox->mutex);
	if (mailbox->full) {
		pthread_mutex_unlock(&mailbox->mutex);
		return -EBUSY;
	}
	fill(mailbox, sent->bytes);
	beside = mailbox->loop != NULL && mailbox->loop == loop && mailbox->process == process;
	elsewhere = mailbox->loop != NULL && !beside;
	waiting = mailbox->waiting;
	if (beside)
		empty(mailbox, waiting->bytes);
	else if (!elsewhere)
		pthread_cond_signal(&mailbox->filled);
	pthread_mutex_unlock(&mailbox->mutex);
	if (beside)
		complete(waiting, loop, 0);
	if (elsewhere && write(mailbox->event, &one, sizeof(one)) < 0)
		return -errno;
	return 0;
}

static int64_t perform_put(void *arguments, struct locals *worker)
{
	(void)worker;
	return put(arguments, NULL);
}

static void begin_put(void *arguments, struct loop *loop, struct task *task)
{
	loop_resume(loop, task, put(arguments, loop));
}

static int64_t perform_take(void *bare, struct locals *worker)
{
	struct mailbox_arguments *arguments = bare;
	struct mailbox *mailbox = arguments->mailbox;

	(void)worker;
	pthread_mutex_lock(&mailbox->mutex);
	while (!mailbox->full)
		pthread_cond_wait(&mailbox->filled, &mailbox->mutex);
	empty(mailbox, arguments->bytes);
	pthread_mutex_unlock(&mailbox->mutex);
	return 0;
}

/* Another loop or a blocking worker has put something. */
static void woken(struct loop *loop, struct watch *watch, uint32_t events)
{
	struct mailbox_arguments *arguments =
		(void *)((char *)watch - offsetof(struct mailbox_arguments, watch));
	struct mailbox *mailbox = arguments->mailbox;
	uint64_t count;
	bool took;

	(void)events;
	if (read(mailbox->event, &count, sizeof(count)) < 0)
		return;
	pthread_mutex_lock(&mailbox->mutex);
	took = mailbox->full && mailbox->loop != NULL;
	if (took)
		empty(mailbox, arguments->bytes);
	pthread_mutex_unlock(&mailbox->mutex);
	if (took)
		complete(arguments, loop, 0);
}

static void begin_take(void *bare, struct loop *loop, struct task *task)
{
	struct mailbox_arguments *arguments = bare;
	struct mailbox *mailbox = arguments->mailbox;
	const pid_t process = process_of(loop);
	bool took;
	int result;

	arguments->task = task;
	arguments->watch.descriptor = mailbox->event;
	arguments->watch.ready = woken;
	pthread_mutex_lock(&mailbox->mutex);
	took = mailbox->full;
	if (took) {
		empty(mailbox, arguments->bytes);
	} else {
		mailbox->loop = loop;
		mailbox->process = process;
		mailbox->waiting = arguments;
	}
	pthread_mutex_unlock(&mailbox->mutex);
	result = took ? 0 : loop_watch(loop, &arguments->watch, EPOLLIN);
	if (took || result < 0)
		complete(arguments, loop, result);
}

const struct operation operation_mailbox_put = {
	.name = "mailbox-put",
	.perform = perform_put,
	.begin = begin_put,
};

const struct operation operation_mailbox_take = {
	.name = "mailbox-take",
	.perform = perform_take,
	.begin = begin_take,
};
