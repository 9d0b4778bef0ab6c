/* SPDX-License-Identifier: GPL-3.0-or-later */
/* http-fetch: what it asks for, what it takes for right and wrong, what it refuses. */
#include "config.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "bench/server/server.h"
#include "support/clock.h"
#include "tests/made/tiny-server.h"
#include "workloads/locals.h"
#include "workloads/operations/http_body.h"
#include "workloads/workload.h"

extern const struct workload workload_http_fetch;

static struct work work;
static struct tiny_server tiny;

static void set_up(void)
{
	struct error error = {""};

	memset(&work, 0, sizeof(work));
	work.workload = &workload_http_fetch;
	cr_assert_eq(parameters_init(&work.parameters, workload_http_fetch.parameters, &error), 0,
		"%s", error.text);
	tiny_server_start(&tiny);
}

static void tear_down(void)
{
	tiny_server_stop(&tiny);
}

TestSuite(http_fetch, .init = set_up, .fini = tear_down, .timeout = 30);

static void set(const char *name, const char *value)
{
	struct error error = {""};

	cr_assert_eq(parameters_set(&work.parameters, name, value, &error), 0, "%s", error.text);
}

static void set_tiny_url(const char *path)
{
	char url[256];

	snprintf(url, sizeof(url), "http://127.0.0.1:%u%.100s", tiny.port, path);
	set("url", url);
}

static void open_work(void)
{
	struct error error = {""};

	cr_assert_eq(workload_http_fetch.open(&work, &error), 0, "%s", error.text);
}

/* One task to its end, blocking. */
static enum step execute(struct task *task)
{
	struct locals worker = {0};
	enum step step;

	memset(task, 0, workload_http_fetch.task_size);
	while ((step = workload_http_fetch.step(task, &work)) == STEP_WAIT)
		task->result = task->operation->perform(task->arguments, &worker);
	locals_close(&worker);
	return step;
}

/* Room for the workload's own task. */
static struct task *slot(void)
{
	static _Alignas(64) char memory[1024];

	cr_assert_leq(workload_http_fetch.task_size, sizeof(memory));
	return (struct task *)(void *)memory;
}

static void expect_value(uint64_t value)
{
	cr_assert_eq(execute(slot()), STEP_DONE);
	cr_assert_eq(slot()->value, value, "%" PRIx64, slot()->value);
}

static void *serve(void *server)
{
	struct error error = {""};

	return server_run(server, &error) == 0 ? NULL : server;
}

/* The built-in server in a thread, and the work aimed at it. */
static struct built_in {
	struct server server;
	pthread_t thread;
	int lifeline[2];
} built_in;

static void built_in_start(void)
{
	static const struct response_choice standard = {0};
	struct error error = {""};

	cr_assert_eq(server_open(&built_in.server, 0, &standard, &error), 0, "%s", error.text);
	cr_assert_eq(pipe(built_in.lifeline), 0);
	cr_assert_eq(server_end_with(&built_in.server, built_in.lifeline[0], &error), 0, "%s",
		error.text);
	cr_assert_eq(pthread_create(&built_in.thread, NULL, serve, &built_in.server), 0);
	snprintf(work.server, sizeof(work.server), "http://127.0.0.1:%u", built_in.server.port);
}

static void built_in_stop(void)
{
	close(built_in.lifeline[1]);
	pthread_join(built_in.thread, NULL);
	server_close(&built_in.server);
}

Test(http_fetch, asks_the_built_in_server_for_delay_and_size)
{
	uint64_t begin_ns;

	built_in_start();
	set("delay", "30ms");
	set("size", "1.5MiB");
	cr_assert_eq(workload_http_fetch.needs(&work.parameters), WORKLOAD_NEEDS_SERVER);
	open_work();
	begin_ns = clock_now_ns();
	expect_value(200ULL << 32 | 3 << 19);
	cr_assert_geq(clock_now_ns() - begin_ns, 30 * NANOSECONDS_PER_MILLISECOND);
	cr_assert_eq(workload_http_fetch.expected(&work, 0), 200ULL << 32 | 3 << 19);
	workload_http_fetch.close(&work);
	built_in_stop();
}

/* How many connections so many tasks of one worker made. */
static unsigned connections_of(unsigned tasks)
{
	unsigned before = atomic_load(&tiny.accepted);
	struct locals worker = {0};

	open_work();
	for (unsigned i = 0; i < tasks; i++) {
		memset(slot(), 0, workload_http_fetch.task_size);
		cr_assert_eq(workload_http_fetch.step(slot(), &work), STEP_WAIT);
		slot()->result = slot()->operation->perform(slot()->arguments, &worker);
		cr_assert_eq(workload_http_fetch.step(slot(), &work), STEP_DONE);
		cr_assert_eq(slot()->value, workload_http_fetch.expected(&work, i));
	}
	locals_close(&worker);
	workload_http_fetch.close(&work);
	/* Without the one that settled the size. */
	return atomic_load(&tiny.accepted) - before - 1;
}

Test(http_fetch, keeps_connections_or_opens_one_for_each_task)
{
	set_tiny_url("/bytes/100");
	cr_expect_eq(connections_of(5), 1);
	set("reuse", "no");
	cr_expect_eq(connections_of(5), 5);
	set("blocking", "yes");
	cr_expect_eq(connections_of(5), 5);
	set("reuse", "yes");
	cr_expect_eq(connections_of(5), 1);
}

Test(http_fetch, blocking_leaves_a_loop_no_way_to_begin)
{
	set_tiny_url("/bytes/100");
	open_work();
	memset(slot(), 0, workload_http_fetch.task_size);
	workload_http_fetch.step(slot(), &work);
	cr_expect_not_null(slot()->operation->begin);
	workload_http_fetch.close(&work);
	set("blocking", "yes");
	open_work();
	memset(slot(), 0, workload_http_fetch.task_size);
	workload_http_fetch.step(slot(), &work);
	cr_expect_null(slot()->operation->begin);
	expect_value(200ULL << 32 | 100);
	workload_http_fetch.close(&work);
}

/* The tiny server sends as many bytes as were asked for, but others. */
Test(http_fetch, checks_the_body_of_the_built_in_server)
{
	snprintf(work.server, sizeof(work.server), "http://127.0.0.1:%u/bytes/1024?", tiny.port);
	set("size", "1KiB");
	open_work();
	cr_assert_eq(execute(slot()), STEP_FAILED);
	cr_assert_eq(slot()->result, -EBADMSG, "%" PRId64, slot()->result);
	workload_http_fetch.close(&work);
}

Test(http_fetch, a_stall_holds_up_every_connection)
{
	uint64_t begin_ns;

	built_in_start();
	set("delay", "0");
	set("stall", "50ms");
	set("every", "3");
	open_work();
	begin_ns = clock_now_ns();
	for (unsigned i = 0; i < 7; i++)
		expect_value(200ULL << 32 | 1024);
	cr_assert_geq(clock_now_ns() - begin_ns, 100 * NANOSECONDS_PER_MILLISECOND);
	workload_http_fetch.close(&work);
	built_in_stop();
	cr_assert_eq(built_in.server.service.stalling, 7);
}

/* Were it at each request, the time limit of these tests would be passed. */
Test(http_fetch, a_stall_comes_only_when_it_is_due)
{
	built_in_start();
	set("delay", "0");
	set("stall", "10s");
	set("every", "6");
	open_work();
	for (unsigned i = 0; i < 5; i++)
		expect_value(200ULL << 32 | 1024);
	workload_http_fetch.close(&work);
	built_in_stop();
}

Test(http_fetch, a_server_that_does_not_stall_counts_nothing)
{
	built_in_start();
	set("delay", "0");
	open_work();
	expect_value(200ULL << 32 | 1024);
	workload_http_fetch.close(&work);
	built_in_stop();
	cr_assert_eq(built_in.server.service.stalling, 0);
}

Test(http_fetch, a_stall_is_part_of_the_estimate)
{
	struct cost cost = {0};

	work.concurrency = 8;
	set("delay", "1ms");
	set("stall", "1s");
	set("every", "100");
	workload_http_fetch.cost(&work, &cost);
	cr_expect_float_eq(cost.wait_ns, 1e6 + 8 * 1e7, 1);
	set("url", "http://127.0.0.1/");
	workload_http_fetch.cost(&work, &cost);
	cr_expect_float_eq(cost.wait_ns, 0, 1);
}

/* One wrong byte, wherever it is and however the text is cut into pieces. */
Test(http_fetch, a_body_matches_byte_by_byte)
{
	char text[400];

	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = http_body_byte(5 + i);
	for (size_t length = 0; length <= sizeof(text); length++)
		cr_assert(http_body_matches(text, length, 5), "%zu", length);
	cr_assert_not(http_body_matches(text, sizeof(text), 6));
	for (size_t i = 0; i < sizeof(text); i++) {
		text[i]++;
		cr_assert_not(http_body_matches(text, sizeof(text), 5), "%zu", i);
		text[i]--;
	}
}

Test(http_fetch, settles_the_size_of_the_users_url)
{
	set_tiny_url("/bytes/4321");
	cr_assert_eq(workload_http_fetch.needs(&work.parameters), 0);
	open_work();
	cr_assert_eq(workload_http_fetch.expected(&work, 5), 200ULL << 32 | 4321);
	expect_value(200ULL << 32 | 4321);
	workload_http_fetch.close(&work);
}

Test(http_fetch, another_size_is_another_value)
{
	set_tiny_url("/growing");
	open_work();
	cr_assert_eq(workload_http_fetch.expected(&work, 0), 200ULL << 32);
	expect_value(200ULL << 32 | 1);
	workload_http_fetch.close(&work);
}

Test(http_fetch, a_lost_server_fails_the_task)
{
	set_tiny_url("/once");
	open_work();
	cr_assert_eq(execute(slot()), STEP_FAILED);
	cr_assert_eq(slot()->result, -ECONNRESET, "%" PRId64, slot()->result);
	workload_http_fetch.close(&work);
}

struct refusal {
	char path[32]; /* of the tiny server, or a whole URL */
	char said[40];
};

static const struct refusal refusals[] = {
	{"/status/404", "status 404"},
	{"/status/302", "status 302"},
	{"/gone", "cannot fetch http://"},
	{"http://127.0.0.1:1/", "cannot fetch http://127.0.0.1:1/"},
	{"http://[", "http://[ is not a valid URL"},
};

Test(http_fetch, refuses_urls_that_do_not_answer)
{
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
		struct error error = {""};

		if (refusals[i].path[0] == '/')
			set_tiny_url(refusals[i].path);
		else
			set("url", refusals[i].path);
		cr_expect_eq(workload_http_fetch.open(&work, &error), -1, "%s", refusals[i].path);
		cr_expect_not_null(strstr(error.text, refusals[i].said), "%s: %s", refusals[i].path,
			error.text);
	}
}

Test(http_fetch, refuses_what_is_no_url_of_http)
{
	static const char *const urls[] = {"file:///etc/passwd", "127.0.0.1", "http:///"};

	for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++)
		cr_expect_eq(parameters_set(&work.parameters, "url", urls[i], NULL), -1, "%s",
			urls[i]);
}

Test(http_fetch, says_that_the_built_in_server_is_missing)
{
	struct error error = {""};

	cr_assert_eq(workload_http_fetch.open(&work, &error), -1);
	cr_assert_not_null(strstr(error.text, "needs the built-in server"), "%s", error.text);
}
