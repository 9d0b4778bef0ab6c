/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Running a program that is not ours; see foreign.h. */
#include "config.h"

#include "support/foreign.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/child_watch.h"
#include "support/clock.h"
#include "support/limits.h"
#include "support/offspring.h"

#define EXIT_NOT_STARTED 127
#define LAST_READS 64 /* of what is still in the pipe in the end */

/* One that runs. */
struct running {
	const struct foreign *given;
	struct foreign_outcome *outcome;
	struct child_watch watch;
	struct offspring others;   /* that were there before it */
	struct memory_kills kills; /* likewise */
	pid_t parent, pid;
	int output;  /* reading end of what is heard; -1: it has ended */
	int failure; /* reading end of why it could not be started */
};

/* Reads once. Whether there may be more at once. */
static bool hear(struct running *running)
{
	struct foreign_outcome *outcome = running->outcome;
	char bytes[4096];
	ssize_t count = read(running->output, bytes, sizeof(bytes));
	size_t room = sizeof(outcome->text) - 1 - outcome->length;

	if (count > 0) {
		room = room < (size_t)count ? room : (size_t)count;
		memcpy(outcome->text + outcome->length, bytes, room);
		outcome->length += room;
		return true;
	}
	if (count == 0 || (errno != EAGAIN && errno != EINTR)) {
		close(running->output);
		running->output = -1;
	}
	return count < 0 && errno == EINTR && running->output >= 0;
}

static bool is_readable(int descriptor)
{
	struct pollfd entry = {descriptor, POLLIN, 0};

	return descriptor >= 0 && poll(&entry, 1, 0) > 0;
}

/* In the child, until it is the other program. */
static _Noreturn void become(const struct running *running, int output, int failure)
{
	const int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
	const struct foreign *given = running->given;
	int cause = errno;

	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != running->parent)
		_exit(EXIT_NOT_STARTED);
	for (int number = 1; number < NSIG; number++)
		signal(number, SIG_DFL);
	for (int stream = STDIN_FILENO; stream <= STDERR_FILENO && nothing >= 0; stream++)
		dup2(stream == given->heard ? output : nothing, stream);
	if (nothing >= 0 && (given->directory == NULL || chdir(given->directory) == 0)) {
		sigset_t none;

		sigemptyset(&none);
		sigprocmask(SIG_SETMASK, &none, NULL);
		execvp(given->arguments[0], given->arguments);
	}
	if (nothing >= 0)
		cause = errno;
	/* Read back by whoever waits for us; should that fail, the exit code says enough. */
	_exit(write(failure, &cause, sizeof(cause)) < 0 ? EXIT_NOT_STARTED : EXIT_NOT_STARTED);
}

/* Closed on exec; reading does not wait. 0 or -1. */
static int open_pipe(int ends[2])
{
	if (pipe2(ends, O_CLOEXEC) < 0)
		return -1;
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	return 0;
}

static int start(struct running *running, struct error *error)
{
	int output[2], failure[2];

	if (open_pipe(output) < 0)
		return error_set(error, "no pipe: %s", limits_error(errno));
	if (open_pipe(failure) < 0) {
		error_set(error, "no pipe: %s", limits_error(errno));
		goto close_output;
	}
	running->parent = getpid();
	running->pid = fork();
	if (running->pid == 0)
		become(running, output[1], failure[1]);
	if (running->pid < 0) {
		error_set(error, "no process: %s", limits_process_error(errno));
		goto close_failure;
	}
	setpgid(running->pid, running->pid); /* in both, so that neither can be too early */
	close(output[1]);
	close(failure[1]);
	running->output = output[0];
	running->failure = failure[0];
	return 0;

close_failure:
	close(failure[0]);
	close(failure[1]);
close_output:
	close(output[0]);
	close(output[1]);
	return -1;
}

static enum foreign_end await(struct running *running)
{
	const uint64_t due_ns = clock_now_ns() + running->given->limit_ns;
	const uint64_t wait_ns = CHILD_WATCH_WAIT_MS * NANOSECONDS_PER_MILLISECOND;

	for (;;) {
		const uint64_t now_ns = clock_now_ns();
		const uint64_t left_ns = due_ns > now_ns ? due_ns - now_ns : 0;
		const struct timespec most = clock_timespec(left_ns < wait_ns ? left_ns : wait_ns);
		struct pollfd watched[] = {
			{running->watch.descriptor, POLLIN, 0},
			{running->given->stop, POLLIN, 0},
			{running->output, POLLIN, 0},
		};

		ppoll(watched, sizeof(watched) / sizeof(watched[0]), &most, NULL);
		if (running->output >= 0)
			hear(running);
		if (child_watch_ended(&running->watch, running->pid))
			return FOREIGN_EXITED;
		if (is_readable(running->given->stop))
			return FOREIGN_STOPPED;
		if (clock_now_ns() >= due_ns)
			return FOREIGN_LATE;
	}
}

/* Ends all of it, and says how it has ended itself where it has. */
static void end(struct running *running)
{
	struct foreign_outcome *outcome = running->outcome;
	int status = 0, cause;

	/* Before it is reaped, so that the number of its group is no other's yet. */
	kill(-running->pid, SIGKILL);
	kill(running->pid, SIGKILL);
	while (waitpid(running->pid, &status, 0) < 0 && errno == EINTR)
		continue;
	offspring_end(&running->others);
	for (int i = 0; i < LAST_READS && running->output >= 0 && hear(running); i++)
		continue;
	outcome->text[outcome->length] = '\0';
	if (outcome->end == FOREIGN_EXITED && WIFSIGNALED(status)) {
		outcome->end = FOREIGN_SIGNALED;
		outcome->status = WTERMSIG(status);
		memory_kills_signal(outcome->ended, outcome->status, &running->kills);
	} else if (outcome->end == FOREIGN_EXITED) {
		outcome->status = WEXITSTATUS(status);
		if (read(running->failure, &cause, sizeof(cause)) == sizeof(cause)) {
			outcome->end = FOREIGN_MISSING;
			outcome->status = cause;
		}
	}
	if (running->output >= 0)
		close(running->output);
	close(running->failure);
}

int foreign_run(const struct foreign *foreign, struct foreign_outcome *outcome, struct error *error)
{
	struct running running = {.given = foreign, .outcome = outcome};
	int status;

	*outcome = (struct foreign_outcome){.end = FOREIGN_STOPPED};
	if (is_readable(foreign->stop))
		return 0;
	if (child_watch_open(&running.watch, error) < 0)
		return -1;
	offspring_list(&running.others);
	memory_kills_read(&running.kills, "");
	status = start(&running, error);
	if (status == 0) {
		outcome->end = await(&running);
		end(&running);
	}
	child_watch_close(&running.watch);
	return status;
}
