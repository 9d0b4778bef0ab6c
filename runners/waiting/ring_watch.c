/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Watching descriptors through an io_uring; see ring_inside.h.
 *
 * A watch has one poll request at a time, which ends with the first event and is made anew after
 * ready(): it completes at once if there is still something, so watches are level-triggered. A
 * table has, by descriptor, its watch and its request. A request is identified by the descriptor
 * and a generation, never by the watch, so a watch may be freed as soon as it is unwatched:
 * completions of an older generation are ignored.
 *
 * An unwatched descriptor keeps its file open until the loop next waits and cancels the request. A
 * descriptor that was closed without being unwatched, and whose number is watched again, belongs to
 * the new watch.
 */
#include "config.h"

#include "runners/waiting/ring_inside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "support/limits.h"

#define GENERATION_BITS 31
#define TABLE_LEAST 64
#define NOT_LISTED (-2)

struct ring_watch {
	struct watch *watch; /* NULL: nobody */
	uint32_t generation; /* of the last request */
	bool armed;          /* that request is under way */
	bool stale;          /* and not for the present watch */
	int next;            /* in the list of those to be looked at; -1 at its end */
};

static uint64_t user_data_of(int descriptor, uint32_t generation)
{
	return RING_POLL | (uint64_t)generation << 32 | (uint32_t)descriptor;
}

static void list(struct ring_loop *loop, int descriptor)
{
	struct ring_watch *entry = &loop->watches.by_descriptor[descriptor];

	if (entry->next != NOT_LISTED)
		return;
	entry->next = loop->watches.first;
	loop->watches.first = descriptor;
}

static int grow(struct ring_watches *watches, size_t least)
{
	size_t size = watches->size * 2 > least ? watches->size * 2 : least;
	struct ring_watch *entries;

	if (size < TABLE_LEAST)
		size = TABLE_LEAST;
	entries = realloc(watches->by_descriptor, size * sizeof(*entries));
	if (entries == NULL)
		return -1;
	for (size_t i = watches->size; i < size; i++)
		entries[i] = (struct ring_watch){.next = NOT_LISTED};
	watches->by_descriptor = entries;
	watches->size = size;
	return 0;
}

/* Makes the watch the one of its descriptor. 0 or -errno. */
static int take(struct ring_loop *loop, struct watch *watch)
{
	struct ring_watches *watches = &loop->watches;
	size_t number = (size_t)watch->descriptor;

	if (fcntl(watch->descriptor, F_GETFD) < 0)
		return -errno;
	if (number >= watches->size && grow(watches, number + 1) < 0)
		return -ENOMEM;
	loop->common.under_way += watches->by_descriptor[number].watch == NULL;
	watches->by_descriptor[number].watch = watch;
	return 0;
}

int ring_watch_change(struct loop *base, struct watch *watch, uint32_t events)
{
	struct ring_loop *loop = (struct ring_loop *)base;
	struct ring_watch *entry;
	int result = 0;

	if (events == watch->events)
		return 0;
	if (watch->events == 0)
		result = take(loop, watch);
	if (result < 0)
		return result;
	watch->events = events;
	entry = &loop->watches.by_descriptor[watch->descriptor];
	if (entry->watch != watch)
		return 0;
	if (events == 0) {
		entry->watch = NULL;
		loop->common.under_way--;
	}
	entry->stale = entry->armed;
	list(loop, watch->descriptor);
	return 0;
}

static bool disarm(struct ring_loop *loop, int descriptor)
{
	struct ring_watch *entry = &loop->watches.by_descriptor[descriptor];
	struct io_uring_sqe *sqe = io_uring_get_sqe(&loop->ring);

	if (sqe == NULL)
		return false;
	io_uring_prep_poll_remove(sqe, user_data_of(descriptor, entry->generation));
	io_uring_sqe_set_data64(sqe, RING_NOBODY);
	entry->armed = entry->stale = false;
	return true;
}

static bool arm(struct ring_loop *loop, int descriptor)
{
	struct ring_watch *entry = &loop->watches.by_descriptor[descriptor];
	struct io_uring_sqe *sqe = io_uring_get_sqe(&loop->ring);

	if (sqe == NULL)
		return false;
	entry->generation = (entry->generation + 1) & ((1U << GENERATION_BITS) - 1);
	entry->armed = true;
	io_uring_prep_poll_add(sqe, descriptor, entry->watch->events);
	io_uring_sqe_set_data64(sqe, user_data_of(descriptor, entry->generation));
	return true;
}

bool ring_watch_submit(struct ring_loop *loop)
{
	while (loop->watches.first >= 0) {
		int descriptor = loop->watches.first;
		struct ring_watch *entry = &loop->watches.by_descriptor[descriptor];

		if (entry->stale && !disarm(loop, descriptor))
			return false;
		if (entry->watch != NULL && !entry->armed && !arm(loop, descriptor))
			return false;
		loop->watches.first = entry->next;
		entry->next = NOT_LISTED;
	}
	return true;
}

void ring_watch_complete(struct ring_loop *loop, uint64_t user_data, int result)
{
	int descriptor = (int)(uint32_t)user_data;
	struct ring_watch *entry = &loop->watches.by_descriptor[descriptor];
	struct watch *watch = entry->watch;
	bool wanted = !entry->stale && watch != NULL;

	if (!entry->armed || user_data != user_data_of(descriptor, entry->generation))
		return;
	entry->armed = entry->stale = false;
	if (!wanted)
		return;
	if (result >= 0)
		watch->ready(&loop->common.base, watch, (uint32_t)result);
	else if (result == -EBADF)
		return; /* closed without notice: it gets no events, as with epoll */
	else if (result != -ECANCELED)
		error_set(&loop->common.base.error, "cannot poll descriptor %d: %s", descriptor,
			limits_error(-result));
	entry = &loop->watches.by_descriptor[descriptor]; /* ready() may have moved the table */
	if (entry->watch != NULL && !entry->armed)
		list(loop, descriptor);
}

void ring_watch_close(struct ring_loop *loop)
{
	free(loop->watches.by_descriptor);
	loop->watches = (struct ring_watches){.first = -1};
}
