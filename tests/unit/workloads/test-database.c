/* SPDX-License-Identifier: GPL-3.0-or-later */
/* database: rows are right, updates are there, a row that is not right is noticed, what stays. */
#include "config.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <sqlite3.h>

#include "workloads/locals.h"
#include "workloads/operations/database.h"

#define TASKS 100

extern const struct workload workload_database;

static struct work work;

static void set_up(void)
{
	const char *temporary = getenv("TMPDIR");

	work.workload = &workload_database;
	work.concurrency = 4;
	snprintf(work.folder, sizeof(work.folder), "%s/breakeven-test-XXXXXX",
		temporary != NULL ? temporary : "/tmp");
	cr_assert_not_null(mkdtemp(work.folder), "%s: %s", work.folder, strerror(errno));
}

static void tear_down(void)
{
	cr_expect_eq(rmdir(work.folder), 0, "%s: %s", work.folder, strerror(errno));
}

TestSuite(database, .init = set_up, .fini = tear_down, .timeout = 120);

static void open_work(const char *assignments)
{
	struct error error = {""};

	cr_assert_eq(parameters_init(&work.parameters, workload_database.parameters, &error), 0,
		"%s", error.text);
	cr_assert_eq(parameters_set_all(&work.parameters, assignments, &error), 0, "%s",
		error.text);
	cr_assert_eq(workload_database.needs(&work.parameters), WORKLOAD_NEEDS_FOLDER);
	cr_assert_eq(workload_database.open(&work, &error), 0, "%s", error.text);
}

static unsigned entries_of(const char *path)
{
	DIR *folder = opendir(path);
	unsigned count = 0;

	cr_assert_not_null(folder, "%s", path);
	for (struct dirent *entry; (entry = readdir(folder)) != NULL;)
		count += entry->d_name[0] != '.';
	closedir(folder);
	return count;
}

static enum step execute(struct task *task, uint64_t index, struct locals *worker)
{
	enum step step;

	*task = (struct task){.index = index};
	while ((step = workload_database.step(task, &work)) == STEP_WAIT)
		task->result = task->operation->perform(task->arguments, worker);
	return step;
}

/* How many of TASKS tasks did not end with the right value. */
static unsigned wrong_of_tasks(void)
{
	struct locals worker = {0};
	unsigned wrong = 0;

	for (uint64_t index = 0; index < TASKS; index++) {
		_Alignas(16) char memory[1024];
		struct task *task = (struct task *)(void *)memory;

		cr_assert_leq(workload_database.task_size, sizeof(memory));
		wrong += execute(task, index, &worker) != STEP_DONE ||
			task->value != workload_database.expected(&work, index);
	}
	cr_assert_eq(worker.count, 1, "one connection for all");
	locals_close(&worker);
	return wrong;
}

/* One number that the database answers. */
static int64_t ask(const char *statement)
{
	char path[sizeof(work.folder) + 16];
	sqlite3_stmt *prepared;
	int64_t answer = -1;
	sqlite3 *database;

	snprintf(path, sizeof(path), "%s/database", work.folder);
	cr_assert_eq(sqlite3_open(path, &database), SQLITE_OK);
	cr_assert_eq(sqlite3_prepare_v2(database, statement, -1, &prepared, NULL), SQLITE_OK, "%s",
		sqlite3_errmsg(database));
	if (sqlite3_step(prepared) == SQLITE_ROW)
		answer = sqlite3_column_int64(prepared, 0);
	sqlite3_finalize(prepared);
	sqlite3_close(database);
	return answer;
}

Test(database, rows_are_right_and_updates_are_there)
{
	static const char mixes[][16] = {"mix=0", "mix=100", "mix=50"};
	unsigned before = entries_of("/proc/self/fd");

	for (size_t i = 0; i < sizeof(mixes) / sizeof(mixes[0]); i++) {
		int64_t updates;

		open_work("rows=50");
		cr_assert_eq(ask("SELECT count(*) FROM entries"), 50);
		workload_database.close(&work);
		open_work(mixes[i]);
		cr_assert_eq(ask("SELECT count(*) FROM entries"), 10000);
		cr_assert_eq(wrong_of_tasks(), 0, "%s", mixes[i]);
		updates = ask("SELECT sum(updates) FROM entries");
		if (i == 2)
			cr_assert(updates > 20 && updates < 80, "%" PRId64, updates);
		else
			cr_assert_eq(updates, i == 0 ? 0 : TASKS, "%" PRId64, updates);
		workload_database.close(&work);
	}
	cr_assert_eq(entries_of("/proc/self/fd"), before);
	cr_assert_eq(entries_of(work.folder), 0);
}

Test(database, it_logs_ahead)
{
	open_work("rows=10");
	cr_assert_eq(ask("SELECT journal_mode = 'wal' FROM pragma_journal_mode"), 1);
	workload_database.close(&work);
}

Test(database, a_changed_row_makes_its_tasks_wrong)
{
	char words[256] = "";

	open_work("rows=10,mix=50");
	ask("UPDATE entries SET content = content + 1 WHERE id = 4");
	cr_assert_gt(wrong_of_tasks(), 0);
	workload_database.describe(&work, 5, 16, 255, words, sizeof(words));
	cr_assert(strncmp(words, "row ", 4) == 0 &&
			strstr(words, " holds 0000000000000010 instead of 00000000000000ff"),
		"%s", words);
	workload_database.close(&work);
}

Test(database, a_row_that_is_gone_fails_its_task)
{
	struct locals worker = {0};
	_Alignas(16) char memory[1024];
	struct task *task = (struct task *)(void *)memory;

	open_work("rows=1");
	ask("DELETE FROM entries");
	cr_assert_eq(execute(task, 0, &worker), STEP_FAILED);
	cr_assert_eq(task->result, -ENODATA, "%" PRId64, task->result);
	locals_close(&worker);
	workload_database.close(&work);
}

Test(database, closing_removes_what_a_worker_left_open)
{
	struct locals worker = {0};
	_Alignas(16) char memory[1024];
	struct task *task = (struct task *)(void *)memory;

	open_work("rows=10,mix=100");
	cr_assert_eq(execute(task, 0, &worker), STEP_DONE);
	cr_assert_gt(entries_of(work.folder), 1, "SQLite keeps files beside the database");
	workload_database.close(&work);
	cr_assert_eq(entries_of(work.folder), 0);
	locals_close(&worker);
}

Test(database, a_database_that_is_gone_fails_the_task)
{
	struct locals worker = {0};
	_Alignas(16) char memory[1024];
	struct task *task = (struct task *)(void *)memory;
	char path[sizeof(work.folder) + 16];

	open_work("rows=1");
	snprintf(path, sizeof(path), "%s/database", work.folder);
	database_remove(path);
	cr_assert_eq(execute(task, 0, &worker), STEP_FAILED);
	cr_assert_eq(task->result, -ENOENT, "%" PRId64, task->result);
	cr_assert_eq(worker.count, 0);
	locals_close(&worker);
	workload_database.close(&work);
}

static void *update_in_thread(void *nothing)
{
	(void)nothing;
	return (void *)(uintptr_t)wrong_of_tasks();
}

Test(database, workers_that_update_at_once_lose_nothing)
{
	pthread_t threads[3];
	void *wrong;
	pid_t pid;
	int status;

	open_work("rows=5,mix=100");
	pid = fork();
	if (pid == 0)
		_exit(wrong_of_tasks() > 0);
	for (unsigned i = 0; i < 3; i++)
		cr_assert_eq(pthread_create(&threads[i], NULL, update_in_thread, NULL), 0);
	for (unsigned i = 0; i < 3; i++) {
		cr_assert_eq(pthread_join(threads[i], &wrong), 0);
		cr_assert_null(wrong);
	}
	cr_assert_eq(waitpid(pid, &status, 0), pid);
	cr_assert_eq(status, 0);
	cr_assert_eq(ask("SELECT sum(updates) FROM entries"), 4 * TASKS);
	workload_database.close(&work);
}

Test(database, says_where_it_cannot_be)
{
	const struct work whole = work;

	for (unsigned i = 0; i < 2; i++) {
		struct error error = {""};

		cr_assert_eq(parameters_init(&work.parameters, workload_database.parameters,
				     &error),
			0);
		snprintf(work.folder, sizeof(work.folder), "%s", i == 0 ? "" : "/nonexistent");
		cr_assert_eq(workload_database.open(&work, &error), -1);
		cr_assert_not_null(strstr(error.text,
					   i == 0 ? "needs a folder"
						  : "/nonexistent/database: unable to open"),
			"%s", error.text);
	}
	work = whole;
}
