/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all connections of the built-in server share: the loop, the answer, the body, and the list
 * of connections. */
#ifndef BREAKEVEN_BENCH_SERVER_SERVICE_H
#define BREAKEVEN_BENCH_SERVER_SERVICE_H

#include "bench/server/response.h"
#include "runners/waiting/epoll_loop.h"
#include "support/error.h"

#include <stddef.h>
#include <stdint.h>

struct connection;

struct service {
	struct epoll_loop loop;
	struct response_choice standard; /* for what a request does not set */
	char *body; /* RESPONSE_BODY_LIMIT bytes, the first body_filled written */
	size_t body_filled;
	uint64_t stalling;              /* requests so far that ask for a pause */
	struct connection *connections; /* all, including those already closed */
	struct connection *closed;      /* to be freed at the end of the turn */
};

/* Opens the loop and makes the body. After this the service must not move in memory. Returns 0, or
 * -1 with the error. */
int service_open(struct service *service, const struct response_choice *standard,
	struct error *error);

/* Closes the loop, which must watch nothing any more. */
void service_close(struct service *service);

/* Call for each request whose response has a stall_ns: pauses the server if it is the turn of this
 * request. No connection is served meanwhile. */
void service_stall(struct service *service, const struct response *response);

/* The first `size` bytes of the body text. */
const char *service_body(struct service *service, size_t size);

#endif
