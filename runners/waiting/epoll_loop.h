/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An event loop on epoll: what the async runners wait in by default, and what the built-in HTTP
 * server runs on. See common_loop.h for its use. */
#ifndef BREAKEVEN_RUNNERS_WAITING_EPOLL_LOOP_H
#define BREAKEVEN_RUNNERS_WAITING_EPOLL_LOOP_H

#include "runners/waiting/common_loop.h"

#include <sys/epoll.h>

#define EPOLL_LOOP_EVENTS 512 /* fetched at a time */

struct epoll_loop {
	struct common_loop common;
	int descriptor;  /* of the epoll instance */
	int event_count; /* of the turn under way */
	struct epoll_event events[EPOLL_LOOP_EVENTS];
};

/* Opens a loop; concurrency and helpers as in common_loop_open(). 0, or -1 with the error. */
int epoll_loop_open(struct epoll_loop *loop, unsigned concurrency, unsigned helpers,
	struct error *error);

/* The same in memory of its own, which the caller frees after common_loop_close(); NULL with the
 * error. */
struct common_loop *epoll_loop_new(unsigned concurrency, unsigned helpers, struct error *error);

#endif
