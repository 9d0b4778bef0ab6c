/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all connections of the built-in server share: the loop, the answer, the body, the list of
 * them. */
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
	struct response_choice standard; /* for requests that do not say */
	char *body; /* RESPONSE_BODY_LIMIT bytes, the first body_filled written */
	size_t body_filled;
	uint64_t stalling;              /* requests so far that may make it stand still */
	struct connection *connections; /* all that there are, those already closed included */
	struct connection *closed;      /* to be freed at the end of the turn */
};

/* Opens the loop and makes the body. The service must not move from now on. 0, or -1 with the
 * error. */
int service_open(struct service *service, const struct response_choice *standard,
	struct error *error);

/* Closes the loop, in which nothing is watched any more. */
void service_close(struct service *service);

/* At each request whose response has a stall_ns: stands still if it is its turn. No connection is
 * served meanwhile. */
void service_stall(struct service *service, const struct response *response);

/* The first `size` bytes of the body text. */
const char *service_body(struct service *service, size_t size);

#endif
