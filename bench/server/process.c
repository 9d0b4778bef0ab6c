/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Starting and ending the built-in server's process; see process.h.
 *
 * Two pipes connect it to us: the lifeline, whose writing end only we hold, and its standard
 * output. We read the address from that output; its end shows that the process has ended.
 */
#include "config.h"

#include "bench/server/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "support/anew.h"
#include "support/clock.h"
#include "support/limits.h"
#include "support/reap.h"

#define START_LIMIT_NS (10 * NANOSECONDS_PER_SECOND)
#define STOP_LIMIT_NS (2 * NANOSECONDS_PER_SECOND)
#define END_POLL_NS (10 * NANOSECONDS_PER_MILLISECOND)
#define END_POLLS 100
#define LIFELINE 3 /* in the server */

static const char announcement[] = "listening on ";

/* Starts it with the ends of both pipes. Returns its process, or -1 with the error. */
static pid_t execute(int lifeline, int output, struct error *error)
{
	char number[16];
	char *const arguments[] = {
		(char *)"breakeven", (char *)"serve", (char *)"--lifeline", number, NULL};
	const struct anew anew = {
		.arguments = arguments,
		.descriptors = {{ANEW_NOTHING, STDIN_FILENO}, {output, STDOUT_FILENO},
			{lifeline, LIFELINE}},
		.count = 3,
	};

	snprintf(number, sizeof(number), "%d", LIFELINE);
	return anew_start(&anew, error);
}

/* Waits until the descriptor has data or its other end is closed. False: time is up, or the other
 * descriptor became readable. */
static bool wait_readable(int descriptor, int stop, uint64_t due_ns)
{
	for (;;) {
		struct pollfd watched[] = {{descriptor, POLLIN, 0}, {stop, POLLIN, 0}};
		const struct timespec left = clock_left(due_ns, UINT64_MAX);
		const int count = ppoll(watched, 2, &left, NULL);

		if (count < 0 && errno == EINTR)
			continue;
		return count > 0 && watched[1].revents == 0;
	}
}

/* Reads the line that the server prints when it listens, without its end. Returns 0, or -1. */
static int read_line(int descriptor, int stop, char *line, size_t size)
{
	const uint64_t due_ns = clock_now_ns() + START_LIMIT_NS;
	size_t length = 0;

	while (length + 1 < size && wait_readable(descriptor, stop, due_ns)) {
		ssize_t count = read(descriptor, line + length, 1);

		if (count < 0 && errno == EINTR)
			continue;
		if (count <= 0)
			break;
		if (line[length] == '\n') {
			line[length] = '\0';
			return 0;
		}
		length++;
	}
	return -1;
}

/* Why it did not start: its output is closed, so it has ended or will end soon. */
static int say_why_not(const struct server_process *process, struct error *error)
{
	const struct timespec moment = clock_timespec(END_POLL_NS);
	char ended[MEMORY_KILLS_END];
	struct reap_end end;

	for (int i = 0; i < END_POLLS && reap_look(process->pid, &end) == 0 && !end.ended; i++)
		nanosleep(&moment, NULL);
	if (!end.ended)
		return error_set(error, "the built-in HTTP server did not print its address");
	if (!end.by_signal)
		return error_set(error,
			"the built-in HTTP server did not start (exit code %d); its message is above",
			end.status);
	return error_set(error, "the built-in HTTP server did not start: ended by %s",
		memory_kills_signal(ended, end.status, &process->kills));
}

static int read_url(struct server_process *process, int stop, struct error *error)
{
	char line[sizeof(announcement) + sizeof(process->url) - 1];

	if (read_line(process->output, stop, line, sizeof(line)) != 0 ||
		strncmp(line, announcement, strlen(announcement)) != 0)
		return say_why_not(process, error);
	memcpy(process->url, line + strlen(announcement), strlen(line + strlen(announcement)) + 1);
	return 0;
}

int server_process_start(struct server_process *process, int stop, struct error *error)
{
	static const char cannot[] = "cannot start the built-in HTTP server";
	int lifeline[2], output[2];

	memset(process, 0, sizeof(*process));
	memory_kills_read(&process->kills, "");
	if (pipe2(lifeline, O_CLOEXEC) < 0)
		return error_set(error, "%s: no pipe: %s", cannot, limits_error(errno));
	if (pipe2(output, O_CLOEXEC) < 0) {
		error_set(error, "%s: no pipe: %s", cannot, limits_error(errno));
		goto close_lifeline;
	}
	process->pid = execute(lifeline[0], output[1], error);
	if (process->pid < 0) {
		error_prefix(error, "%s", cannot);
		goto close_output;
	}
	close(lifeline[0]);
	close(output[1]);
	process->lifeline = lifeline[1];
	process->output = output[0];
	if (read_url(process, stop, error) == 0)
		return 0;
	kill(process->pid, SIGKILL);
	server_process_stop(process);
	return -1;

close_output:
	close(output[0]);
	close(output[1]);
close_lifeline:
	close(lifeline[0]);
	close(lifeline[1]);
	process->pid = 0;
	return -1;
}

int server_process_check(const struct server_process *process, struct error *error)
{
	char ended[MEMORY_KILLS_END];
	struct reap_end end;

	if (process->pid <= 0)
		return error_set(error, "the built-in HTTP server is not running");
	if (reap_look(process->pid, &end) < 0)
		return error_set(error, "the built-in HTTP server is gone: %s",
			limits_error(errno));
	if (!end.ended)
		return 0;
	if (!end.by_signal)
		return error_set(error, "the built-in HTTP server ended with exit code %d",
			end.status);
	return error_set(error, "the built-in HTTP server was ended by %s",
		memory_kills_signal(ended, end.status, &process->kills));
}

/* Whether the server closes its output in time, whatever it still writes to it. */
static bool reads_to_end(int output)
{
	const uint64_t due_ns = clock_now_ns() + STOP_LIMIT_NS;
	char rest[512];

	while (clock_now_ns() < due_ns && wait_readable(output, -1, due_ns)) {
		const ssize_t count = read(output, rest, sizeof(rest));

		if (count == 0)
			return true;
		if (count < 0 && errno != EINTR)
			return false;
	}
	return false;
}

void server_process_stop(struct server_process *process)
{
	if (process->pid <= 0)
		return;
	close(process->lifeline);
	if (!reads_to_end(process->output))
		kill(process->pid, SIGKILL);
	close(process->output);
	reap_child(process->pid);
	memset(process, 0, sizeof(*process));
}
