/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A libcurl multi handle on an event loop, through curl_multi_socket_action.
 *
 * libcurl says which sockets and which time it waits for; the loop tells it when they are ready.
 * Two measures save most of the cost of that for each transfer of a kept connection:
 *  - libcurl drops its interest in a socket at the end of each transfer and asks for the same again
 *    at the next. The descriptor stays in epoll meanwhile; it is removed only when an event comes
 *    that nobody waits for (the server closes an idle connection), so that the loop does not spin.
 *  - libcurl moves its timer back at almost every transfer. A timer that fires too early does no
 *    harm: libcurl finds nothing to do and sets the time again. So it is only ever moved forward.
 *
 * Invariant: the descriptor of an established connection is not closed while the loop watches it,
 * because libcurl closes it through close_socket(). It may close others without notice, and drop
 * its interest only then or not at all: a connection that could not be made, and what it opened
 * without open_socket(), to look up a name. Those are forgotten as soon as libcurl drops its
 * interest, or when the number is used again; the kernel itself removes closed descriptors from
 * epoll.
 */
#include "config.h"

#include "workloads/operations/http_shard.h"

#include "support/clock.h"
#include "support/limits.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

struct http_connection {
	struct watch watch;
	struct http_shard *shard;
	uint32_t wanted;  /* events that libcurl waits for now; 0: none */
	bool announced;   /* by open_socket() */
	bool established; /* so close_socket() will come */
};

static void fail(struct http_shard *shard, CURLMcode code)
{
	error_set(&shard->loop->error, "libcurl's multi interface failed: %s",
		curl_multi_strerror(code));
}

static void harvest(struct http_shard *shard)
{
	CURLMsg *message;
	int left;

	while ((message = curl_multi_info_read(shard->multi, &left)) != NULL) {
		CURLcode code = message->data.result;
		CURL *easy = message->easy_handle;
		struct http_transfer *transfer = NULL;

		if (message->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(easy, CURLINFO_PRIVATE, &transfer);
		curl_multi_remove_handle(shard->multi, easy);
		shard->in_flight--;
		shard->finished(shard, transfer, code);
	}
}

/* Lets libcurl work on a socket, or on what is due, and passes on what ended. */
static void act(struct http_shard *shard, curl_socket_t descriptor, int events)
{
	int running = 0;
	CURLMcode code = curl_multi_socket_action(shard->multi, descriptor, events, &running);

	if (code != CURLM_OK)
		fail(shard, code);
	if ((unsigned)running < shard->in_flight)
		harvest(shard);
}

static void ready(struct loop *loop, struct watch *watch, uint32_t events)
{
	struct http_connection *connection = (struct http_connection *)watch;
	int bits = 0;

	if (connection->wanted == 0) {
		loop_watch(loop, watch, 0);
		return;
	}
	if (events & EPOLLIN)
		bits |= CURL_CSELECT_IN;
	if (events & EPOLLOUT)
		bits |= CURL_CSELECT_OUT;
	if (events & (EPOLLERR | EPOLLHUP))
		bits |= CURL_CSELECT_ERR;
	act(connection->shard, watch->descriptor, bits);
}

static void fired(struct loop *loop, struct timer *timer)
{
	struct http_shard *shard =
		(struct http_shard *)((char *)timer - offsetof(struct http_shard, timer));

	(void)loop;
	shard->due_ns = 0;
	act(shard, CURL_SOCKET_TIMEOUT, 0);
}

static int set_timer(CURLM *multi, long milliseconds, void *to)
{
	struct http_shard *shard = to;
	uint64_t wait_ns, due_ns;

	(void)multi;
	if (shard->starting || milliseconds < 0)
		return 0;
	wait_ns = (uint64_t)milliseconds * NANOSECONDS_PER_MILLISECOND;
	due_ns = clock_now_ns() + wait_ns;
	if (shard->due_ns != 0 && shard->due_ns <= due_ns)
		return 0;
	shard->due_ns = due_ns;
	loop_after(shard->loop, &shard->timer, wait_ns);
	return 0;
}

static int grow(struct http_sockets *sockets, size_t least)
{
	size_t size = sockets->size * 2 > least ? sockets->size * 2 : least;
	struct http_connection **entries =
		realloc(sockets->by_descriptor, size * sizeof(struct http_connection *));

	if (entries == NULL)
		return -1;
	memset(entries + sockets->size, 0,
		(size - sockets->size) * sizeof(struct http_connection *));
	sockets->by_descriptor = entries;
	sockets->size = size;
	return 0;
}

static struct http_connection *find(const struct http_sockets *sockets, int descriptor)
{
	return (size_t)descriptor < sockets->size ? sockets->by_descriptor[descriptor] : NULL;
}

/* The descriptor's entry, made if there is none. NULL if there is no memory. */
static struct http_connection *connection_at(struct http_shard *shard, int descriptor)
{
	struct http_sockets *sockets = shard->sockets;
	struct http_connection *connection = find(sockets, descriptor);

	if (connection != NULL)
		return connection;
	if ((size_t)descriptor >= sockets->size && grow(sockets, (size_t)descriptor + 1) < 0)
		return NULL;
	connection = malloc(sizeof(*connection));
	if (connection != NULL)
		*connection = (struct http_connection){
			.watch = {.descriptor = descriptor, .ready = ready},
			.shard = shard,
		};
	sockets->by_descriptor[descriptor] = connection;
	return connection;
}

static void forget(struct http_connection *connection)
{
	struct http_shard *shard = connection->shard;

	loop_watch(shard->loop, &connection->watch, 0);
	shard->connections -= connection->established;
	shard->sockets->by_descriptor[connection->watch.descriptor] = NULL;
	free(connection);
}

static void set_watch(struct http_connection *connection)
{
	struct http_shard *shard = connection->shard;
	int status = loop_watch(shard->loop, &connection->watch, connection->wanted);

	if (status < 0)
		error_set(&shard->loop->error, "cannot watch a connection: %s",
			limits_error(-status));
}

/* The new socket's entry; replaces one whose descriptor was closed without notice. */
static struct http_connection *announce(struct http_shard *shard, int descriptor)
{
	struct http_connection *connection = find(shard->sockets, descriptor);

	if (connection != NULL)
		forget(connection);
	connection = connection_at(shard, descriptor);
	if (connection != NULL)
		connection->announced = true;
	return connection;
}

static curl_socket_t open_socket(void *to, curlsocktype purpose, struct curl_sockaddr *address)
{
	struct http_transfer *transfer = to;
	curl_socket_t descriptor = http_transfer_socket(transfer, address);

	(void)purpose;
	if (descriptor == CURL_SOCKET_BAD || announce(transfer->shard, descriptor) != NULL)
		return descriptor;
	transfer->socket_error = ENOMEM;
	close(descriptor);
	return CURL_SOCKET_BAD;
}

static int close_socket(void *to, curl_socket_t descriptor)
{
	struct http_shard *shard = to;
	struct http_connection *connection = find(shard->sockets, descriptor);

	if (connection != NULL)
		forget(connection);
	return close(descriptor);
}

static uint32_t events_of(int what)
{
	switch (what) {
	case CURL_POLL_IN:
		return EPOLLIN;
	case CURL_POLL_OUT:
		return EPOLLOUT;
	case CURL_POLL_INOUT:
		return EPOLLIN | EPOLLOUT;
	default:
		return 0;
	}
}

static int watch_socket(CURL *easy, curl_socket_t descriptor, int what, void *to, void *unused)
{
	struct http_shard *shard = to;
	struct http_connection *connection = connection_at(shard, descriptor);

	(void)easy;
	(void)unused;
	if (connection == NULL) {
		error_set(&shard->loop->error, "no memory for another connection");
		return 0;
	}
	connection->wanted = events_of(what);
	/* An answer is awaited only if a request could be sent. */
	if (connection->announced && !connection->established && connection->wanted & EPOLLIN) {
		connection->established = true;
		shard->connections++;
	}
	if (connection->wanted != 0)
		set_watch(connection);
	else if (!connection->established)
		forget(connection);
	return 0;
}

int http_shard_open(struct http_shard *shard, struct loop *loop, struct http_sockets *sockets,
	unsigned capacity)
{
	*shard = (struct http_shard){
		.multi = curl_multi_init(),
		.loop = loop,
		.sockets = sockets,
		.timer = {.fired = fired, .movable = true},
	};
	if (shard->multi == NULL)
		return -1;
	curl_multi_setopt(shard->multi, CURLMOPT_PIPELINING, (long)CURLPIPE_NOTHING);
	curl_multi_setopt(shard->multi, CURLMOPT_MAXCONNECTS, (long)capacity);
	curl_multi_setopt(shard->multi, CURLMOPT_SOCKETFUNCTION, watch_socket);
	curl_multi_setopt(shard->multi, CURLMOPT_SOCKETDATA, shard);
	curl_multi_setopt(shard->multi, CURLMOPT_TIMERFUNCTION, set_timer);
	curl_multi_setopt(shard->multi, CURLMOPT_TIMERDATA, shard);
	return 0;
}

void http_shard_close(struct http_shard *shard)
{
	curl_multi_cleanup(shard->multi);
	loop_cancel(shard->loop, &shard->timer);
	*shard = (struct http_shard){0};
}

int http_shard_adopt(struct http_shard *shard, struct http_transfer *transfer)
{
	transfer->shard = shard;
	if (curl_easy_setopt(transfer->easy, CURLOPT_OPENSOCKETFUNCTION, open_socket) != CURLE_OK ||
		curl_easy_setopt(transfer->easy, CURLOPT_CLOSESOCKETFUNCTION, close_socket) !=
			CURLE_OK ||
		curl_easy_setopt(transfer->easy, CURLOPT_CLOSESOCKETDATA, shard) != CURLE_OK)
		return -1;
	shard->transfers++;
	return 0;
}

int http_shard_start(struct http_shard *shard, struct http_transfer *transfer)
{
	CURLMcode code;

	shard->starting = true;
	code = curl_multi_add_handle(shard->multi, transfer->easy);
	shard->starting = false;
	if (code != CURLM_OK)
		return code == CURLM_OUT_OF_MEMORY ? -ENOMEM : -EINVAL;
	shard->in_flight++;
	act(shard, CURL_SOCKET_TIMEOUT, 0);
	return 0;
}

void http_shard_abandon(struct http_shard *shard, struct http_transfer *transfer)
{
	curl_multi_remove_handle(shard->multi, transfer->easy);
	shard->in_flight--;
}
