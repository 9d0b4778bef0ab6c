/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What http-fetch costs on the event loop, beside the plainest loop that libcurl offers: one multi
 * handle, curl_multi_poll and curl_multi_perform.
 *
 * The client is bound to one processor, the built-in server to another. Each sample is a fresh
 * process with fresh connections, which makes them in a warm-up batch that is not timed; both
 * contestants run in every round, in random order. Prints medians over the rounds.
 */
#include "config.h"

#include <curl/curl.h>
#include <errno.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/server/server.h"
#include "runners/usage.h"
#include "runners/waiting/drive.h"
#include "support/clock.h"

#define ROUNDS_LIMIT 99
#define BODY_BYTES 1024

extern const struct workload workload_http_fetch;

struct trial {
	const char *title, *delay;
	unsigned concurrency;
	uint64_t tasks; /* of a timed batch */
	unsigned rounds;
};

static const struct trial trials[] = {
	{"64 in flight, answered at once", "0", 64, 30000, 11},
	{"10 000 in flight, answered after 100 ms", "100ms", 10000, 50000, 3},
};

/* Of one sample. */
struct figure {
	double rate;   /* requests a second */
	double cpu_us; /* of the client, a request */
};

static char server_url[64];

static _Noreturn void die(const char *what, const struct error *error)
{
	fprintf(stderr, "figures/http: %s: %s\n", what,
		error != NULL ? error->text : strerror(errno));
	exit(1);
}

/* ---- Timing a batch */

struct stopwatch {
	uint64_t begin_ns;
	struct usage usage;
};

static struct stopwatch stopwatch_start(void)
{
	return (struct stopwatch){clock_now_ns(), usage_of(RUSAGE_SELF)};
}

static struct figure stopwatch_stop(struct stopwatch begin, uint64_t tasks)
{
	uint64_t elapsed_ns = clock_now_ns() - begin.begin_ns;
	struct usage usage = usage_since(usage_of(RUSAGE_SELF), begin.usage);

	return (struct figure){
		.rate = (double)tasks * 1e9 / (double)elapsed_ns,
		.cpu_us = (double)(usage.user_ns + usage.system_ns) / 1e3 / (double)tasks,
	};
}

/* ---- The plain loop */

struct plain {
	CURLM *multi;
	CURL **handles;
	unsigned count;
	uint64_t to_start, to_end; /* of the batch */
	uint64_t bytes;
	uint64_t bad; /* fetches that failed or had another status than 200 */
};

static size_t count_bytes(char *data, size_t size, size_t count, void *to)
{
	(void)data;
	*(uint64_t *)to += size * count;
	return size * count;
}

static void plain_open(struct plain *plain, const char *url, unsigned count)
{
	*plain = (struct plain){.multi = curl_multi_init(),
		.handles = calloc(count, sizeof(CURL *)),
		.count = count};
	curl_multi_setopt(plain->multi, CURLMOPT_MAXCONNECTS, (long)count);
	for (unsigned i = 0; i < count; i++) {
		CURL *easy = plain->handles[i] = curl_easy_init();

		curl_easy_setopt(easy, CURLOPT_URL, url);
		curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
		curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
		curl_easy_setopt(easy, CURLOPT_PROXY, "");
		curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, count_bytes);
		curl_easy_setopt(easy, CURLOPT_WRITEDATA, &plain->bytes);
	}
}

static void plain_harvest(struct plain *plain)
{
	CURLMsg *message;
	int left;

	while ((message = curl_multi_info_read(plain->multi, &left)) != NULL) {
		CURL *easy = message->easy_handle;
		long status = 0;

		curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
		plain->bad += message->data.result != CURLE_OK || status != 200;
		plain->to_end--;
		curl_multi_remove_handle(plain->multi, easy);
		if (plain->to_start > 0) {
			plain->to_start--;
			curl_multi_add_handle(plain->multi, easy);
		}
	}
}

static void plain_batch(struct plain *plain, uint64_t tasks)
{
	int running;

	plain->to_end = tasks;
	plain->to_start = tasks - plain->count;
	plain->bytes = 0;
	for (unsigned i = 0; i < plain->count; i++)
		curl_multi_add_handle(plain->multi, plain->handles[i]);
	while (plain->to_end > 0) {
		curl_multi_perform(plain->multi, &running);
		plain_harvest(plain);
		if (plain->to_end > 0)
			curl_multi_poll(plain->multi, NULL, 0, 1000, NULL);
	}
	if (plain->bad > 0 || plain->bytes != tasks * BODY_BYTES)
		die("the plain loop got wrong answers", NULL);
}

static struct figure plain_sample(const struct trial *trial)
{
	char url[256];
	struct plain plain;
	struct stopwatch begin;

	snprintf(url, sizeof(url), "%s/?delay=%s&size=1KiB", server_url, trial->delay);
	plain_open(&plain, url, trial->concurrency);
	plain_batch(&plain, 2 * (uint64_t)trial->concurrency);
	begin = stopwatch_start();
	plain_batch(&plain, trial->tasks);
	return stopwatch_stop(begin, trial->tasks);
}

/* ---- http-fetch on the event loop, as the runner async has it */

static struct figure fetch_batch(struct epoll_loop *loop, struct crew *crew, uint64_t tasks)
{
	uint64_t next = 0;
	struct error error = {""};
	struct stopwatch begin;
	struct figure figure;
	uint64_t wrong_index;

	crew_prepare(crew, tasks);
	begin = stopwatch_start();
	if (drive(&loop->common, crew, &crew->workers[0], drive_next, &next, &error) < 0)
		die("http-fetch", &error);
	figure = stopwatch_stop(begin, tasks);
	if (crew_wrong_values(crew, &wrong_index) > 0)
		die("http-fetch got wrong answers", NULL);
	return figure;
}

static struct figure fetch_sample(const struct trial *trial)
{
	struct error error = {""};
	struct work work = {.workload = &workload_http_fetch};
	struct crew *crew = crew_new(&error);
	struct epoll_loop loop;
	unsigned cpu = 0;

	snprintf(work.server, sizeof(work.server), "%s", server_url);
	if (crew == NULL ||
		parameters_init(&work.parameters, workload_http_fetch.parameters, &error) < 0 ||
		parameters_set(&work.parameters, "delay", trial->delay, &error) < 0 ||
		workload_http_fetch.open(&work, &error) < 0)
		die("http-fetch", &error);
	crew->work = &work;
	crew->cpus = &cpu;
	crew->cores = 1;
	crew->concurrency = trial->concurrency;
	if (crew_open(crew, trial->tasks, true, CREW_WORKER_ONE, &error) < 0 ||
		epoll_loop_open(&loop, trial->concurrency, 1, &error) < 0)
		die("http-fetch", &error);
	fetch_batch(&loop, crew, 2 * (uint64_t)trial->concurrency);
	return fetch_batch(&loop, crew, trial->tasks);
}

/* ---- Rounds */

static void bind_to(unsigned cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	if (sched_setaffinity(0, sizeof(set), &set) < 0)
		die("cannot bind", NULL);
}

/* One sample in a process of its own, which ends without tidying up. */
static struct figure sample(struct figure (*take)(const struct trial *), const struct trial *trial,
	unsigned cpu)
{
	struct figure figure;
	int ends[2];
	pid_t child;

	if (pipe(ends) < 0 || (child = fork()) < 0)
		die("cannot fork", NULL);
	if (child == 0) {
		bind_to(cpu);
		curl_global_init(CURL_GLOBAL_DEFAULT);
		figure = take(trial);
		_exit(write(ends[1], &figure, sizeof(figure)) == sizeof(figure) ? 0 : 1);
	}
	close(ends[1]);
	if (read(ends[0], &figure, sizeof(figure)) != sizeof(figure))
		die("a sample failed", NULL);
	close(ends[0]);
	waitpid(child, NULL, 0);
	return figure;
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(double *values, unsigned count)
{
	qsort(values, count, sizeof(*values), ascending);
	return count % 2 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
}

/* What the rounds of a trial found, figure by figure. */
struct rounds {
	double plain_rate[ROUNDS_LIMIT], plain_cpu_us[ROUNDS_LIMIT];
	double fetch_rate[ROUNDS_LIMIT], fetch_cpu_us[ROUNDS_LIMIT];
	double ratio[ROUNDS_LIMIT];
};

static void run_trial(const struct trial *trial, unsigned cpu)
{
	struct rounds rounds;
	unsigned count = trial->rounds;

	for (unsigned i = 0; i < count; i++) {
		bool plain_first = random() & 1;
		struct figure plain, fetch;

		if (plain_first)
			plain = sample(plain_sample, trial, cpu);
		fetch = sample(fetch_sample, trial, cpu);
		if (!plain_first)
			plain = sample(plain_sample, trial, cpu);
		rounds.plain_rate[i] = plain.rate;
		rounds.plain_cpu_us[i] = plain.cpu_us;
		rounds.fetch_rate[i] = fetch.rate;
		rounds.fetch_cpu_us[i] = fetch.cpu_us;
		rounds.ratio[i] = fetch.rate / plain.rate;
	}
	printf("%-40s %8.0f /s %5.1f us %8.0f /s %5.1f us %7.2f\n", trial->title,
		median(rounds.plain_rate, count), median(rounds.plain_cpu_us, count),
		median(rounds.fetch_rate, count), median(rounds.fetch_cpu_us, count),
		median(rounds.ratio, count));
	fflush(stdout);
}

static _Noreturn void serve(unsigned cpu, int lifeline, int announce)
{
	static const struct response_choice standard = {.size = BODY_BYTES};
	static struct server server;
	struct error error = {""};

	bind_to(cpu);
	if (server_open(&server, 0, &standard, &error) < 0 ||
		server_end_with(&server, lifeline, &error) < 0)
		die("server", &error);
	if (write(announce, &server.port, sizeof(server.port)) != sizeof(server.port) ||
		server_run(&server, &error) < 0)
		die("server", &error);
	_exit(0);
}

/* Starts the server in a process of its own, which ends when *lifeline is closed. */
static pid_t start_server(unsigned cpu, int *lifeline)
{
	int life[2], announce[2];
	uint16_t port;
	pid_t child;

	if (pipe(life) < 0 || pipe(announce) < 0 || (child = fork()) < 0)
		die("cannot start the server", NULL);
	if (child == 0) {
		close(life[1]);
		serve(cpu, life[0], announce[1]);
	}
	close(life[0]);
	close(announce[1]);
	if (read(announce[0], &port, sizeof(port)) != sizeof(port))
		die("the server did not start", NULL);
	close(announce[0]);
	snprintf(server_url, sizeof(server_url), "http://127.0.0.1:%u", port);
	*lifeline = life[1];
	return child;
}

/* The first and the second processor that may be used; twice the same where there is but one. */
static void choose_cpus(unsigned *client, unsigned *server)
{
	unsigned found = 0, cpus[2] = {0};
	cpu_set_t set;

	if (sched_getaffinity(0, sizeof(set), &set) < 0)
		die("cannot read the binding", NULL);
	for (unsigned cpu = 0; cpu < CPU_SETSIZE && found < 2; cpu++)
		if (CPU_ISSET(cpu, &set))
			cpus[found++] = cpu;
	*client = cpus[0];
	*server = cpus[found - 1];
}

static void raise_limit(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
		limit.rlim_cur = limit.rlim_max;
		setrlimit(RLIMIT_NOFILE, &limit);
	}
}

int main(void)
{
	unsigned client_cpu, server_cpu;
	pid_t server;
	int lifeline;

	raise_limit();
	choose_cpus(&client_cpu, &server_cpu);
	srandom((unsigned)clock_now_ns());
	server = start_server(server_cpu, &lifeline);
	printf("HTTP over kept connections, 1 KiB each; client on CPU %u, server on CPU %u\n",
		client_cpu, server_cpu);
	printf("requests a second, and the client's CPU time for each\n");
	printf("%-40s %20s %20s %7s\n", "", "bare libcurl", "http-fetch", "ratio");
	for (size_t i = 0; i < sizeof(trials) / sizeof(trials[0]); i++)
		run_trial(&trials[i], client_cpu);
	close(lifeline);
	waitpid(server, NULL, 0);
	return 0;
}
