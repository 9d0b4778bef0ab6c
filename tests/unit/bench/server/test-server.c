/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the built-in server keeps of clients that are gone. */
#include "config.h"

#include "bench/server/connection.h"
#include "bench/server/server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <criterion/criterion.h>

#define CLIENTS 20
#define TURN_LIMIT 10000
#define PIPELINED_SIZE 8192 /* more than a connection keeps at once */

static const struct response_choice standard = {.size = 16};

static struct server server;

static int connect_client(void)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons(server.port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int client = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	cr_assert_geq(client, 0);
	cr_assert_eq(connect(client, (struct sockaddr *)&address, sizeof(address)), 0);
	return client;
}

static void turn(void)
{
	struct error error = {0};

	cr_assert_eq(common_loop_turn(&server.service.loop.common, false, &error), 0, "%s",
		error.text);
	connection_free_closed(&server.service);
}

/* A request whose answer is an hour away, as often as it takes to fill what a connection keeps. */
static void send_requests(int client, bool pipelined)
{
	static const char request[] = "GET /?delay=3600s HTTP/1.1\r\nHost: a\r\n\r\n";

	for (size_t sent = 0; sent == 0 || (pipelined && sent < PIPELINED_SIZE);)
		sent += (size_t)send(client, request, strlen(request), MSG_NOSIGNAL);
}

static void reset(int client)
{
	const struct linger at_once = {.l_onoff = 1};

	cr_assert_eq(setsockopt(client, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once)), 0);
	close(client);
}

static void end(int client)
{
	close(client);
}

static void end_half(int client)
{
	shutdown(client, SHUT_WR);
}

static const struct departure {
	const char *name;
	void (*leave)(int client);
	bool pipelined;
} departures[] = {
	{"resets its connection", reset, false},
	{"closes its connection", end, false},
	{"closes its sending side", end_half, false},
	{"resets its connection, requests waiting", reset, true},
	{"closes its connection, requests waiting", end, true},
	{"closes its sending side, requests waiting", end_half, true},
};

static void check_departure(const struct departure *departure)
{
	int clients[CLIENTS];
	unsigned turns = 0;

	for (unsigned i = 0; i < CLIENTS; i++) {
		clients[i] = connect_client();
		send_requests(clients[i], departure->pipelined);
	}
	while (server.service.loop.common.timers.count < CLIENTS && turns++ < TURN_LIMIT)
		turn();
	cr_assert_eq(server.service.loop.common.timers.count, CLIENTS, "a request is not waiting");
	for (unsigned i = 0; i < CLIENTS; i++)
		departure->leave(clients[i]);
	for (turns = 0; server.service.connections != NULL && turns < TURN_LIMIT; turns++)
		turn();
	cr_expect_null(server.service.connections, "a client that %s is kept", departure->name);
	cr_expect_eq(server.service.loop.common.timers.count, 0, "a client that %s leaves timers",
		departure->name);
}

Test(server, frees_what_a_client_leaves_when_it_goes)
{
	struct error error = {0};

	cr_assert_eq(server_open(&server, 0, &standard, &error), 0, "%s", error.text);
	for (size_t i = 0; i < sizeof(departures) / sizeof(departures[0]); i++)
		check_departure(&departures[i]);
	server_close(&server);
}
