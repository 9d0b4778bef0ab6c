/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program: checks every plugin, then finds the requested command in a table. */
#include "config.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/plugin/ask.h"
#include "bench/program/command.h"
#include "bench/program/message.h"
#include "bench/program/processor_limit.h"
#include "bench/program/terminal.h"
#include "results/statistics/generator.h"
#include "runners/runner.h"
#include "support/error.h"
#include "support/limits.h"
#include "support/text.h"
#include "workloads/registry.h"

static const struct command *const commands[] = {
	&command_run,
	&command_show,
	&command_verdict,
	&command_plot,
	&command_list,
	&command_doctor,
	&command_serve,
};

#define COMMAND_COUNT (sizeof(commands) / sizeof(commands[0]))

static void write_help(FILE *stream)
{
	fputs("usage: breakeven COMMAND …\n"
	      "\n"
	      "Measures on this machine from which point on parallelism (more cores) beats\n"
	      "concurrency (more tasks in flight), for threads, processes and async.\n"
	      "\n",
		stream);
	for (size_t i = 0; i < COMMAND_COUNT; i++)
		fprintf(stream, "  %-9s %s\n", commands[i]->name, commands[i]->summary);
	fputs("\n"
	      "`breakeven COMMAND --help` describes a command. Exit codes: 0 success, 2 wrong usage\n"
	      "or unreadable input, 3 a case failed or nothing was measured, 4 this machine cannot\n"
	      "be trusted, 130 interrupted.\n",
		stream);
}

static void print_help(FILE *stream)
{
	struct terminal_text text;

	write_help(terminal_text_begin(&text, stream));
	terminal_text_end(&text);
}

static const struct command *find_command(const char *name)
{
	if (strcmp(name, command_case.name) == 0)
		return &command_case;
	if (strcmp(name, command_worker.name) == 0)
		return &command_worker;
	if (strcmp(name, command_plugin.name) == 0)
		return &command_plugin;
	for (size_t i = 0; i < COMMAND_COUNT; i++)
		if (strcmp(name, commands[i]->name) == 0)
			return commands[i];
	return NULL;
}

/* A command that only another process of this program starts and watches. */
static bool is_hidden(const struct command *command)
{
	return command == &command_case || command == &command_worker || command == &command_plugin;
}

/* Without a command: prints the help as the error message. */
static int refuse_nothing(void)
{
	char *text = NULL;
	size_t length;
	FILE *stream = open_memstream(&text, &length);

	if (stream != NULL) {
		print_help(stream);
		if (fclose(stream) == 0)
			message_text(text);
		free(text);
	}
	return EXIT_USAGE;
}

static int refuse_command(const char *name)
{
	const char *names[COMMAND_COUNT + 1] = {0};
	const char *nearest;

	for (size_t i = 0; i < COMMAND_COUNT; i++)
		names[i] = commands[i]->name;
	nearest = text_nearest(name, names);
	if (nearest != NULL)
		message_line("breakeven: unknown command '%s'; did you mean '%s'?", name, nearest);
	else
		message_line("breakeven: unknown command '%s'; `breakeven --help` lists them",
			name);
	return EXIT_USAGE;
}

/* If a standard stream is closed, the next file that is opened gets its number, and then what is
 * printed goes into that file. Opens /dev/null in its place so that using it fails, as on a closed
 * stream. */
static void fill_standard_streams(void)
{
	for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; stream++)
		if (fcntl(stream, F_GETFD) < 0 &&
			open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY) != stream)
			_exit(EXIT_USAGE);
}

/* The output must have been written: a full disk is an error. */
static int finish(int status)
{
	const int failure = message_flush();

	if (failure == 0)
		return status;
	message_line("breakeven: standard output: %s", limits_error(failure));
	return status == EXIT_FINE ? EXIT_USAGE : status;
}

int main(int argc, char **argv)
{
	struct error error = {0};
	const struct command *command;
	int status;

	fill_standard_streams();
	if (limits_check_stack(&error) < 0) {
		message_line("breakeven: %s", error.text);
		return EXIT_USAGE;
	}
	/* If a file would exceed its size limit, the call then fails and the error can be reported.
	 */
	signal(SIGXFSZ, SIG_IGN);
	generator_prepare();
	if (workload_validate_all(&error) != 0 || runner_validate_all(&error) != 0) {
		message_line("breakeven: a built-in plugin is invalid: %s", error.text);
		return EXIT_USAGE;
	}
	if (argc < 2)
		return refuse_nothing();
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
		strcmp(argv[1], "help") == 0) {
		print_help(stdout);
		return finish(EXIT_FINE);
	}
	if (strcmp(argv[1], "--version") == 0) {
		puts("breakeven " PACKAGE_VERSION);
		return finish(EXIT_FINE);
	}
	command = find_command(argv[1]);
	if (command == NULL)
		return refuse_command(argv[1]);
	if (!is_hidden(command))
		processor_limit_watch();
	status = command->main(argc - 1, argv + 1);
	return finish(ask_end(NULL) < 0 ? EXIT_INTERRUPTED : status);
}
