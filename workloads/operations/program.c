/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Running programs: posix_spawn, then waitpid where blocking, or a pidfd on a loop, which becomes
 * readable when the program has ended; see program.h. If the kernel has no pidfd, a loop treats it
 * as an operation that can only block.
 *
 * Only its own child is waited for, by its pid: other children of the process belong to the runner.
 */
#include "config.h"

#include "workloads/operations/program.h"

#include "support/system_call.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/limits.h"

#define WORDS_LIMIT 128
#define FALLBACK_PATH "/usr/local/bin:/usr/bin:/bin"

struct program {
	char path[PATH_MAX];
	char text[PARAMETER_TEXT_SIZE]; /* that holds the words */
	char *words[WORDS_LIMIT + 1];   /* NULL at the end */
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
};

static int split(struct program *program, const char *command, struct error *error)
{
	unsigned count = 0;
	char *rest;

	if (strlen(command) >= sizeof(program->text))
		return error_set(error, "the command has %zu characters; at most %zu fit",
			strlen(command), sizeof(program->text) - 1);
	strcpy(program->text, command);
	for (char *word = strtok_r(program->text, " ", &rest); word != NULL;
		word = strtok_r(NULL, " ", &rest)) {
		if (count == WORDS_LIMIT)
			return error_set(error, "the command has more than %d words", WORDS_LIMIT);
		program->words[count++] = word;
	}
	return count > 0 ? 0 : error_set(error, "the command is empty: name a program");
}

/* Fills the path. 0 or an errno: ENOENT, or why an existing program cannot be used. */
static int look_up(struct program *program)
{
	const char *name = program->words[0], *folder = getenv("PATH");
	int failure = ENOENT;

	if (strchr(name, '/') != NULL) {
		snprintf(program->path, sizeof(program->path), "%s", name);
		return access(program->path, X_OK) < 0 ? errno : 0;
	}
	if (folder == NULL)
		folder = FALLBACK_PATH;
	while (*folder != '\0') {
		size_t length = strcspn(folder, ":");

		snprintf(program->path, sizeof(program->path), "%.*s/%s",
			length > 0 ? (int)length : 1, length > 0 ? folder : ".", name);
		if (access(program->path, X_OK) == 0)
			return 0;
		if (errno != ENOENT && errno != ENOTDIR)
			failure = errno;
		folder += length + (folder[length] == ':');
	}
	return failure;
}

/* Sets up what every start uses. 0 or an errno. */
static int set_up(struct program *program)
{
	posix_spawn_file_actions_t *actions = &program->actions;
	sigset_t signals;
	int failure;

	failure = posix_spawn_file_actions_addopen(actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	if (failure == 0)
		failure = posix_spawn_file_actions_addopen(actions, STDOUT_FILENO, "/dev/null",
			O_WRONLY, 0);
	if (failure == 0)
		failure = posix_spawn_file_actions_adddup2(actions, STDOUT_FILENO, STDERR_FILENO);
	sigemptyset(&signals);
	if (failure == 0)
		failure = posix_spawnattr_setsigmask(&program->attributes, &signals);
	sigaddset(&signals, SIGPIPE);
	sigaddset(&signals, SIGINT);
	if (failure == 0)
		failure = posix_spawnattr_setsigdefault(&program->attributes, &signals);
	if (failure == 0)
		failure = posix_spawnattr_setflags(&program->attributes,
			POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	return failure;
}

/* The program gets only the three standard descriptors of this process: the others that are open
 * now are set to close on exec; those opened later are set so anyway. */
static void keep_descriptors(void)
{
	DIR *directory = opendir("/proc/self/fd");
	const struct dirent *entry;

	while (directory != NULL && (entry = readdir(directory)) != NULL) {
		int descriptor = atoi(entry->d_name);

		if (descriptor > STDERR_FILENO)
			fcntl(descriptor, F_SETFD, FD_CLOEXEC);
	}
	if (directory != NULL)
		closedir(directory);
}

struct program *program_new(const char *command, struct error *error)
{
	struct program *program = calloc(1, sizeof(*program));
	int failure;

	if (program == NULL) {
		error_set(error, "no memory");
		return NULL;
	}
	if (split(program, command, error) < 0)
		goto free_program;
	failure = look_up(program);
	if (failure != 0) {
		error_set(error,
			"cannot run \"%s\": %s (there is no shell; programs are looked for in PATH)",
			program->words[0], limits_error(failure));
		goto free_program;
	}
	posix_spawn_file_actions_init(&program->actions);
	posix_spawnattr_init(&program->attributes);
	keep_descriptors();
	failure = set_up(program);
	if (failure == 0)
		return program;
	error_set(error, "cannot prepare to run %s: %s", command, limits_error(failure));
	program_free(program);
	return NULL;
free_program:
	free(program);
	return NULL;
}

void program_free(struct program *program)
{
	if (program == NULL)
		return;
	posix_spawn_file_actions_destroy(&program->actions);
	posix_spawnattr_destroy(&program->attributes);
	free(program);
}

/* 0 or an errno. */
static int start(struct program_arguments *arguments)
{
	const struct program *program = arguments->program;

	return posix_spawn(&arguments->pid, program->path, &program->actions, &program->attributes,
		program->words, environ);
}

/* Waits for the end of the program, which may have come already. */
static int64_t reap(const struct program_arguments *arguments)
{
	int status;

	while (waitpid(arguments->pid, &status, 0) < 0)
		if (errno != EINTR)
			return -errno;
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

static int64_t perform(void *base, struct locals *worker)
{
	struct program_arguments *arguments = base;
	int failure = start(arguments);

	(void)worker;
	return failure != 0 ? -failure : reap(arguments);
}

static void ended(struct loop *loop, struct watch *watch, uint32_t events)
{
	struct program_arguments *arguments =
		(void *)((char *)watch - offsetof(struct program_arguments, watch));

	(void)events;
	loop_watch(loop, watch, 0);
	close(watch->descriptor);
	loop_resume(loop, arguments->task, reap(arguments));
}

/* Watches the program that was started. 0 or -errno. */
static int64_t watch_end(struct program_arguments *arguments, struct loop *loop)
{
	int64_t result;
	int descriptor = system_child_descriptor(arguments->pid);

	if (descriptor < 0)
		return -errno;
	arguments->watch = (struct watch){.descriptor = descriptor, .ready = ended};
	result = loop_watch(loop, &arguments->watch, EPOLLIN);
	if (result < 0)
		close(descriptor);
	return result;
}

static void begin(void *base, struct loop *loop, struct task *task)
{
	struct program_arguments *arguments = base;
	int64_t result;
	int failure;

	if (!system_has_child_descriptors()) {
		loop_offload(loop, task);
		return;
	}
	failure = start(arguments);
	arguments->task = task;
	if (failure != 0) {
		loop_resume(loop, task, -failure);
		return;
	}
	result = watch_end(arguments, loop);
	if (result == 0)
		return;
	reap(arguments);
	loop_resume(loop, task, result);
}

const struct operation operation_program = {
	.name = "program",
	.perform = perform,
	.begin = begin,
};
