/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One libcurl easy handle, set up in the same way for blocking workers and for event loops. For the
 * files of the operation only.
 */
#ifndef BREAKEVEN_WORKLOADS_OPERATIONS_HTTP_TRANSFER_H
#define BREAKEVEN_WORKLOADS_OPERATIONS_HTTP_TRANSFER_H

#include "workloads/operations/http.h"

#include <curl/curl.h>

struct http_shard;

struct http_transfer {
	CURL *easy;
	CURLU *parts;                     /* of the target's URL: parsed once, not at each fetch */
	const struct http_target *target; /* what the handle is set to fetch; NULL: nothing yet */
	uint64_t bytes;                   /* of the body, so far */
	bool mismatch;                    /* the body is not what it must be */
	int socket_error;                 /* errno of the socket() that failed, or 0 */
	struct http_shard *shard;         /* of an event loop's; else NULL */
};

/* Makes the handle. 0, or -1 where there is no memory. */
int http_transfer_open(struct http_transfer *transfer);
void http_transfer_close(struct http_transfer *transfer);

/* Prepares it for a fetch of this target. 0, or -1 where there is no memory. */
int http_transfer_aim(struct http_transfer *transfer, const struct http_target *target);

/* The result of a finished fetch: sets arguments->status, returns bytes or -errno. */
int64_t http_transfer_result(struct http_transfer *transfer, CURLcode code,
	struct http_arguments *arguments);

/* Opens a socket for it, or notes in socket_error why not. */
curl_socket_t http_transfer_socket(struct http_transfer *transfer,
	const struct curl_sockaddr *address);

/* The two ways of operation_http. */
int64_t http_perform(void *arguments, struct locals *worker);
void http_begin(void *arguments, struct loop *loop, struct task *task);

#endif
