/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The command `breakeven serve`: the built-in HTTP server, until SIGINT or SIGTERM.
 *
 * `run` starts it too, with the hidden option --lifeline: a descriptor; the server ends when it is
 * closed.
 */
#include "config.h"

#include "bench/program/command.h"
#include "bench/program/flags.h"
#include "bench/program/message.h"
#include "bench/server/server.h"
#include "support/limits.h"
#include "support/text.h"

#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <unistd.h>

struct options {
	uint16_t port;
	struct response_choice standard;
	int lifeline; /* -1: none */
};

enum { FLAG_PORT = 1, FLAG_CHOICE, FLAG_LIFELINE };

static const struct flag_set serve_flags = {
	.command = "serve",
	.usage = "[--port N] [--delay DURATION] [--size BYTES]",
	.about = "Answers GET / on 127.0.0.1 until it is interrupted. Prints its address first.\n",
	.flags =
		(const struct flag[]){
			{FLAG_PORT, 0, "port", "N",
				"listen on this port (default 0: a free "
				"one)"},
			{FLAG_CHOICE, 0, "delay", "DURATION",
				"answer after this time, up to 1h (default 0)"},
			{FLAG_CHOICE, 0, "size", "BYTES",
				"send a body of this size, up to 16MiB (default 1KiB)"},
			{FLAG_LIFELINE, 0, "lifeline", "N", NULL},
			{0},
		},
	.end = "A request can override both: GET /?delay=10ms&size=4KiB. With stall=1s&every=100 the\n"
	       "whole server pauses for one second at every hundredth such request.\n"
	       "\n" TEXT_NUMBERS_HELP,
};

/* Reads a whole number from 0 to largest. Returns 0, or -1 with the error. */
static int parse_whole(const char *text, double largest, double *number, struct error *error)
{
	if (text_parse_number(text, number) != 0 || *number < 0 || *number > largest ||
		*number != floor(*number))
		return error_set(error, "\"%s\" is not a whole number from 0 to %.0f", text,
			largest);
	return 0;
}

static int take(void *context, const struct flag *flag, const char *value, struct error *error)
{
	struct options *options = context;
	double number = 0;

	if (flag == NULL)
		return flags_refuse_word(value, &serve_flags, error);
	if (flag->id == FLAG_CHOICE)
		return response_choose(&options->standard, flag->name, value, error);
	if (parse_whole(value, flag->id == FLAG_PORT ? UINT16_MAX : INT32_MAX, &number, error) != 0)
		return -1;
	if (flag->id == FLAG_PORT)
		options->port = (uint16_t)number;
	else
		options->lifeline = (int)number;
	return 0;
}

/* A descriptor that becomes readable at SIGINT or SIGTERM; both are blocked from now on. */
static int catch_signals(struct error *error)
{
	sigset_t signals;
	int descriptor;

	sigemptyset(&signals);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGTERM);
	/* A background shell job starts with SIGINT ignored, and an ignored signal is never
	 * readable. */
	signal(SIGINT, SIG_DFL);
	signal(SIGTERM, SIG_DFL);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	descriptor = signalfd(-1, &signals, SFD_NONBLOCK | SFD_CLOEXEC);
	if (descriptor < 0)
		error_set(error, "cannot wait for signals: %s", limits_error(errno));
	return descriptor;
}

/* Raises the limit of connections to the highest that the system allows. */
static void raise_descriptor_limit(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
		limit.rlim_cur = limit.rlim_max;
		setrlimit(RLIMIT_NOFILE, &limit);
	}
}

/* Prints the address. False if that failed; main() reports the error of standard output. */
static bool announce(const struct server *server)
{
	printf("listening on http://127.0.0.1:%u\n", server->port);
	return message_flush() == 0;
}

static int serve(const struct options *options, struct error *error)
{
	static struct server server; /* too large for a stack frame */
	int result = -1, signals = catch_signals(error);

	if (signals < 0)
		return -1;
	raise_descriptor_limit();
	if (server_open(&server, options->port, &options->standard, error) != 0)
		goto close_signals;
	if (server_end_with(&server, signals, error) != 0)
		goto close_server;
	if (options->lifeline >= 0 && server_end_with(&server, options->lifeline, error) != 0)
		goto close_server;
	result = announce(&server) ? server_run(&server, error) : 0;

close_server:
	server_close(&server);
close_signals:
	close(signals);
	return result;
}

static int serve_main(int argc, char **argv)
{
	struct options options = {.standard = {.delay_ns = 0, .size = 1024}, .lifeline = -1};
	enum flags_outcome outcome = flags_command(&serve_flags, argc, argv, take, &options);
	struct error error = {0};

	if (outcome != FLAGS_TAKEN)
		return outcome == FLAGS_HELP ? EXIT_FINE : EXIT_USAGE;
	return serve(&options, &error) == 0 ? EXIT_FINE : command_refuse("serve", "%s", error.text);
}

const struct command command_serve = {
	.name = "serve",
	.summary = "run the built-in HTTP server alone",
	.main = serve_main,
};
