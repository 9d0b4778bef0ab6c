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
#include "tests/tiny-server.h"
#include "workloads/locals.h"
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

Test(http_fetch, asks_the_built_in_server_for_delay_and_size)
{
	static struct server server;
	static const struct response_choice standard = {0};
	struct error error = {""};
	pthread_t thread;
	int lifeline[2];
	uint64_t begin_ns;

	cr_assert_eq(server_open(&server, 0, &standard, &error), 0, "%s", error.text);
	cr_assert_eq(pipe(lifeline), 0);
	cr_assert_eq(server_end_with(&server, lifeline[0], &error), 0, "%s", error.text);
	cr_assert_eq(pthread_create(&thread, NULL, serve, &server), 0);
	snprintf(work.server, sizeof(work.server), "http://127.0.0.1:%u", server.port);
	set("delay", "30ms");
	set("size", "1.5MiB");
	cr_assert_eq(workload_http_fetch.needs(&work.parameters), WORKLOAD_NEEDS_SERVER);
	open_work();
	begin_ns = clock_now_ns();
	expect_value(200ULL << 32 | 3 << 19);
	cr_assert_geq(clock_now_ns() - begin_ns, 30 * NANOSECONDS_PER_MILLISECOND);
	cr_assert_eq(workload_http_fetch.expected(&work, 0), 200ULL << 32 | 3 << 19);
	workload_http_fetch.close(&work);
	close(lifeline[1]);
	pthread_join(thread, NULL);
	server_close(&server);
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
	{"file:///etc/passwd", "does not begin with http://"},
	{"127.0.0.1", "does not begin with http://"},
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

Test(http_fetch, says_that_the_built_in_server_is_missing)
{
	struct error error = {""};

	cr_assert_eq(workload_http_fetch.open(&work, &error), -1);
	cr_assert_not_null(strstr(error.text, "needs the built-in server"), "%s", error.text);
}
