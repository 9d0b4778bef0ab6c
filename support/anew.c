/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Starts this program by the kernel's own name for it; see anew.h.
 *
 * A pipe tells the starter why its child did not become the program: it is closed on exec, so an
 * end of file means success.
 */
#include "config.h"

#include "support/anew.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "support/limits.h"
#include "support/reap.h"

#define PROGRAM "/proc/self/exe"

/* Why a child is not the program. */
struct refusal {
	int failure;
	int executing; /* or failed before that */
};

/* Why execve() has failed, before the text of the error. */
static const char *explain(int failure)
{
	return failure == ENOENT && access("/proc/self", F_OK) < 0
		? "cannot start this program again, because /proc is not mounted or is hidden"
		: "cannot start this program again by " PROGRAM;
}

_Noreturn void anew_refuse(const char *what, int failure)
{
	char text[LIMITS_TEXT + 256];
	ssize_t written;

	snprintf(text, sizeof(text), "breakeven: %s: %s\n", what, limits_error(failure));
	written = write(STDERR_FILENO, text, strlen(text));
	(void)written; /* there is nobody else to tell */
	_exit(ANEW_STATUS);
}

_Noreturn void anew_execute(char *const *arguments)
{
	int failure;

	execve(PROGRAM, arguments, environ);
	failure = errno;
	anew_refuse(explain(failure), failure);
}

static _Noreturn void refuse(int descriptor, int failure, bool executing)
{
	const struct refusal refusal = {failure, executing};
	ssize_t written = write(descriptor, &refusal, sizeof(refusal));

	(void)written; /* there is nobody else to tell */
	_exit(ANEW_STATUS);
}

/* The descriptor, or another of the same file, that is not below `least`; or -1. */
static int move(int descriptor, int least)
{
	const int moved =
		descriptor < least ? fcntl(descriptor, F_DUPFD_CLOEXEC, least) : descriptor;

	/* A number above the limit is not an invalid one. */
	if (moved < 0 && errno == EINVAL)
		errno = EMFILE;
	return moved;
}

/* In the child: only system calls until the new program runs. */
static _Noreturn void become(const struct anew *anew, int told)
{
	int safe[ANEW_LIMIT], least = 0, failure = told;

	/* Above their final numbers, so that none overwrites another. */
	for (unsigned i = 0; i < anew->count; i++)
		if (anew->descriptors[i].number >= least)
			least = anew->descriptors[i].number + 1;
	told = move(failure, least);
	if (told < 0)
		refuse(failure, errno, false);
	for (unsigned i = 0; i < anew->count; i++) {
		const int given = anew->descriptors[i].given;

		safe[i] = given == ANEW_NOTHING ? open("/dev/null", O_RDWR | O_CLOEXEC) : given;
		safe[i] = safe[i] >= 0 ? move(safe[i], least) : -1;
		if (safe[i] < 0)
			refuse(told, errno, false);
	}
	if (anew->prepare != NULL)
		anew->prepare(anew->context);
	for (unsigned i = 0; i < anew->count; i++)
		if (dup2(safe[i], anew->descriptors[i].number) < 0)
			refuse(told, errno, false);
	execve(PROGRAM, anew->arguments, anew->environment != NULL ? anew->environment : environ);
	refuse(told, errno, true);
}

/* Waits until the child is the program. 0, or -1 with the error once it has ended instead. */
static int await(pid_t child, int told, struct error *error)
{
	struct refusal refusal;
	ssize_t length;

	do
		length = read(told, &refusal, sizeof(refusal));
	while (length < 0 && errno == EINTR);
	if (length != (ssize_t)sizeof(refusal))
		return 0;
	reap_child(child);
	return error_set(error, "%s: %s",
		refusal.executing ? explain(refusal.failure) : "cannot hand files to it",
		limits_error(refusal.failure));
}

pid_t anew_fork(void)
{
	const pid_t parent = getpid(), child = fork();

	if (child > 0)
		setpgid(child, child); /* in both, so that neither can be too early */
	if (child != 0)
		return child;
	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	/* It may have ended before. */
	if (getppid() != parent)
		_exit(ANEW_STATUS);
	return 0;
}

pid_t anew_start(const struct anew *anew, struct error *error)
{
	int told[2];
	pid_t child;

	if (pipe2(told, O_CLOEXEC) < 0)
		return error_set(error, "no pipe: %s", limits_error(errno));
	child = anew_fork();
	if (child == 0)
		become(anew, told[1]);
	if (child < 0)
		error_set(error, "%s", limits_process_error(errno));
	close(told[1]);
	if (child > 0 && await(child, told[0], error) < 0)
		child = -1;
	close(told[0]);
	return child;
}
