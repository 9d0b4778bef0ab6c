/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An HTTP server in a thread of a test: well-behaved or not as the path says, and it counts.
 *
 *   /bytes/N    a body of N bytes           /garbage  something that is not HTTP
 *   /status/N   that status, a body of 3    /gone     no answer: the connection is closed
 *   /growing    one byte more each time     /short    less than was promised, then closed
 *   /once       answered the first time only, closed always
 *   /held       answered when `held_until` requests are held, then all of them
 */
#ifndef BREAKEVEN_TESTS_MADE_TINY_SERVER_H
#define BREAKEVEN_TESTS_MADE_TINY_SERVER_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

#define TINY_SERVER_CONNECTIONS 2048

struct tiny_server {
	uint16_t port;
	unsigned held_until;  /* may be set before the first request */
	atomic_uint accepted; /* connections so far */
	atomic_uint requests; /* so far */
	atomic_uint open;     /* connections now */

	/* Its own. */
	pthread_t thread;
	int listener, commands[2];
	unsigned seen, held_count;
	int held[TINY_SERVER_CONNECTIONS];
};

void tiny_server_start(struct tiny_server *server);

/* Closes every connection, and returns when that is done. */
void tiny_server_drop(struct tiny_server *server);

void tiny_server_stop(struct tiny_server *server);

#endif
