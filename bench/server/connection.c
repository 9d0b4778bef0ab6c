/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One connection of the built-in server.
 *
 *   READING ──▶ DELAYED ──▶ SENDING ──▶ READING … or, after the last answer, LINGERING ──▶ CLOSED
 *
 * Bytes that arrive while an answer is delayed are kept until the buffer is full. Then the
 * descriptor is watched only for its end, and TCP makes the client wait. While an answer cannot be
 * sent in one piece, nothing is read. If a client sends the same request again, byte for byte, it
 * gets the same answer without parsing.
 *
 * After its last answer a connection lingers: its sending side is shut down, and what the client
 * still sends is discarded until it closes, or for a limited time. Closing at once would make the
 * kernel send a reset, which can destroy the answer before the client has read it.
 *
 * If a client sends nothing more, it may have closed only its sending side, or both; only sending
 * something to it shows which. If the delay is short, it gets its answer. If the delay is longer
 * than PATIENCE_NS, the client counts as gone. So the memory of aborted requests is freed at once,
 * whatever delay they asked for.
 *
 * The server frees a connection at the end of the turn in which it was closed.
 */
#include "config.h"

#include "bench/server/connection.h"

#include "bench/server/request.h"
#include "bench/server/response.h"
#include "bench/server/service.h"
#include "support/clock.h"

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#define INPUT_SIZE 2048
#define REPEATED_SIZE 512 /* the longest request that is recognised when it is repeated */
#define LINGER_NS NANOSECONDS_PER_SECOND
#define PATIENCE_NS NANOSECONDS_PER_SECOND

enum connection_state { READING, DELAYED, SENDING, LINGERING, CLOSED };

struct connection {
	struct watch watch;
	struct timer delay;
	struct service *service;
	struct connection *next, *previous; /* list of all connections */
	struct connection *next_closed;
	enum connection_state state;
	bool ended;   /* the client will send nothing more */
	bool parsing; /* part of a request was read; kept here because this line is in the cache */
	size_t input_begin, input_end;
	size_t repeated_length; /* of the request that `response` answers; 0: not to be reused */
	size_t sent;            /* of the response */
	struct timer linger;
	struct response response;
	char repeated[REPEATED_SIZE];
	char input[INPUT_SIZE];
	struct request request;
};

static struct connection *of_watch(struct watch *watch)
{
	return (struct connection *)((char *)watch - offsetof(struct connection, watch));
}

static struct loop *loop_of(struct connection *connection)
{
	return &connection->service->loop.common.base;
}

static void close_now(struct connection *connection)
{
	loop_watch(loop_of(connection), &connection->watch, 0);
	loop_cancel(loop_of(connection), &connection->delay);
	loop_cancel(loop_of(connection), &connection->linger);
	close(connection->watch.descriptor);
	connection->state = CLOSED;
	connection->next_closed = connection->service->closed;
	connection->service->closed = connection;
}

/* False if the connection had to be closed because of it. */
static bool watch_for(struct connection *connection, uint32_t events)
{
	if (loop_watch(loop_of(connection), &connection->watch, events) == 0)
		return true;
	close_now(connection);
	return false;
}

static size_t input_length(const struct connection *connection)
{
	return connection->input_end - connection->input_begin;
}

/* After the last answer of the connection. */
static void finish(struct connection *connection)
{
	if (connection->ended || shutdown(connection->watch.descriptor, SHUT_WR) < 0) {
		close_now(connection);
		return;
	}
	connection->state = LINGERING;
	if (watch_for(connection, EPOLLIN))
		loop_after(loop_of(connection), &connection->linger, LINGER_NS);
}

/* Sends the rest of the response, header and body in one call. 0: all is sent; 1: not yet; -1:
 * errno. */
static int send_rest(struct connection *connection)
{
	const struct response *response = &connection->response;
	const char *body = service_body(connection->service, response->body_length);
	size_t sent = connection->sent, in_body = 0;
	struct iovec parts[2];
	struct msghdr message = {.msg_iov = parts};
	ssize_t count;

	if (sent < response->head_length)
		parts[message.msg_iovlen++] = (struct iovec){
			.iov_base = (char *)response->head + sent,
			.iov_len = response->head_length - sent,
		};
	else
		in_body = sent - response->head_length;
	if (in_body < response->body_length)
		parts[message.msg_iovlen++] = (struct iovec){
			.iov_base = (char *)body + in_body,
			.iov_len = response->body_length - in_body,
		};
	count = sendmsg(connection->watch.descriptor, &message, MSG_NOSIGNAL);
	if (count < 0)
		return -1;
	connection->sent += (size_t)count;
	return connection->sent < response->head_length + response->body_length ? 1 : 0;
}

/* True if the response is sent and the connection continues reading. */
static bool send_response(struct connection *connection)
{
	int rest = send_rest(connection);

	connection->state = SENDING;
	if (rest < 0 && errno != EAGAIN && errno != EINTR) {
		close_now(connection);
		return false;
	}
	if (rest != 0) {
		watch_for(connection, EPOLLOUT);
		return false;
	}
	connection->state = READING;
	if (!connection->response.close)
		return true;
	finish(connection);
	return false;
}

/* Whether the next request repeats the last one; takes its bytes if so. */
static bool take_repeated(struct connection *connection)
{
	size_t length = connection->repeated_length;

	if (length == 0 || input_length(connection) < length || connection->parsing)
		return false;
	if (memcmp(connection->input + connection->input_begin, connection->repeated, length) != 0)
		return false;
	connection->input_begin += length;
	return true;
}

/* Continues parsing. True if a request is complete: its response is prepared, the next may be
 * parsed. */
static bool take_parsed(struct connection *connection)
{
	const char *bytes = connection->input + connection->input_begin;
	bool in_one_piece = !connection->parsing;
	size_t taken;

	if (input_length(connection) == 0)
		return false;
	taken = request_parse(&connection->request, bytes, input_length(connection));
	connection->input_begin += taken;
	connection->parsing = !request_complete(&connection->request);
	if (connection->parsing)
		return false;
	response_prepare(&connection->response, &connection->request,
		&connection->service->standard);
	request_init(&connection->request);
	connection->repeated_length = 0;
	if (in_one_piece && taken <= REPEATED_SIZE && !connection->response.close) {
		memcpy(connection->repeated, bytes, taken);
		connection->repeated_length = taken;
	}
	return true;
}

/* Whether the client sends nothing more and the server does not wait for it. */
static bool is_gone(const struct connection *connection)
{
	return connection->ended && connection->response.delay_ns > PATIENCE_NS;
}

static void delay_response(struct connection *connection)
{
	uint32_t events = connection->watch.events;

	connection->state = DELAYED;
	if (is_gone(connection)) {
		close_now(connection);
		return;
	}
	/* The client may send again only now: reading stopped while an answer could not be sent. */
	if (connection->watch.events == EPOLLOUT)
		events = connection->ended ? 0 : EPOLLIN;
	else if (connection->watch.events == 0 && !connection->ended)
		events = EPOLLRDHUP; /* unread bytes are left, and the client may be gone */
	if (!watch_for(connection, events))
		return;
	loop_after(loop_of(connection), &connection->delay, connection->response.delay_ns);
}

/* Answers the requests that were read, until an answer must wait or no complete request is left. */
static void answer_on(struct connection *connection)
{
	while (take_repeated(connection) || take_parsed(connection)) {
		connection->sent = 0;
		if (connection->response.stall_ns > 0)
			service_stall(connection->service, &connection->response);
		if (connection->response.delay_ns > 0) {
			delay_response(connection);
			return;
		}
		if (!send_response(connection))
			return;
	}
	connection->input_begin = connection->input_end = 0;
	if (connection->ended)
		close_now(connection);
	else
		watch_for(connection, EPOLLIN);
}

static void receive(struct connection *connection)
{
	ssize_t count;

	if (connection->input_begin > 0) {
		memmove(connection->input, connection->input + connection->input_begin,
			input_length(connection));
		connection->input_end = input_length(connection);
		connection->input_begin = 0;
	}
	count = recv(connection->watch.descriptor, connection->input + connection->input_end,
		INPUT_SIZE - connection->input_end, 0);
	if (count < 0) {
		if (errno != EAGAIN && errno != EINTR)
			close_now(connection);
		return;
	}
	connection->input_end += (size_t)count;
	connection->ended = count == 0;
	if (connection->state == READING)
		answer_on(connection);
	else if (is_gone(connection))
		close_now(connection);
	else if (connection->ended || connection->input_end == INPUT_SIZE)
		watch_for(connection, connection->ended ? 0 : EPOLLRDHUP);
}

/* The client has sent its last byte, or is gone, and has sent more than the buffer holds. */
static void end_unread(struct connection *connection, uint32_t events)
{
	if ((events & (EPOLLHUP | EPOLLERR)) != 0 || connection->response.delay_ns > PATIENCE_NS)
		close_now(connection);
	else
		watch_for(connection, 0);
}

/* Discards what arrives until the client has closed, too. */
static void drain(struct connection *connection)
{
	ssize_t count = recv(connection->watch.descriptor, connection->input, INPUT_SIZE, 0);

	if (count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR))
		close_now(connection);
}

static void ready(struct loop *loop, struct watch *watch, uint32_t events)
{
	struct connection *connection = of_watch(watch);

	(void)loop;
	/* If a call follows, its failure shows the error. */
	if (connection->state == DELAYED && watch->events == EPOLLRDHUP)
		end_unread(connection, events);
	else if (connection->state == LINGERING)
		drain(connection);
	else if (connection->state != SENDING)
		receive(connection);
	else if (send_response(connection))
		answer_on(connection);
}

static void delay_over(struct loop *loop, struct timer *timer)
{
	struct connection *connection =
		(struct connection *)((char *)timer - offsetof(struct connection, delay));

	(void)loop;
	if (send_response(connection))
		answer_on(connection);
}

static void linger_over(struct loop *loop, struct timer *timer)
{
	(void)loop;
	close_now((struct connection *)((char *)timer - offsetof(struct connection, linger)));
}

int connection_open(struct service *service, int descriptor)
{
	struct connection *connection = malloc(sizeof(*connection));

	if (connection == NULL)
		goto close_descriptor;
	/* The buffers are not cleared: their pages are not touched before they are used. */
	memset(connection, 0, offsetof(struct connection, response));
	request_init(&connection->request);
	connection->service = service;
	connection->watch.descriptor = descriptor;
	connection->watch.ready = ready;
	connection->delay.fired = delay_over;
	connection->delay.movable = true;
	connection->linger.fired = linger_over;
	connection->linger.movable = true;
	if (loop_watch(&service->loop.common.base, &connection->watch, EPOLLIN) != 0)
		goto free_connection;
	connection->next = service->connections;
	if (connection->next != NULL)
		connection->next->previous = connection;
	service->connections = connection;
	return 0;

free_connection:
	free(connection);
close_descriptor:
	close(descriptor);
	return -1;
}

static void unlink_and_free(struct connection *connection)
{
	if (connection->previous != NULL)
		connection->previous->next = connection->next;
	else
		connection->service->connections = connection->next;
	if (connection->next != NULL)
		connection->next->previous = connection->previous;
	free(connection);
}

void connection_free_closed(struct service *service)
{
	struct connection *connection;

	while ((connection = service->closed) != NULL) {
		service->closed = connection->next_closed;
		unlink_and_free(connection);
	}
}

void connection_close_all(struct service *service)
{
	connection_free_closed(service);
	while (service->connections != NULL) {
		struct connection *connection = service->connections;

		if (connection->state != CLOSED) {
			loop_watch(&service->loop.common.base, &connection->watch, 0);
			close(connection->watch.descriptor);
		}
		unlink_and_free(connection);
	}
}
