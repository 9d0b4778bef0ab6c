/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Running another program; see foreign.h. */
#include "config.h"

#include "support/foreign.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/anew.h"
#include "support/capture.h"
#include "support/child_watch.h"
#include "support/clock.h"
#include "support/limits.h"
#include "support/offspring.h"
#include "support/reap.h"

#define EXIT_NOT_STARTED ANEW_STATUS

/* One that runs. */
struct running {
	const struct foreign *given;
	struct foreign_outcome *outcome;
	struct child_watch watch;
	struct offspring others;   /* that were there before it */
	struct memory_kills kills; /* before it */
	struct capture heard;
	pid_t pid;
	int failure; /* reading end of the pipe for the reason of a failed start */
};

static bool is_readable(int descriptor)
{
	struct pollfd entry = {descriptor, POLLIN, 0};

	return descriptor >= 0 && poll(&entry, 1, 0) > 0;
}

/* In the child, until it becomes the other program. */
static _Noreturn void become(const struct running *running, int output, int failure)
{
	const int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
	const struct foreign *given = running->given;
	int cause = errno;

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
	/* The waiting process reads this; if that fails, the exit code says enough. */
	_exit(write(failure, &cause, sizeof(cause)) < 0 ? EXIT_NOT_STARTED : EXIT_NOT_STARTED);
}

static int start(struct running *running, struct error *error)
{
	int output = capture_open(&running->heard, CAPTURE_BEGIN, error), failure[2];

	if (output < 0)
		return -1;
	if (pipe2(failure, O_CLOEXEC | O_NONBLOCK) < 0) {
		error_set(error, "no pipe: %s", limits_error(errno));
		close(output);
		return -1;
	}
	running->pid = anew_fork();
	if (running->pid == 0)
		become(running, output, failure[1]);
	if (running->pid < 0)
		error_set(error, "no process: %s", limits_process_error(errno));
	close(output);
	close(failure[1]);
	running->failure = failure[0];
	if (running->pid > 0)
		return 0;
	close(failure[0]);
	return -1;
}

static enum foreign_end await(struct running *running)
{
	const uint64_t due_ns = clock_now_ns() + running->given->limit_ns;
	const uint64_t wait_ns = CHILD_WATCH_WAIT_MS * NANOSECONDS_PER_MILLISECOND;

	for (;;) {
		const struct timespec most = clock_left(due_ns, wait_ns);
		struct pollfd watched[] = {
			{running->watch.descriptor, POLLIN, 0},
			{running->given->stop, POLLIN, 0},
			{running->heard.descriptor, POLLIN, 0},
		};

		ppoll(watched, sizeof(watched) / sizeof(watched[0]), &most, NULL);
		capture_read(&running->heard);
		if (child_watch_ended(&running->watch, running->pid))
			return FOREIGN_EXITED;
		if (is_readable(running->given->stop))
			return FOREIGN_STOPPED;
		if (clock_now_ns() >= due_ns)
			return FOREIGN_LATE;
	}
}

/* Ends all of its processes, and stores how the program ended if it ended by itself. */
static void end(struct running *running)
{
	struct foreign_outcome *outcome = running->outcome;
	const int status = reap_leader(running->pid);
	int cause;

	offspring_end(&running->others);
	capture_rest(&running->heard);
	snprintf(outcome->text, sizeof(outcome->text), "%s",
		running->heard.text != NULL ? running->heard.text : "");
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
	close(running->failure);
}

int foreign_run(const struct foreign *foreign, struct foreign_outcome *outcome, struct error *error)
{
	struct running running = {.given = foreign, .outcome = outcome, .heard.descriptor = -1};
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
	capture_close(&running.heard);
	child_watch_close(&running.watch);
	return status;
}
