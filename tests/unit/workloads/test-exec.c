/* SPDX-License-Identifier: GPL-3.0-or-later */
/* exec: exit statuses, commands that cannot be run, blocking and on a loop, what stays. */
#include "config.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runners/waiting/epoll_loop.h"
#include "workloads/operations/program.h"

extern const struct workload workload_exec;

static struct work work;
static char folder[512];

static void set_up(void)
{
	const char *temporary = getenv("TMPDIR");

	work.workload = &workload_exec;
	snprintf(folder, sizeof(folder), "%s/breakeven-test-XXXXXX",
		temporary != NULL ? temporary : "/tmp");
	cr_assert_not_null(mkdtemp(folder), "%s: %s", folder, strerror(errno));
}

static void tear_down(void)
{
	char path[sizeof(folder) + 16];

	snprintf(path, sizeof(path), "%s/program", folder);
	unlink(path);
	cr_expect_eq(rmdir(folder), 0, "%s: %s", folder, strerror(errno));
}

TestSuite(exec, .init = set_up, .fini = tear_down, .timeout = 60);

static int open_work(const char *command, struct error *error)
{
	cr_assert_eq(parameters_init(&work.parameters, workload_exec.parameters, error), 0, "%s",
		error->text);
	cr_assert_eq(parameters_set(&work.parameters, "command", command, error), 0, "%s",
		error->text);
	return workload_exec.open(&work, error);
}

/* A script of the test's own. Returns its path. */
static const char *make_program(const char *text, mode_t mode)
{
	static char path[sizeof(folder) + 16];
	FILE *file;

	snprintf(path, sizeof(path), "%s/program", folder);
	unlink(path);
	file = fopen(path, "we");
	cr_assert_not_null(file);
	fputs(text, file);
	fclose(file);
	cr_assert_eq(chmod(path, mode), 0);
	return path;
}

/* The result of a script's operation, blocking. */
static int64_t run_program(const char *text)
{
	struct error error = {""};
	struct program *program = program_new(make_program(text, 0700), &error);
	struct program_arguments arguments = {.program = program};
	int64_t result;

	cr_assert_not_null(program, "%s", error.text);
	result = operation_program.perform(&arguments, NULL);
	program_free(program);
	return result;
}

static unsigned entries_of(const char *path)
{
	DIR *list = opendir(path);
	unsigned count = 0;

	cr_assert_not_null(list, "%s", path);
	while (readdir(list) != NULL)
		count++;
	closedir(list);
	return count;
}

static void expect_no_children(void)
{
	cr_assert_eq(waitpid(-1, NULL, WNOHANG), -1);
	cr_assert_eq(errno, ECHILD);
}

static enum step execute(struct task *task)
{
	enum step step;

	memset(task, 0, sizeof(*task));
	while ((step = workload_exec.step(task, &work)) == STEP_WAIT)
		task->result = task->operation->perform(task->arguments, NULL);
	return step;
}

static struct task *slot(void)
{
	static _Alignas(16) char memory[256];

	cr_assert_leq(workload_exec.task_size, sizeof(memory));
	return (struct task *)(void *)memory;
}

Test(exec, the_default_is_right)
{
	unsigned before = entries_of("/proc/self/fd");
	struct error error = {""};

	cr_assert_eq(open_work("true", &error), 0, "%s", error.text);
	cr_assert_eq(execute(slot()), STEP_DONE);
	cr_assert_eq(slot()->value, workload_exec.expected(&work, 0));
	workload_exec.close(&work);
	expect_no_children();
	cr_assert_eq(entries_of("/proc/self/fd"), before);
}

static const struct result {
	char text[64];
	int64_t result;
} results[] = {
	{"#!/bin/sh\nexit 0\n", 0},
	{"#!/bin/sh\nexit 3\n", 3},
	{"#!/bin/sh\nexit 127\n", 127},
	{"#!/bin/sh\nkill -9 $$\n", 128 + SIGKILL},
	{"#!/nonexistent\n", -ENOENT},
	{"no program\n", -ENOEXEC},
};

Test(exec, the_result_is_how_the_program_ended)
{
	for (size_t i = 0; i < sizeof(results) / sizeof(results[0]); i++)
		cr_assert_eq(run_program(results[i].text), results[i].result, "%s",
			results[i].text);
	expect_no_children();
}

Test(exec, a_program_gets_nothing_but_dev_null)
{
	/* The numbers of the open descriptors, less the one that lists them. */
	cr_assert_eq(run_program("#!/bin/sh\n"
				 "[ \"$(readlink /proc/$$/fd/0)\" = /dev/null ] || exit 1\n"
				 "[ \"$(readlink /proc/$$/fd/1)\" = /dev/null ] || exit 2\n"
				 "[ \"$(readlink /proc/$$/fd/2)\" = /dev/null ] || exit 3\n"
				 "[ ! -e /proc/$$/fd/77 ] || exit 4\n"),
		0);
	cr_assert_eq(dup2(STDOUT_FILENO, 77), 77);
	cr_assert_eq(run_program("#!/bin/sh\n[ ! -e /proc/$$/fd/77 ]\n"), 0);
	close(77);
}

Test(exec, words_are_split_at_spaces)
{
	char command[600];
	struct error error = {""};

	snprintf(command, sizeof(command), "%.500s  one two ",
		make_program("#!/bin/sh\n[ $# = 2 ] && [ $1 = one ] && [ $2 = two ]\n", 0700));
	cr_assert_eq(open_work(command, &error), 0, "%s", error.text);
	workload_exec.close(&work);
}

static const struct refusal {
	char command[48], said[64];
} refusals[] = {
	{"no-such-program-anywhere", "no-such-program-anywhere\": No such file or directory"},
	{"/nonexistent/program -x", "/nonexistent/program\": No such file or directory"},
	{"/", "cannot run \"/\": Permission denied"},
	{"false", "\"false\" ended with exit status 1"},
	{"", "the command is empty"},
	{"  ", "the command is empty"},
};

Test(exec, a_wrong_command_is_refused_with_the_reason)
{
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
		struct error error = {""};

		cr_assert_eq(open_work(refusals[i].command, &error), -1, "%s", refusals[i].command);
		cr_assert_not_null(strstr(error.text, refusals[i].said), "%s: %s",
			refusals[i].command, error.text);
	}
	expect_no_children();
}

Test(exec, a_program_that_goes_wrong_later_makes_the_task_wrong)
{
	struct error error = {""};
	const char *path = make_program("#!/bin/sh\nexit 0\n", 0700);

	cr_assert_eq(open_work(path, &error), 0, "%s", error.text);
	make_program("#!/bin/sh\nexit 127\n", 0700);
	cr_assert_eq(execute(slot()), STEP_DONE);
	cr_assert_neq(slot()->value, workload_exec.expected(&work, 0));
	cr_assert_eq(unlink(path), 0);
	cr_assert_eq(execute(slot()), STEP_FAILED);
	cr_assert_eq(slot()->result, -ENOENT, "%" PRId64, slot()->result);
	workload_exec.close(&work);
	expect_no_children();
}

Test(exec, other_children_are_not_taken)
{
	struct error error = {""};
	int ends[2], status;
	pid_t other;

	cr_assert_eq(pipe(ends), 0);
	other = fork();
	if (other == 0)
		_exit(7);
	/* The pipe's end of file: the other child has ended and can be reaped. */
	close(ends[1]);
	cr_assert_eq(read(ends[0], &status, 1), 0);
	close(ends[0]);
	cr_assert_eq(open_work("true", &error), 0, "%s", error.text);
	cr_assert_eq(execute(slot()), STEP_DONE);
	cr_assert_eq(slot()->value, 0);
	workload_exec.close(&work);
	cr_assert_eq(waitpid(other, &status, 0), other);
	cr_assert_eq(WEXITSTATUS(status), 7);
}

#define IN_FLIGHT 20

Test(exec, many_run_at_once_on_a_loop)
{
	static struct epoll_loop loop;
	static struct program_arguments arguments[IN_FLIGHT];
	static struct task tasks[IN_FLIGHT];
	unsigned before = entries_of("/proc/self/fd"), ended = 0;
	struct error error = {""};
	struct program *program = program_new(make_program("#!/bin/sh\nexit 5\n", 0700), &error);

	cr_assert_not_null(program, "%s", error.text);
	cr_assert_eq(epoll_loop_open(&loop, IN_FLIGHT, 0, &error), 0, "%s", error.text);
	for (unsigned i = 0; i < IN_FLIGHT; i++) {
		tasks[i].result = -1;
		arguments[i].program = program;
		operation_program.begin(&arguments[i], &loop.common.base, &tasks[i]);
	}
	while (ended < IN_FLIGHT) {
		cr_assert_eq(common_loop_turn(&loop.common, true, &error), 0, "%s", error.text);
		for (struct task *task; (task = common_loop_next(&loop.common)) != NULL; ended++)
			cr_assert_eq(task->result, 5, "%" PRId64, task->result);
	}
	cr_assert(common_loop_idle(&loop.common));
	common_loop_close(&loop.common);
	program_free(program);
	expect_no_children();
	cr_assert_eq(entries_of("/proc/self/fd"), before);
}

Test(exec, a_loop_is_told_what_cannot_be_run)
{
	static struct epoll_loop loop;
	struct error error = {""};
	struct program *program = program_new(make_program("no program\n", 0700), &error);
	struct program_arguments arguments = {.program = program};
	struct task task = {0};

	cr_assert_eq(epoll_loop_open(&loop, 1, 0, &error), 0, "%s", error.text);
	operation_program.begin(&arguments, &loop.common.base, &task);
	cr_assert_eq(common_loop_next(&loop.common), &task);
	cr_assert_eq(task.result, -ENOEXEC, "%" PRId64, task.result);
	cr_assert(common_loop_idle(&loop.common));
	common_loop_close(&loop.common);
	program_free(program);
}
