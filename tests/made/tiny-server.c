/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An HTTP server in a thread of a test; see tiny-server.h. A request must come in one piece. */
#include "config.h"

#include "tests/made/tiny-server.h"

#include <arpa/inet.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum command { COMMAND_DROP = 'd', COMMAND_STOP = 's' };

/* Everything polled: the commands, the listener, then connections. */
struct polled {
	struct pollfd entries[2 + TINY_SERVER_CONNECTIONS];
	nfds_t count;
};

static void must(bool condition, const char *what)
{
	if (condition)
		return;
	perror(what);
	abort();
}

static void send_text(int connection, const char *text, size_t length)
{
	must(send(connection, text, length, MSG_NOSIGNAL) == (ssize_t)length, "tiny-server: send");
}

static void answer(int connection, unsigned status, size_t promised, size_t sent)
{
	size_t size = sent + 128;
	char *text = malloc(size);
	int length;

	must(text != NULL, "tiny-server: malloc");
	length = snprintf(text, size, "HTTP/1.1 %u X\r\nContent-Length: %zu\r\n\r\n", status,
		promised);
	memset(text + length, 'x', sent);
	send_text(connection, text, (size_t)length + sent);
	free(text);
}

static void hold(struct tiny_server *server, int connection)
{
	server->held[server->held_count++] = connection;
	if (server->held_count < server->held_until)
		return;
	while (server->held_count > 0)
		answer(server->held[--server->held_count], 200, 4, 4);
}

static bool begins(const char *path, const char *with)
{
	return strncmp(path, with, strlen(with)) == 0;
}

/* Returns whether the connection goes on. */
static bool respond(struct tiny_server *server, int connection, const char *path)
{
	unsigned number, before = server->seen++;

	if (sscanf(path, "/bytes/%u", &number) == 1)
		answer(connection, 200, number, number);
	else if (sscanf(path, "/status/%u", &number) == 1)
		answer(connection, number, 3, 3);
	else if (begins(path, "/growing"))
		answer(connection, 200, before, before);
	else if (begins(path, "/once") && before == 0)
		answer(connection, 200, 3, 3);
	else if (begins(path, "/held"))
		hold(server, connection);
	else if (begins(path, "/garbage"))
		send_text(connection, "what?\r\n\r\n", 9);
	else if (begins(path, "/short"))
		answer(connection, 200, 100, 10);
	return !begins(path, "/short") && !begins(path, "/gone") && !begins(path, "/once");
}

/* Returns whether the connection goes on. */
static bool serve(struct tiny_server *server, int connection)
{
	char request[4096];
	ssize_t length = recv(connection, request, sizeof(request) - 1, 0);

	if (length <= 0)
		return false;
	request[length] = '\0';
	if (strncmp(request, "GET ", 4) != 0 || strstr(request, "\r\n\r\n") == NULL)
		return false;
	atomic_fetch_add(&server->requests, 1);
	return respond(server, connection, request + 4);
}

static void close_entry(struct tiny_server *server, struct polled *polled, nfds_t i)
{
	close(polled->entries[i].fd);
	polled->entries[i] = polled->entries[--polled->count];
	atomic_fetch_sub(&server->open, 1);
}

static void accept_one(struct tiny_server *server, struct polled *polled)
{
	int connection = accept(server->listener, NULL, NULL);

	must(connection >= 0 && polled->count < 2 + TINY_SERVER_CONNECTIONS, "tiny-server: accept");
	polled->entries[polled->count++] = (struct pollfd){.fd = connection, .events = POLLIN};
	atomic_fetch_add(&server->accepted, 1);
	atomic_fetch_add(&server->open, 1);
}

/* Returns whether the server goes on. Connections that wait to be accepted are closed, too. */
static bool obey(struct tiny_server *server, struct polled *polled)
{
	char command = 0;

	must(read(server->commands[1], &command, 1) == 1, "tiny-server: command");
	while (poll(&(struct pollfd){.fd = server->listener, .events = POLLIN}, 1, 0) > 0)
		accept_one(server, polled);
	while (polled->count > 2)
		close_entry(server, polled, polled->count - 1);
	must(write(server->commands[1], &command, 1) == 1, "tiny-server: command");
	return command != COMMAND_STOP;
}

static void *run(void *to)
{
	struct tiny_server *server = to;
	struct polled polled = {.count = 2};

	polled.entries[0] = (struct pollfd){.fd = server->commands[1], .events = POLLIN};
	polled.entries[1] = (struct pollfd){.fd = server->listener, .events = POLLIN};
	for (;;) {
		must(poll(polled.entries, polled.count, -1) > 0, "tiny-server: poll");
		for (nfds_t i = polled.count; i-- > 2;)
			if (polled.entries[i].revents != 0 && !serve(server, polled.entries[i].fd))
				close_entry(server, &polled, i);
		if (polled.entries[1].revents != 0)
			accept_one(server, &polled);
		if (polled.entries[0].revents != 0 && !obey(server, &polled))
			return NULL;
	}
}

void tiny_server_start(struct tiny_server *server)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof(address);

	memset(server, 0, sizeof(*server));
	server->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	must(server->listener >= 0 &&
			bind(server->listener, (struct sockaddr *)&address, size) == 0 &&
			listen(server->listener, TINY_SERVER_CONNECTIONS) == 0 &&
			getsockname(server->listener, (struct sockaddr *)&address, &size) == 0,
		"tiny-server: listen");
	server->port = ntohs(address.sin_port);
	must(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, server->commands) == 0,
		"tiny-server: socketpair");
	must(pthread_create(&server->thread, NULL, run, server) == 0, "tiny-server: thread");
}

static void command(struct tiny_server *server, char what)
{
	must(write(server->commands[0], &what, 1) == 1 && read(server->commands[0], &what, 1) == 1,
		"tiny-server: command");
}

void tiny_server_drop(struct tiny_server *server)
{
	command(server, COMMAND_DROP);
}

void tiny_server_stop(struct tiny_server *server)
{
	command(server, COMMAND_STOP);
	pthread_join(server->thread, NULL);
	close(server->listener);
	close(server->commands[0]);
	close(server->commands[1]);
}
