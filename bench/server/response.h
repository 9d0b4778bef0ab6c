/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The answer to a request: its delay, its header, and how many bytes it has of the body that
 * http_body.h describes.
 */
#ifndef BREAKEVEN_BENCH_SERVER_RESPONSE_H
#define BREAKEVEN_BENCH_SERVER_RESPONSE_H

#include "bench/server/request.h"
#include "support/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RESPONSE_BODY_LIMIT (16 * 1024 * 1024)                /* bytes */
#define RESPONSE_DELAY_LIMIT_NS (3600 * UINT64_C(1000000000)) /* one hour */
#define RESPONSE_STALL_LIMIT_NS (10 * UINT64_C(1000000000))

/* What can be set: for the server, and for one request by "/?delay=10ms&size=1KiB", or with
 * "stall=1s&every=100". */
struct response_choice {
	uint64_t delay_ns;
	size_t size;       /* of the body, in bytes */
	uint64_t stall_ns; /* how long the whole server pauses at every so many requests */
	uint64_t every;    /* so many requests that ask for it, of all connections; 0: each */
};

struct response {
	uint64_t delay_ns;
	uint64_t stall_ns, every; /* as above, every at least 1; stall_ns 0: not counted */
	size_t head_length;
	size_t body_length; /* of the endless text, after the head (a refusal is all in it) */
	bool close;         /* the connection is closed after this answer */
	char head[1024];
};

/* Sets the option of this name ("delay", "size", "stall", "every") from its text. Returns 0, or -1
 * with the error. */
int response_choose(struct response_choice *choice, const char *name, const char *text,
	struct error *error);

/* Answers a complete request; `standard`: used for what the request does not set. */
void response_prepare(struct response *response, const struct request *request,
	const struct response_choice *standard);

#endif
