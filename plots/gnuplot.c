/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Starts gnuplot with posix_spawn, reads what it says on standard error until it ends, and kills it
 * at its time limit. Nothing here goes through a shell.
 */
#include "config.h"

#include "plots/gnuplot.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/clock.h"
#include "support/limits.h"

#define POLL_INTERVAL_MS 10

/* What gnuplot said: its beginning, made one line of printable text. */
struct complaint {
	char text[512];
	size_t length;
};

static void complaint_add(struct complaint *complaint, const char *bytes, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		char byte = (unsigned char)bytes[i] < ' ' || bytes[i] == 0x7f ? ' ' : bytes[i];
		bool blank =
			complaint->length == 0 || complaint->text[complaint->length - 1] == ' ';

		if (complaint->length + 1 < sizeof(complaint->text) && !(byte == ' ' && blank))
			complaint->text[complaint->length++] = byte;
	}
	complaint->text[complaint->length] = '\0';
}

static int prepare(posix_spawn_file_actions_t *actions, posix_spawnattr_t *attributes,
	const char *directory, int complaints)
{
	sigset_t none, all;
	int status = 0;

	sigemptyset(&none);
	sigfillset(&all);
	status = status ? status : posix_spawn_file_actions_addchdir_np(actions, directory);
	status = status ? status
			: posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDONLY, 0);
	status = status ? status
			: posix_spawn_file_actions_addopen(actions, 1, "/dev/null", O_WRONLY, 0);
	status = status ? status : posix_spawn_file_actions_adddup2(actions, complaints, 2);
	status = status ? status : posix_spawnattr_setsigmask(attributes, &none);
	status = status ? status : posix_spawnattr_setsigdefault(attributes, &all);
	status = status ? status
			: posix_spawnattr_setflags(attributes,
				  POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	return status;
}

/* Returns 0 or an errno. */
static int start(pid_t *child, const char *directory, char **arguments, int complaints)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	int status = posix_spawn_file_actions_init(&actions);

	if (status != 0)
		return status;
	status = posix_spawnattr_init(&attributes);
	if (status != 0)
		goto destroy_actions;
	status = prepare(&actions, &attributes, directory, complaints);
	if (status == 0)
		status = posix_spawnp(child, arguments[0], &actions, &attributes, arguments,
			environ);
	posix_spawnattr_destroy(&attributes);
destroy_actions:
	posix_spawn_file_actions_destroy(&actions);
	return status;
}

/* Waits for the end of the child; true where it had to be killed. */
static bool watch(pid_t child, unsigned limit_ms, int *status, int complaints,
	struct complaint *complaint)
{
	uint64_t deadline_ns = clock_now_ns() + limit_ms * NANOSECONDS_PER_MILLISECOND;
	struct pollfd source = {.fd = complaints, .events = POLLIN};
	bool ended = false;
	bool killed = false;

	while (!ended) {
		char bytes[512];

		poll(&source, 1, POLL_INTERVAL_MS);
		ended = waitpid(child, status, WNOHANG) == child;
		for (ssize_t count;
			source.fd >= 0 && (count = read(source.fd, bytes, sizeof(bytes))) >= 0;) {
			if (count == 0)
				source.fd = -1;
			complaint_add(complaint, bytes, (size_t)count);
		}
		if (!ended && clock_now_ns() > deadline_ns) {
			kill(child, SIGKILL);
			while (waitpid(child, status, 0) < 0 && errno == EINTR)
				;
			ended = killed = true;
		}
	}
	return killed;
}

/* What the end of a gnuplot that was not killed comes to. */
static int judge(const char *script, int status, const struct complaint *complaint,
	struct error *error)
{
	const char *said = complaint->length > 0 ? complaint->text : "it said nothing";

	if (WIFSIGNALED(status))
		return error_set(error, "%s: gnuplot was ended by signal %d: %s", script,
			WTERMSIG(status), said);
	if (WEXITSTATUS(status) != 0)
		return error_set(error, "%s: gnuplot failed with exit code %d: %s", script,
			WEXITSTATUS(status), said);
	return 0;
}

int gnuplot_run(const char *directory, const char *script, const char *argument, unsigned limit_ms,
	struct error *error)
{
	char program[] = "gnuplot", plain[] = "--default-settings", call[] = "-c";
	char *arguments[] = {program, plain, call, (char *)script, (char *)argument, NULL};
	struct complaint complaint = {.length = 0};
	int ends[2];
	int status = 0;
	pid_t child;

	if (pipe2(ends, O_CLOEXEC) < 0)
		return error_set(error, "cannot create a pipe to gnuplot: %s", limits_error(errno));
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	status = start(&child, directory, arguments, ends[1]);
	close(ends[1]);
	if (status != 0) {
		close(ends[0]);
		if (status == ENOENT)
			return error_set(error,
				"cannot draw: the program gnuplot is missing: install the Debian "
				"package gnuplot-nox (Fedora: gnuplot)");
		return error_set(error, "cannot start gnuplot: %s", limits_process_error(status));
	}

	bool killed = watch(child, limit_ms, &status, ends[0], &complaint);

	close(ends[0]);
	if (killed)
		return error_set(error, "%s: gnuplot took longer than %u ms and was ended: %s",
			script, limit_ms,
			complaint.length > 0 ? complaint.text : "it said nothing");
	return judge(script, status, &complaint, error);
}
