/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Fetching a URL with HTTP GET: the operation and its target.
 *
 * Blocking workers use libcurl's easy interface, with one handle and its connection kept per
 * worker. Event loops use its multi interface, with handles and connections kept per loop. Either
 * way each transfer goes over HTTP/1.1 and connections are kept alive, without a proxy and without
 * signals.
 */
#ifndef BREAKEVEN_WORKLOADS_OPERATIONS_HTTP_H
#define BREAKEVEN_WORKLOADS_OPERATIONS_HTTP_H

#include "support/error.h"
#include "workloads/workload.h"

#include <stdbool.h>
#include <stdint.h>

struct curl_slist;

/* What to fetch. Read-only, and alive until every worker and loop that fetched it is closed. */
struct http_target {
	char url[1024];
	uint64_t bytes; /* of the expected body; a wrong value only costs time */
	bool checked;   /* set by the caller: the body must be that of http_body.h */
	struct curl_slist
		*addresses; /* of the host where the URL has a name, so that none is looked up */
	struct curl_slist *header; /* of requests; NULL: libcurl's own */
};

/* The arguments of one fetch. Only `target` is the caller's to set. */
struct http_arguments {
	const struct http_target *target;
	long status;       /* out: of the answer, 200 for a good one; 0 where there was none */
	struct task *task; /* the operation's own, as is all below */
	struct http_arguments *next; /* in its queue for a connection */
};

/* Its arguments are a struct http_arguments. The result is the bytes of the body, whatever the
 * status; or, where no complete answer came, -errno; -EBADMSG where the body is wrong. */
extern const struct operation operation_http;

/* The same for a client that can only block: an event loop cannot begin it. */
extern const struct operation operation_http_blocking;

/* Initialises libcurl for the process, before there is any thread. 0, or -1 with the error. */
int http_init(struct error *error);

/* Undoes one http_init(), when every worker and loop that fetched anything is closed. */
void http_exit(void);

/* Makes a target of a URL whose host needs no lookup. 0, or -1 with the error. */
int http_target_init(struct http_target *target, const char *url, uint64_t bytes,
	struct error *error);

/* Makes a target of a user's URL: fetches it once, keeps the size of the body and the address of
 * the host that answered. 0, or -1 with the error where it cannot be fetched or the status is not
 * 200. */
int http_target_init_checked(struct http_target *target, const char *url, struct error *error);

/* From now on each fetch opens a connection of its own, and the server is asked to close it. 0, or
 * -1 with the error. */
int http_target_connect_anew(struct http_target *target, struct error *error);

void http_target_close(struct http_target *target);

#endif
