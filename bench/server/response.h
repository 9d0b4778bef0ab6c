/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a request is answered with: after which delay, which header, how many bytes of the body that
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

/* What can be chosen: for the server, and for one request by "/?delay=10ms&size=1KiB", or with
 * "stall=1s&every=100". */
struct response_choice {
	uint64_t delay_ns;
	size_t size;       /* of the body, in bytes */
	uint64_t stall_ns; /* how long the whole server stands still at every so many requests */
	uint64_t every;    /* requests that ask for it, of all connections; 0: each */
};

struct response {
	uint64_t delay_ns;
	uint64_t stall_ns, every; /* as above, every at least 1; stall_ns 0: does not count */
	size_t head_length;
	size_t body_length; /* of the endless text, after the head (which has a refusal whole) */
	bool close;         /* the connection ends with this answer */
	char head[1024];
};

/* Sets what the name ("delay", "size", "stall", "every") says from its text. 0, or -1 with the
 * error. */
int response_choose(struct response_choice *choice, const char *name, const char *text,
	struct error *error);

/* Answers a request that is complete; standard: what holds where the request does not say. */
void response_prepare(struct response *response, const struct request *request,
	const struct response_choice *standard);

#endif
