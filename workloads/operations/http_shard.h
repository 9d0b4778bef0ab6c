/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One libcurl multi handle on an event loop, with its transfers and connections. For the files of
 * the operation only.
 *
 * libcurl's work per transfer grows with the number of transfers that share a multi handle, which
 * is why a loop has several, the shards.
 */
#ifndef BREAKEVEN_WORKLOADS_OPERATIONS_HTTP_SHARD_H
#define BREAKEVEN_WORKLOADS_OPERATIONS_HTTP_SHARD_H

#include "workloads/loop.h"
#include "workloads/operations/http_transfer.h"

#include <stdbool.h>
#include <stddef.h>

/* Descriptors that a multi handle has open for itself: its wake-up pair. */
#define HTTP_SHARD_DESCRIPTORS 2

struct http_connection;

/* The sockets of all shards of one loop, by descriptor. */
struct http_sockets {
	struct http_connection **by_descriptor;
	size_t size;
};

struct http_shard {
	CURLM *multi;
	struct loop *loop;
	struct http_sockets *sockets;
	void *owner;
	void (*finished)(struct http_shard *shard, struct http_transfer *transfer, CURLcode code);
	struct timer timer;   /* when libcurl wants to be called next, or earlier */
	uint64_t due_ns;      /* of the timer; 0: it is not running */
	bool starting;        /* libcurl is about to be called, so it needs no timer */
	unsigned transfers;   /* of this shard */
	unsigned in_flight;   /* of them */
	unsigned connections; /* established, idle ones included */
};

/* Opens a shard for up to `capacity` transfers. finished() is called for each that has ended, from
 * the loop's callbacks or from http_shard_start(). 0, or -1 where there is no memory. */
int http_shard_open(struct http_shard *shard, struct loop *loop, struct http_sockets *sockets,
	unsigned capacity);

/* Its transfers must be closed before. */
void http_shard_close(struct http_shard *shard);

/* Makes the transfer one of this shard's. 0, or -1 where there is no memory. */
int http_shard_adopt(struct http_shard *shard, struct http_transfer *transfer);

/* Starts a transfer that has its target. 0, or -errno. */
int http_shard_start(struct http_shard *shard, struct http_transfer *transfer);

/* Cancels a transfer that was started. */
void http_shard_abandon(struct http_shard *shard, struct http_transfer *transfer);

#endif
