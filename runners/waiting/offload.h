/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Helper threads for operations that can only block, so that a loop need not: a queue of tasks to
 * perform, a list of those that are complete, an eventfd that wakes the loop.
 */
#ifndef BREAKEVEN_RUNNERS_WAITING_OFFLOAD_H
#define BREAKEVEN_RUNNERS_WAITING_OFFLOAD_H

#include "support/error.h"
#include "workloads/loop.h"

#include <pthread.h>
#include <stdbool.h>

struct offload {
	unsigned limit;   /* helpers to start */
	unsigned started; /* 0 until the first task comes */
	pthread_t *threads;
	pthread_mutex_t mutex;
	pthread_cond_t queued;
	struct task *queue_first, *queue_last; /* guarded by mutex, as is all below */
	struct task *complete_first, *complete_last;
	bool ending;
	struct watch wake; /* eventfd: something is complete */
	unsigned pending;  /* the loop's own count of tasks handed over and not yet resumed */
};

void offload_init(struct offload *offload, unsigned helpers);

/* Hands a task over; starts the helpers first where none runs. 0, or -1 with the error. */
int offload_submit(struct offload *offload, struct loop *loop, struct task *task,
	struct error *error);

/* Ends the helpers (after what they are performing) and releases everything. */
void offload_close(struct offload *offload, struct loop *loop);

#endif
