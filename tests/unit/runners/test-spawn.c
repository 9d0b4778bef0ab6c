/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Workers that are programs of their own: started again where an address was taken, ended with the
 * case however that ends, and what they leave where they do not even begin.
 *
 * They are this program started anew as `worker`, so main() is ours and not Criterion's.
 */
#include "config.h"

#include "runners/spawn.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/program/command.h"
#include "bench/measure/measure.h"
#include "support/clock.h"

#define WORKERS 2
#define ALWAYS 1000

/* How a worker of these tests begins: by the environment of its leader. */
#define COLLISIONS "TEST_SPAWN_COLLISIONS" /* so many starts find an address taken */
#define COUNT "TEST_SPAWN_COUNT"           /* a folder with a file for each of them */
#define ENDS "TEST_SPAWN_ENDS"             /* at once, with this exit status */

/* Whether this start is one of the first that are to find an address taken. */
static bool collides(void)
{
	const char *collisions = getenv(COLLISIONS), *folder = getenv(COUNT);
	char path[256];

	for (int i = 0; collisions != NULL && i < atoi(collisions); i++) {
		int file;

		snprintf(path, sizeof(path), "%s/%d", folder, i);
		file = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
		if (file >= 0)
			return true;
	}
	return false;
}

static int worker_main(int argc, char **argv)
{
	const char *ends = getenv(ENDS);

	if (collides())
		return SPAWN_ADDRESS_TAKEN;
	return ends != NULL ? atoi(ends) : command_worker.main(argc - 1, argv + 1);
}

int main(int argc, char **argv)
{
	struct criterion_test_set *tests;
	int result = 0;

	if (argc > 1 && strcmp(argv[1], command_worker.name) == 0)
		return worker_main(argc, argv);
	tests = criterion_initialize();
	if (criterion_handle_args(argc, argv, true))
		result = !criterion_run_all_tests(tests);
	criterion_finalize(tests);
	return result;
}

static struct topology *topology;
static char folder[] = "/tmp/breakeven-spawn.XXXXXX";

/* Criterion runs each test in this same program, told so by the environment: a worker must not take
 * itself for a test. */
static void set_up(void)
{
	struct error error = {0};

	unsetenv("BXFI_MAP");
	cr_assert_not_null(mkdtemp(folder));
	setenv(COUNT, folder, 1);
	cr_assert_eq(topology_load(&topology, &error), 0, "%s", error.text);
}

static void tear_down(void)
{
	char path[sizeof(folder) + 16];

	topology_free(topology);
	for (int i = 0; i < ALWAYS; i++) {
		snprintf(path, sizeof(path), "%s/%d", folder, i);
		unlink(path);
	}
	cr_assert_eq(rmdir(folder), 0);
}

TestSuite(spawn, .init = set_up, .fini = tear_down, .timeout = 60);

static void make_job(struct job *job, const char *workload, const char *parameters)
{
	const struct pin pin = {.policy = PIN_CORES};
	struct error error = {0};

	cr_assert_eq(job_init(job, workload, parameters, "process-pool", "start=spawn", &error), 0,
		"%s", error.text);
	job->concurrency = WORKERS;
	job->tasks = 8;
	job->samples = 1;
	job->stamped = true;
	cr_assert_eq(topology_place(topology, &pin, 1, job->cpus, &error), 0, "%s", error.text);
}

static void check_nothing_left(void)
{
	cr_assert_eq(waitpid(-1, NULL, WNOHANG), -1, "a process is left");
}

/* One case, which ends with this status and, unless that is ok, a reason with this text. */
static void check_case(enum status status, const char *reason)
{
	struct block block = {0};
	struct job job;

	make_job(&job, "noop", "");
	measure(&job, topology, &block);
	cr_assert_eq(block.status, status, "%s", block.reason);
	if (status == STATUS_OK)
		cr_assert_eq(block.workers, WORKERS);
	else
		cr_assert_not_null(strstr(block.reason, reason), "%s", block.reason);
	block_clear(&block);
	check_nothing_left();
}

Test(spawn, a_worker_is_started_again_where_an_address_was_taken)
{
	setenv(COLLISIONS, "3", 1);
	check_case(STATUS_OK, NULL);
}

Test(spawn, not_for_ever)
{
	setenv(COLLISIONS, "1000", 1);
	check_case(STATUS_FAILED, "found an address of the case's memory taken");
}

Test(spawn, a_worker_that_ends_at_once_is_reported)
{
	setenv(ENDS, "0", 1);
	check_case(STATUS_FAILED, "ended before its time");
	setenv(ENDS, "7", 1);
	check_case(STATUS_FAILED, "ended with status 7");
}

/* Whether the process is the new program already, and not the fork that becomes it. */
static bool is_worker(pid_t pid)
{
	char path[64], words[64] = "";
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/cmdline", pid);
	file = fopen(path, "re");
	if (file != NULL) {
		words[fread(words, 1, sizeof(words) - 1, file)] = '\0';
		fclose(file);
	}
	return strcmp(words + strlen(words) + 1, command_worker.name) == 0;
}

/* The children of a process that are workers, up to WORKERS. Returns how many there are. */
static unsigned workers_of(pid_t pid, pid_t workers[WORKERS])
{
	unsigned count = 0;
	char path[64];
	FILE *list;
	int child;

	snprintf(path, sizeof(path), "/proc/%d/task/%d/children", pid, pid);
	list = fopen(path, "re");
	while (list != NULL && count < WORKERS && fscanf(list, "%d", &child) == 1)
		if (is_worker(child))
			workers[count++] = child;
	if (list != NULL)
		fclose(list);
	return count;
}

Test(spawn, workers_are_of_the_group_of_the_case_and_end_with_it)
{
	const struct timespec moment = {.tv_nsec = 10 * NANOSECONDS_PER_MILLISECOND};
	pid_t workers[WORKERS] = {0}, leader;
	struct block block = {0};
	struct job job;
	int status;

	make_job(&job, "sleep", "duration=100s");
	cr_assert_eq(prctl(PR_SET_CHILD_SUBREAPER, 1UL), 0);
	leader = fork();
	if (leader == 0) {
		setpgid(0, 0);
		measure(&job, topology, &block);
		_exit(0);
	}
	while (workers_of(leader, workers) < WORKERS)
		nanosleep(&moment, NULL);
	for (unsigned i = 0; i < WORKERS; i++)
		cr_assert_eq(getpgid(workers[i]), leader);
	kill(leader, SIGKILL);
	cr_assert_eq(waitpid(leader, NULL, 0), leader);
	for (unsigned i = 0; i < WORKERS; i++) {
		cr_assert_eq(waitpid(workers[i], &status, 0), workers[i]);
		cr_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	}
	check_nothing_left();
}
