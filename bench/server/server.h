/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The built-in HTTP server: answers GET / after a delay with a body of a chosen size, on 127.0.0.1
 * only. HTTP workloads are measured against it, so it must be more exact and faster than they are:
 * one thread, one event loop, no allocation and no change of a watch per request, one timer and one
 * sendmsg() per answer.
 *
 * The body is the text that response.h describes. Requests of one connection are answered one after
 * the other: the delay of a pipelined request begins when the previous one is answered.
 */
#ifndef BREAKEVEN_BENCH_SERVER_SERVER_H
#define BREAKEVEN_BENCH_SERVER_SERVER_H

#include "bench/server/response.h"
#include "bench/server/service.h"
#include "support/error.h"

#include <stdbool.h>
#include <stdint.h>

#define SERVER_END_LIMIT 2 /* descriptors that end it */

struct server {
	struct service service; /* what its connections share */
	uint16_t port;          /* the port that it listens on */

	/* Private. */
	struct server_listener {
		struct watch watch;
		struct timer again; /* when accepting is tried again after it failed */
	} listener;
	struct server_end {
		struct watch watch;
		bool *ended;
	} ends[SERVER_END_LIMIT];
	unsigned end_count;
	bool ended;
};

/* Listens on 127.0.0.1 at the port, or at a free one if it is 0. After this the server must not
 * move in memory. Returns 0, or -1 with the error. */
int server_open(struct server *server, uint16_t port, const struct response_choice *standard,
	struct error *error);

/* Ends server_run() when this descriptor (a signalfd, a pipe) is readable or its other end is
 * closed. The descriptor stays with the caller. Returns 0, or -1 with the error. */
int server_end_with(struct server *server, int descriptor, struct error *error);

/* Serves until told to end. Returns 0, or -1 with the error. */
int server_run(struct server *server, struct error *error);

/* Closes all connections and the server. */
void server_close(struct server *server);

#endif
