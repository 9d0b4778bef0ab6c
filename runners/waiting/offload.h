/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a loop does with operations that can only block. With helper threads: a queue of tasks to
 * perform, a list of those that are complete, an eventfd that wakes the loop. Without helpers: the
 * loop performs them itself, and everything else in it waits.
 */
#ifndef BREAKEVEN_RUNNERS_WAITING_OFFLOAD_H
#define BREAKEVEN_RUNNERS_WAITING_OFFLOAD_H

#include "support/error.h"
#include "workloads/loop.h"

#include <pthread.h>
#include <stdbool.h>

struct offload {
	unsigned limit;   /* helpers to start; 0: the loop performs itself */
	unsigned started; /* 0 until the first task comes */
	pthread_t *threads;
	pthread_mutex_t mutex;
	pthread_cond_t queued;
	struct task *queue_first, *queue_last; /* guarded by mutex, as is all below */
	struct task *complete_first, *complete_last;
	bool ending;
	struct watch wake;       /* eventfd: something is complete */
	unsigned pending;        /* the loop's own count of tasks handed over and not yet resumed */
	struct locals performed; /* state of operations that the loop performs itself; apart from
	                          * the loop's, where begin() of the same operation keeps its own
	                          */
};

void offload_init(struct offload *offload, unsigned helpers);

/* Hands a task over; starts the helpers first if none runs. If there are none to start, the
 * operation is complete on return and the task is ready. 0, or -1 with the error. */
int offload_submit(struct offload *offload, struct loop *loop, struct task *task,
	struct error *error);

/* Ends the helpers (after what they are performing) and releases everything. */
void offload_close(struct offload *offload, struct loop *loop);

#endif
