/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The built-in HTTP server: listening, accepting, ending; see server.h and, for the rest,
 * connection.h. */
#include "config.h"

#include "bench/server/server.h"

#include "bench/server/connection.h"
#include "support/clock.h"
#include "support/limits.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define BACKLOG 4096
#define ACCEPT_AT_ONCE 64 /* then connections that wait for an answer come first */
#define ACCEPT_AGAIN_NS (10 * NANOSECONDS_PER_MILLISECOND)

static struct server *of_listener(struct server_listener *listener)
{
	return (struct server *)((char *)listener - offsetof(struct server, listener));
}

/* Without descriptors or memory, a listener that stays readable would spin the loop. */
static void accept_later(struct server *server)
{
	loop_watch(&server->service.loop.common.base, &server->listener.watch, 0);
	loop_after(&server->service.loop.common.base, &server->listener.again, ACCEPT_AGAIN_NS);
}

static void accept_again(struct loop *loop, struct timer *timer)
{
	struct server *server = of_listener((struct server_listener *)((char *)timer -
		offsetof(struct server_listener, again)));

	if (loop_watch(loop, &server->listener.watch, EPOLLIN) != 0)
		loop_after(loop, timer, ACCEPT_AGAIN_NS);
}

static void accept_ready(struct loop *loop, struct watch *watch, uint32_t events)
{
	struct server *server = of_listener((struct server_listener *)watch);

	(void)loop;
	(void)events;
	for (unsigned i = 0; i < ACCEPT_AT_ONCE; i++) {
		int descriptor =
			accept4(watch->descriptor, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

		if (descriptor < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
			return;
		if (descriptor < 0 && (errno == ECONNABORTED || errno == EINTR))
			continue;
		if (descriptor < 0 || connection_open(&server->service, descriptor) != 0) {
			accept_later(server);
			return;
		}
	}
}

/* Sets what accepted sockets inherit. An answer is sent at once: no waiting for more data, and no
 * pacing, which the congestion control of some systems does even on loopback. If the kernel does
 * not offer the plain one, its default remains. */
static int set_socket(int descriptor)
{
	static const char plain[] = "reno";
	const int yes = 1;

	setsockopt(descriptor, IPPROTO_TCP, TCP_CONGESTION, plain, strlen(plain));
	if (setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes)) < 0)
		return -1;
	return setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
}

/* Opens a listening socket at the port; sets *port to the port that it got. */
static int listen_at(uint16_t *port, struct error *error)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons(*port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	socklen_t length = sizeof(address);
	int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (descriptor < 0)
		return error_set(error, "cannot create a socket: %s", limits_error(errno));
	if (set_socket(descriptor) < 0 ||
		bind(descriptor, (struct sockaddr *)&address, sizeof(address)) < 0 ||
		listen(descriptor, BACKLOG) < 0 ||
		getsockname(descriptor, (struct sockaddr *)&address, &length) < 0) {
		error_set(error, "cannot listen on 127.0.0.1, port %u: %s", *port,
			limits_error(errno));
		close(descriptor);
		return -1;
	}
	*port = ntohs(address.sin_port);
	return descriptor;
}

int server_open(struct server *server, uint16_t port, const struct response_choice *standard,
	struct error *error)
{
	struct watch *watch = &server->listener.watch;

	memset(server, 0, sizeof(*server));
	server->port = port;
	watch->descriptor = listen_at(&server->port, error);
	watch->ready = accept_ready;
	server->listener.again.fired = accept_again;
	if (watch->descriptor < 0)
		return -1;
	if (service_open(&server->service, standard, error) != 0)
		goto close_listener;
	if (loop_watch(&server->service.loop.common.base, watch, EPOLLIN) != 0) {
		error_set(error, "cannot watch the listening socket");
		goto close_service;
	}
	return 0;

close_service:
	service_close(&server->service);
close_listener:
	close(watch->descriptor);
	return -1;
}

static void end_ready(struct loop *loop, struct watch *watch, uint32_t events)
{
	(void)loop;
	(void)events;
	*((struct server_end *)watch)->ended = true;
}

int server_end_with(struct server *server, int descriptor, struct error *error)
{
	struct server_end *end = &server->ends[server->end_count];
	int result;

	if (server->end_count == SERVER_END_LIMIT)
		return error_set(error, "more than %d descriptors to end the server",
			SERVER_END_LIMIT);
	end->watch.descriptor = descriptor;
	end->watch.ready = end_ready;
	end->ended = &server->ended;
	result = loop_watch(&server->service.loop.common.base, &end->watch, EPOLLIN);
	if (result != 0)
		return error_set(error, "cannot watch descriptor %d: %s", descriptor,
			limits_error(-result));
	server->end_count++;
	return 0;
}

int server_run(struct server *server, struct error *error)
{
	while (!server->ended) {
		if (common_loop_turn(&server->service.loop.common, true, error) != 0)
			return -1;
		connection_free_closed(&server->service);
	}
	return 0;
}

void server_close(struct server *server)
{
	connection_close_all(&server->service);
	for (unsigned i = 0; i < server->end_count; i++)
		loop_watch(&server->service.loop.common.base, &server->ends[i].watch, 0);
	loop_watch(&server->service.loop.common.base, &server->listener.watch, 0);
	close(server->listener.watch.descriptor);
	service_close(&server->service);
}
