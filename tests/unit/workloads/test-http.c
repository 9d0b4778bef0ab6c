/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The HTTP operation, blocking and on the event loop, against a small server that counts
 * connections and misbehaves when asked to.
 */
#include "config.h"

#include "workloads/operations/http.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <dirent.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "runners/waiting/epoll_loop.h"
#include "tests/made/tiny-server.h"

#define TASKS_LIMIT 1000

struct fetch {
	struct task task;
	struct http_arguments http;
};

static struct tiny_server server;
static struct epoll_loop loop;
static struct fetch fetches[TASKS_LIMIT];

static void set_up(void)
{
	struct error error = {""};

	cr_assert_eq(http_init(&error), 0, "%s", error.text);
	tiny_server_start(&server);
}

static void tear_down(void)
{
	tiny_server_stop(&server);
	http_exit();
}

TestSuite(http, .init = set_up, .fini = tear_down, .timeout = 60);

static void aim_at_port(struct http_target *target, uint16_t port, const char *path)
{
	struct error error = {""};
	char url[128];

	snprintf(url, sizeof(url), "http://127.0.0.1:%u%s", port, path);
	cr_assert_eq(http_target_init(target, url, 0, &error), 0, "%s", error.text);
}

static void aim(struct http_target *target, const char *path)
{
	aim_at_port(target, server.port, path);
}

static void loop_open(unsigned concurrency)
{
	struct error error = {""};

	cr_assert_eq(epoll_loop_open(&loop, concurrency, 1, &error), 0, "%s", error.text);
}

static void begin(const struct http_target *target, unsigned count)
{
	for (unsigned i = 0; i < count; i++) {
		fetches[i] = (struct fetch){.task.index = i, .http.target = target};
		operation_http.begin(&fetches[i].http, &loop.common.base, &fetches[i].task);
	}
}

/* Waits until that many tasks were resumed. */
static void finish(unsigned count)
{
	struct error error = {""};

	for (;;) {
		while (count > 0 && common_loop_next(&loop.common) != NULL)
			count--;
		if (count == 0)
			return;
		cr_assert_eq(common_loop_turn(&loop.common, true, &error), 0, "%s", error.text);
	}
}

static void expect_all(unsigned count, long status, int64_t result)
{
	for (unsigned i = 0; i < count; i++) {
		cr_assert_eq(fetches[i].task.result, result, "fetch %u of %u: %jd", i, count,
			(intmax_t)fetches[i].task.result);
		cr_assert_eq(fetches[i].http.status, status, "fetch %u: %ld", i,
			fetches[i].http.status);
	}
}

static unsigned open_descriptors(void)
{
	DIR *directory = opendir("/proc/self/fd");
	unsigned count = 0;

	cr_assert_not_null(directory);
	while (readdir(directory) != NULL)
		count++;
	closedir(directory);
	return count;
}

Test(http, a_blocking_worker_keeps_its_connection)
{
	struct locals worker = {0};
	struct http_target target;
	struct http_arguments http = {.target = &target};

	aim(&target, "/bytes/12345");
	for (unsigned i = 0; i < 20; i++) {
		cr_assert_eq(operation_http.perform(&http, &worker), 12345);
		cr_assert_eq(http.status, 200);
	}
	cr_assert_eq(server.accepted, 1, "%u connections", server.accepted);
	cr_assert_eq(server.requests, 20);
	locals_close(&worker);
}

Test(http, two_blocking_workers_have_a_connection_each)
{
	struct locals workers[2] = {{0}};
	struct http_target target;
	struct http_arguments http = {.target = &target};

	aim(&target, "/bytes/1");
	for (unsigned i = 0; i < 6; i++)
		cr_assert_eq(operation_http.perform(&http, &workers[i % 2]), 1);
	cr_assert_eq(server.accepted, 2, "%u connections", server.accepted);
	locals_close(&workers[0]);
	locals_close(&workers[1]);
}

Test(http, one_handle_fetches_different_targets)
{
	struct locals worker = {0};
	struct http_target targets[2];

	aim(&targets[0], "/bytes/7");
	aim(&targets[1], "/bytes/9");
	for (unsigned i = 0; i < 6; i++) {
		struct http_arguments http = {.target = &targets[i % 2]};

		cr_assert_eq(operation_http.perform(&http, &worker), i % 2 ? 9 : 7);
	}
	cr_assert_eq(server.accepted, 1, "%u connections", server.accepted);
	locals_close(&worker);
}

Test(http, a_loop_keeps_its_connections)
{
	static const unsigned counts[] = {1, 64, 250, 251, 600};

	for (unsigned i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
		unsigned accepted_before = server.accepted, count = counts[i];
		struct http_target target;

		aim(&target, "/bytes/1000");
		loop_open(count);
		for (unsigned batch = 0; batch < 4; batch++) {
			begin(&target, count);
			finish(count);
			expect_all(count, 200, 1000);
		}
		cr_expect_leq(server.accepted - accepted_before, count,
			"%u in flight: %u connections", count, server.accepted - accepted_before);
		common_loop_close(&loop.common);
	}
}

Test(http, a_loop_connects_anew_where_it_is_told_to)
{
	struct http_target target;
	struct error error = {""};

	aim(&target, "/bytes/10");
	cr_assert_eq(http_target_connect_anew(&target, &error), 0, "%s", error.text);
	loop_open(8);
	for (unsigned round = 1; round <= 3; round++) {
		begin(&target, 8);
		finish(8);
		expect_all(8, 200, 10);
		cr_assert_eq(atomic_load(&server.accepted), 8 * round);
	}
	common_loop_close(&loop.common);
	http_target_close(&target);
}

Test(http, a_loop_leaves_nothing_behind)
{
	unsigned before = open_descriptors();
	struct http_target target;

	aim(&target, "/held");
	server.held_until = TASKS_LIMIT + 1;
	loop_open(300);
	begin(&target, 300);
	common_loop_close(&loop.common);
	cr_assert_eq(loop.common.under_way, 0);
	cr_assert_eq(loop.common.timers.count, 0);
	tiny_server_drop(&server);
	cr_assert_eq(open_descriptors(), before, "%u before, %u after", before, open_descriptors());
}

Test(http, connections_that_the_server_closed_are_made_anew)
{
	struct error error = {""};
	struct http_target target;

	aim(&target, "/bytes/2");
	loop_open(40);
	for (unsigned batch = 0; batch < 3; batch++) {
		begin(&target, 40);
		finish(40);
		expect_all(40, 200, 2);
		tiny_server_drop(&server);
		/* Nobody wants these sockets now: each wakes the loop once, not for ever. */
		while (loop.common.under_way > 0)
			cr_assert_eq(common_loop_turn(&loop.common, true, &error), 0, "%s",
				error.text);
	}
	cr_assert_gt(server.accepted, 40);
	cr_assert_eq(server.requests, 120);
	common_loop_close(&loop.common);
}

/* Without the pause, the first wave would be waited for for ever. */
Test(http, unanswered_connections_do_not_hold_up_the_next)
{
	struct http_target target;

	aim(&target, "/held");
	server.held_until = TASKS_LIMIT;
	loop_open(TASKS_LIMIT);
	begin(&target, TASKS_LIMIT);
	finish(TASKS_LIMIT);
	expect_all(TASKS_LIMIT, 200, 4);
	cr_assert_eq(server.accepted, TASKS_LIMIT);
	common_loop_close(&loop.common);
}

/* A listener that nobody accepts from; how many connections wait there. */
static int deaf_listener(uint16_t *port)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof(address);
	int listener = socket(AF_INET, SOCK_STREAM, 0);

	cr_assert_eq(bind(listener, (struct sockaddr *)&address, size), 0);
	cr_assert_eq(listen(listener, TASKS_LIMIT), 0);
	cr_assert_eq(getsockname(listener, (struct sockaddr *)&address, &size), 0);
	*port = ntohs(address.sin_port);
	return listener;
}

static unsigned backlog(int listener)
{
	struct tcp_info info;
	socklen_t size = sizeof(info);

	cr_assert_eq(getsockopt(listener, IPPROTO_TCP, TCP_INFO, &info, &size), 0);
	return info.tcpi_unacked;
}

Test(http, connections_are_made_in_waves)
{
	struct http_target target;
	uint16_t port;
	int listener = deaf_listener(&port);

	aim_at_port(&target, port, "/");
	loop_open(TASKS_LIMIT);
	begin(&target, TASKS_LIMIT);
	cr_assert_eq(backlog(listener), 250, "%u", backlog(listener));
	common_loop_close(&loop.common);
	close(listener);
}

struct outcome {
	char path[16];
	long status;
	int64_t result;
};

static const struct outcome outcomes[] = {
	{"/status/404", 404, 3},
	{"/status/503", 503, 3},
	{"/bytes/0", 200, 0},
	{"/bytes/100000", 200, 100000},
	{"/gone", 0, -ECONNRESET},
	{"/short", 200, -ECONNRESET},
	{"/garbage", 0, -EPROTO},
};

Test(http, outcomes_are_the_same_either_way)
{
	for (unsigned i = 0; i < sizeof(outcomes) / sizeof(outcomes[0]); i++) {
		const struct outcome *outcome = &outcomes[i];
		struct locals worker = {0};
		struct http_target target;
		struct http_arguments http = {.target = &target};
		int64_t result;

		aim(&target, outcome->path);
		result = operation_http.perform(&http, &worker);
		cr_expect_eq(result, outcome->result, "%s, blocking: %jd", outcome->path,
			(intmax_t)result);
		cr_expect_eq(http.status, outcome->status, "%s, blocking: %ld", outcome->path,
			http.status);
		locals_close(&worker);

		loop_open(3);
		begin(&target, 3);
		finish(3);
		expect_all(3, outcome->status, outcome->result);
		common_loop_close(&loop.common);
	}
}

Test(http, a_refused_connection_is_an_error)
{
	struct locals worker = {0};
	struct http_target target;
	struct http_arguments http = {.target = &target};
	uint16_t port;

	close(deaf_listener(&port));
	aim_at_port(&target, port, "/");
	cr_expect_eq(operation_http.perform(&http, &worker), -ECONNREFUSED);
	locals_close(&worker);
	loop_open(300);
	begin(&target, 300);
	finish(300);
	expect_all(300, 0, -ECONNREFUSED);
	common_loop_close(&loop.common);
}

static void limit_descriptors(rlim_t limit)
{
	cr_assert_eq(setrlimit(RLIMIT_NOFILE, &(struct rlimit){limit, limit}), 0);
}

Test(http, more_transfers_than_descriptors_is_said_at_once)
{
	struct error error = {""};
	struct http_target target;

	aim(&target, "/bytes/1");
	loop_open(100);
	limit_descriptors(100);
	begin(&target, 1);
	cr_assert_eq(fetches[0].task.result, -EMFILE);
	cr_assert_eq(common_loop_turn(&loop.common, false, &error), -1);
	cr_assert_not_null(strstr(error.text, "100 HTTP transfers in flight need"), "%s",
		error.text);
	cr_assert_not_null(strstr(error.text, "ulimit -n"), "%s", error.text);
	common_loop_close(&loop.common);
}

Test(http, a_worker_without_descriptors_says_so)
{
	struct locals worker = {0};
	struct http_target target;
	struct http_arguments http = {.target = &target};
	int lowest;

	aim(&target, "/bytes/1");
	lowest = dup(STDOUT_FILENO);
	close(lowest);
	limit_descriptors((rlim_t)lowest);
	cr_assert_eq(operation_http.perform(&http, &worker), -EMFILE);
	locals_close(&worker);
}

Test(http, a_target_is_checked)
{
	struct error error = {""};
	struct http_target target;
	char url[128], longest[2000] = "http://";

	snprintf(url, sizeof(url), "http://127.0.0.1:%u/bytes/77", server.port);
	cr_assert_eq(http_target_init_checked(&target, url, &error), 0, "%s", error.text);
	cr_assert_eq(target.bytes, 77);
	cr_assert_null(target.addresses);
	http_target_close(&target);

	cr_assert_eq(http_target_init(&target, "ftp://127.0.0.1/", 0, &error), -1);
	cr_assert_not_null(strstr(error.text, "ftp://127.0.0.1/"), "%s", error.text);

	memset(longest + 7, 'x', sizeof(longest) - 8);
	error.text[0] = '\0';
	cr_assert_eq(http_target_init(&target, longest, 0, &error), -1);
	cr_assert_not_null(strstr(error.text, "1999 characters"), "%s", error.text);

	snprintf(url, sizeof(url), "http://127.0.0.1:%u/status/404", server.port);
	error.text[0] = '\0';
	cr_assert_eq(http_target_init_checked(&target, url, &error), -1);
	cr_assert_not_null(strstr(error.text, "status 404"), "%s", error.text);
}

/* The name is looked up once, when the target is checked, and not again. */
Test(http, the_address_of_a_named_host_is_kept)
{
	struct error error = {""};
	struct http_target target;
	char url[128];

	snprintf(url, sizeof(url), "http://localhost:%u/bytes/5", server.port);
	cr_assert_eq(http_target_init_checked(&target, url, &error), 0, "%s", error.text);
	cr_assert_not_null(target.addresses);
	loop_open(3);
	begin(&target, 3);
	finish(3);
	expect_all(3, 200, 5);
	common_loop_close(&loop.common);
	http_target_close(&target);
}

/* A name with an address that refuses before one that answers, as localhost often is. */
Test(http, a_name_is_looked_up_on_the_loop)
{
	struct http_target target;
	struct error error = {""};
	char url[128];

	snprintf(url, sizeof(url), "http://localhost:%u/bytes/6", server.port);
	cr_assert_eq(http_target_init(&target, url, 0, &error), 0, "%s", error.text);
	loop_open(300);
	for (unsigned batch = 0; batch < 3; batch++) {
		begin(&target, 300);
		finish(300);
		expect_all(300, 200, 6);
	}
	cr_assert_leq(server.accepted, 300);
	common_loop_close(&loop.common);
}
