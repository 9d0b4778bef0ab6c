/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ping-pong: through everything, under every runner that is there; and its operations between sides
 * that wait in different ways, which no single runner brings together.
 */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "bench/measure/measure.h"
#include "runners/waiting/epoll_loop.h"
#include "tests/contract/combinations.h"
#include "workloads/registry.h"
#include "workloads/operations/mailbox.h"
#include "workloads/operations/pipe.h"
#include "workloads/shared.h"
#include "support/parameter_pool.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static unsigned count_descriptors(void)
{
	DIR *folder = opendir("/proc/self/fd");
	unsigned count = 0;

	cr_assert_not_null(folder);
	while (readdir(folder) != NULL)
		count++;
	closedir(folder);
	return count;
}

static const struct workload *ping_pong(void)
{
	struct error error = {0};
	const struct workload *workload = workload_find("ping-pong", &error);

	cr_assert_not_null(workload, "%s", error.text);
	return workload;
}

/* Whether the runner has such a case at all. */
static bool measure_case(const struct runner *runner, unsigned cores, unsigned concurrency,
	const char *assignments, const struct topology *topology)
{
	const struct combination combination = {.workload = ping_pong(),
		.runner = runner,
		.cores = cores,
		.concurrency = concurrency};
	const unsigned before = count_descriptors();
	struct error error = {0};
	struct block block = {0};
	struct job job;

	if (combination_job(&job, &combination, 2, topology, "", &error) < 0)
		return false;
	job.workload_parameters =
		parameter_pool_change(job.workload_parameters, assignments, &error);
	cr_assert_not_null(job.workload_parameters, "%s", error.text);
	measure(&job, topology, &block);
	cr_expect_eq(block.status, STATUS_OK, "%s under %s, %u cores, %u in flight: %s",
		assignments, runner->name, cores, concurrency, block.reason);
	cr_expect_eq(block.sample_count, job.samples);
	block_clear(&block);
	cr_expect_eq(count_descriptors(), before, "%s under %s left descriptors open", assignments,
		runner->name);
	return true;
}

Test(ping_pong, through_everything_under_every_runner, .timeout = 240)
{
	static const char *const assignments[] = {
		"through=pipe,size=64KiB,rounds=3",
		"through=socketpair,size=64KiB,rounds=3",
		"through=socketpair,rounds=1",
		"through=eventfd",
		"through=queue",
		"through=queue,size=1001,rounds=1",
	};
	static const struct {
		unsigned cores, concurrency;
	} points[] = {{1, 2}, {2, 5}, {2, 8}};
	struct topology *topology;
	struct error error = {0};
	unsigned ran = 0;

	cr_assert_eq(topology_load(&topology, &error), 0, "%s", error.text);
	for (size_t i = 0; i < COUNT(assignments); i++)
		for (size_t j = 0; runner_table[j] != NULL; j++)
			for (size_t k = 0; k < COUNT(points); k++)
				ran += measure_case(runner_table[j], points[k].cores,
					points[k].concurrency, assignments[i], topology);
	cr_expect_gt(ran, COUNT(assignments));
	topology_free(topology);
}

Test(ping_pong, an_eventfd_carries_eight_bytes)
{
	struct work work = {.workload = ping_pong(), .concurrency = 2};
	const unsigned before = count_descriptors();
	struct error error = {0};

	cr_assert_eq(parameters_init(&work.parameters, work.workload->parameters, &error), 0);
	cr_assert_eq(parameters_set_all(&work.parameters, "through=eventfd", &error), 0);
	cr_assert_eq(parameters_set(&work.parameters, "size", "9", &error), 0);
	cr_expect_eq(work.workload->open(&work, &error), -1);
	cr_expect_str_eq(error.text,
		"through=eventfd: channel 1 of 2: an eventfd carries 8 bytes, not 9");
	cr_expect_eq(count_descriptors(), before);
}

/* A pair that is slow keeps its channel, while others come and go with any that are free. */
Test(ping_pong, a_slow_pair_is_not_disturbed)
{
	struct work work = {.workload = ping_pong(), .concurrency = 3};
	const struct workload *workload = work.workload;
	_Alignas(64) char memory[2][4096] = {0};
	struct task *slow = (void *)memory[0], *fast[2] = {(void *)memory[1], NULL};
	_Alignas(64) char other[4096] = {0};
	struct error error = {0};
	struct locals locals = {0};

	fast[1] = (void *)other;
	cr_assert_leq(workload->task_size, sizeof(other));
	cr_assert_eq(parameters_init(&work.parameters, workload->parameters, &error), 0);
	cr_assert_eq(parameters_set_all(&work.parameters, "through=queue,rounds=1", &error), 0);
	cr_assert_eq(workload->open(&work, &error), 0, "%s", error.text);
	*slow = (struct task){.index = 0};
	cr_assert_eq(workload->step(slow, &work), STEP_WAIT);
	slow->result = slow->operation->perform(slow->arguments, &locals);
	/* Pairs 3, 6, 9, … would have the same channel by their number. */
	for (uint64_t pair = 1; pair < 40; pair++) {
		enum step done = STEP_WAIT;

		for (unsigned side = 0; side < 2; side++) {
			*fast[side] = (struct task){.index = 2 * pair + side};
			cr_assert_eq(workload->step(fast[side], &work), STEP_WAIT);
		}
		for (unsigned turn = 0; turn < 4; turn++) {
			struct task *task = fast[turn == 1 || turn == 2];

			task->result = task->operation->perform(task->arguments, &locals);
			cr_assert_eq(task->result, 0);
			done = workload->step(task, &work);
		}
		cr_assert_eq(done, STEP_DONE);
		for (unsigned side = 0; side < 2; side++)
			cr_expect_eq(fast[side]->value,
				workload->expected(&work, fast[side]->index), "pair %d", (int)pair);
	}
	*fast[1] = (struct task){.index = 1};
	cr_assert_eq(workload->step(fast[1], &work), STEP_WAIT);
	fast[1]->result = fast[1]->operation->perform(fast[1]->arguments, &locals);
	cr_assert_eq(workload->step(fast[1], &work), STEP_WAIT);
	cr_expect_eq(fast[1]->value, workload->expected(&work, 1));
	workload->close(&work);
}

#define MESSAGES 200

/* One of two that talk: on a loop, or blocking. */
struct talker {
	const struct operation *put, *take;
	void *sent, *received;
	bool *last; /* of what is received */
	uint64_t *word;
	bool on_loop;
};

/* At the same address in each process. */
static struct epoll_loop the_loop;

/* The result of the operation, waited for as the talker waits. */
static int64_t complete(const struct talker *talker, const struct operation *operation,
	void *arguments)
{
	struct error error = {0};
	struct locals locals = {0};
	struct task task = {0};
	struct task *ready;

	if (!talker->on_loop)
		return operation->perform(arguments, &locals);
	operation->begin(arguments, &the_loop.common.base, &task);
	while ((ready = common_loop_next(&the_loop.common)) == NULL)
		if (common_loop_turn(&the_loop.common, true, &error) < 0)
			return -EIO;
	return ready == &task ? task.result : -EINVAL;
}

static void open_loop(const struct talker *talker)
{
	struct error error = {0};

	if (talker->on_loop)
		cr_assert_eq(epoll_loop_open(&the_loop, 1, 1, &error), 0, "%s", error.text);
}

/* Whether nothing was left watched. */
static bool close_loop(const struct talker *talker)
{
	bool idle = !talker->on_loop || common_loop_idle(&the_loop.common);

	if (talker->on_loop)
		common_loop_close(&the_loop.common);
	return idle;
}

/* Sends every message that it takes back, doubled. NULL where all went well. */
static void *echo(void *argument)
{
	struct talker *talker = argument;

	for (unsigned i = 1; i <= MESSAGES; i++) {
		*talker->last = i == MESSAGES;
		if (complete(talker, talker->take, talker->received) != 0)
			return talker;
		*talker->word *= 2;
		if (complete(talker, talker->put, talker->sent) != 0)
			return talker;
	}
	return NULL;
}

static _Noreturn void echo_process(struct talker *talker)
{
	void *failed;

	open_loop(talker);
	failed = echo(talker);
	_exit(!close_loop(talker) || failed != NULL);
}

/* Each message from 1 on (an eventfd carries no 0) to and fro, the other side in a thread or in a
 * forked process. */
static void talk(struct talker *one, struct talker *other, bool forked)
{
	void *failed = NULL;
	pthread_t thread;
	int status = 0;
	pid_t pid = 0;

	if (forked && (pid = fork()) == 0)
		echo_process(other);
	open_loop(one);
	if (!forked)
		cr_assert_eq(pthread_create(&thread, NULL, echo, other), 0);
	for (unsigned i = 1; i <= MESSAGES; i++) {
		*one->word = i;
		cr_assert_eq(complete(one, one->put, one->sent), 0);
		*one->last = i == MESSAGES;
		cr_assert_eq(complete(one, one->take, one->received), 0);
		cr_assert_eq(*one->word, 2 * i);
	}
	cr_expect(close_loop(one), "something is still watched");
	if (forked)
		waitpid(pid, &status, 0);
	else
		pthread_join(thread, &failed);
	cr_expect(status == 0 && failed == NULL, "the other side failed");
}

/* A loop and a worker that blocks, in one process and in two; two loops in two processes. */
static const struct {
	bool forked, other_on_loop;
} meetings[] = {{false, false}, {true, false}, {true, true}};

Test(ping_pong, loops_and_blocking_workers_share_a_queue, .timeout = 60)
{
	struct {
		struct mailbox boxes[2];
		uint64_t bytes[2], words[2];
	} *shared = shared_new(sizeof(*shared));
	struct error error = {0};

	cr_assert_not_null(shared);
	for (unsigned i = 0; i < 2; i++)
		cr_assert_eq(mailbox_open(&shared->boxes[i], &shared->bytes[i], 8, &error), 0, "%s",
			error.text);
	for (size_t i = 0; i < COUNT(meetings); i++) {
		struct mailbox_arguments sent[2] = {0}, received[2] = {0};
		struct talker talkers[2];

		for (unsigned side = 0; side < 2; side++) {
			sent[side].mailbox = &shared->boxes[1 - side];
			received[side].mailbox = &shared->boxes[side];
			sent[side].bytes = received[side].bytes = &shared->words[side];
			talkers[side] = (struct talker){&operation_mailbox_put,
				&operation_mailbox_take, &sent[side], &received[side],
				&received[side].last, &shared->words[side],
				side == 0 || meetings[i].other_on_loop};
		}
		talk(&talkers[0], &talkers[1], meetings[i].forked);
	}
	for (unsigned i = 0; i < 2; i++)
		mailbox_close(&shared->boxes[i]);
	shared_free(shared, sizeof(*shared));
}

Test(ping_pong, loops_and_blocking_workers_share_descriptors, .timeout = 60)
{
	uint64_t *words = shared_new(2 * sizeof(*words));

	cr_assert_not_null(words);
	for (size_t i = 0; i < 3 * COUNT(meetings); i++) {
		struct pipe_arguments sent[2] = {0}, received[2] = {0};
		struct talker talkers[2];
		struct pipe_side sides[2];
		struct error error = {0};

		cr_assert_eq(pipe_open(sides, (enum pipe_kind)(i % 3), 8, &error), 0, "%s",
			error.text);
		for (unsigned side = 0; side < 2; side++) {
			sent[side].descriptor = sides[side].out;
			received[side].descriptor = sides[side].in;
			sent[side].bytes = received[side].bytes = &words[side];
			sent[side].size = received[side].size = 8;
			talkers[side] = (struct talker){&operation_pipe_write, &operation_pipe_read,
				&sent[side], &received[side], &received[side].last, &words[side],
				side == 0 || meetings[i / 3].other_on_loop};
		}
		talk(&talkers[0], &talkers[1], meetings[i / 3].forked);
		pipe_close(sides);
	}
	shared_free(words, 2 * sizeof(*words));
}

Test(ping_pong, two_messages_at_once_are_refused)
{
	uint64_t bytes = 0, word = 7;
	struct mailbox box;
	struct error error = {0};
	struct locals locals = {0};
	struct mailbox_arguments arguments = {.mailbox = &box, .bytes = &word};

	cr_assert_eq(mailbox_open(&box, &bytes, 8, &error), 0, "%s", error.text);
	cr_expect_eq(operation_mailbox_put.perform(&arguments, &locals), 0);
	cr_expect_eq(operation_mailbox_put.perform(&arguments, &locals), -EBUSY);
	cr_expect_eq(operation_mailbox_take.perform(&arguments, &locals), 0);
	cr_expect_eq(operation_mailbox_put.perform(&arguments, &locals), 0);
	mailbox_close(&box);
}
