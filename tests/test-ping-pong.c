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

#include "bench/measure.h"
#include "runners/waiting/epoll_loop.h"
#include "tests/combinations.h"
#include "workloads/registry.h"
#include "workloads/operations/mailbox.h"
#include "workloads/operations/pipe.h"
#include "workloads/shared.h"

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
	const unsigned before = count_descriptors();
	struct error error = {0};
	struct block block = {0};
	struct job job;

	if (combination_job(&job, ping_pong(), runner, 0, cores, concurrency, 2, topology, "",
		    &error) < 0)
		return false;
	cr_assert_eq(parameters_set_all(&job.workload_parameters, assignments, &error), 0, "%s",
		error.text);
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
	cr_assert_eq(parameters_set_all(&work.parameters, "through=eventfd,size=9", &error), 0);
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

/* Sends every message it takes back, doubled, blocking. */
struct echo {
	const struct operation *take, *put;
	void *taken, *sent;
	uint64_t *word;
	unsigned messages;
};

static void *echo_main(void *argument)
{
	struct echo *echo = argument;
	struct locals locals = {0};

	for (unsigned i = 0; i < echo->messages; i++) {
		if (echo->take->perform(echo->taken, &locals) != 0)
			break;
		*echo->word *= 2;
		if (echo->put->perform(echo->sent, &locals) != 0)
			break;
	}
	return NULL;
}

/* Until the operation that was begun is complete; its result. */
static int64_t await(struct epoll_loop *loop, struct task *task)
{
	struct error error = {0};
	struct task *ready;

	while ((ready = epoll_loop_next(loop)) == NULL)
		cr_assert_eq(epoll_loop_turn(loop, true, &error), 0, "%s", error.text);
	cr_assert_eq(ready, task);
	return task->result;
}

#define MESSAGES 200

/* One side on a loop in this process, the other blocking, in a thread or in a forked process. */
static void talk(const struct operation *put, void *sent, const struct operation *take,
	void *received, bool *last, uint64_t *word, struct echo *echo, bool forked)
{
	struct epoll_loop loop;
	struct error error = {0};
	struct task task = {0};
	pthread_t thread;
	pid_t pid = 0;

	echo->messages = MESSAGES;
	if (forked && (pid = fork()) == 0) {
		echo_main(echo);
		_exit(0);
	}
	cr_assert_eq(epoll_loop_open(&loop, 1, 1, &error), 0, "%s", error.text);
	if (!forked)
		cr_assert_eq(pthread_create(&thread, NULL, echo_main, echo), 0);
	for (unsigned i = 0; i < MESSAGES; i++) {
		*word = i + 1;
		put->begin(sent, &loop.base, &task);
		cr_assert_eq(await(&loop, &task), 0);
		*last = i + 1 == MESSAGES;
		take->begin(received, &loop.base, &task);
		cr_assert_eq(await(&loop, &task), 0);
		cr_assert_eq(*word, 2 * (i + 1));
	}
	cr_expect(epoll_loop_idle(&loop), "something is still watched");
	if (forked)
		waitpid(pid, NULL, 0);
	else
		pthread_join(thread, NULL);
	epoll_loop_close(&loop);
}

Test(mailbox, a_loop_and_a_blocking_worker_talk, .timeout = 60)
{
	struct {
		struct mailbox boxes[2];
		uint64_t bytes[2], words[2];
	} *shared = shared_new(sizeof(*shared));
	struct error error = {0};

	cr_assert_not_null(shared);
	for (unsigned side = 0; side < 2; side++)
		cr_assert_eq(mailbox_open(&shared->boxes[side], &shared->bytes[side], 8, &error), 0,
			"%s", error.text);
	for (unsigned forked = 0; forked < 2; forked++) {
		struct mailbox_arguments arguments[4];
		struct echo echo = {&operation_mailbox_take, &operation_mailbox_put, &arguments[2],
			&arguments[3], &shared->words[1], 0};

		/* The loop puts into box 1 and takes from box 0. */
		for (unsigned i = 0; i < 4; i++)
			arguments[i] = (struct mailbox_arguments){
				.mailbox = &shared->boxes[i == 0 || i == 2],
				.bytes = &shared->words[i / 2]};
		talk(&operation_mailbox_put, &arguments[0], &operation_mailbox_take, &arguments[1],
			&arguments[1].last, &shared->words[0], &echo, forked == 1);
	}
	for (unsigned side = 0; side < 2; side++)
		mailbox_close(&shared->boxes[side]);
	shared_free(shared, sizeof(*shared));
}

Test(mailbox, two_messages_at_once_are_refused)
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

Test(pipe, a_loop_and_a_blocking_worker_talk, .timeout = 60)
{
	uint64_t *words = shared_new(2 * sizeof(*words));

	cr_assert_not_null(words);
	for (unsigned round = 0; round < 6; round++) {
		struct pipe_arguments arguments[4];
		struct pipe_side sides[2];
		struct echo echo = {&operation_pipe_read, &operation_pipe_write, &arguments[2],
			&arguments[3], &words[1], 0};
		struct error error = {0};

		cr_assert_eq(pipe_open(sides, (enum pipe_kind)(round / 2), 8, &error), 0, "%s",
			error.text);
		for (unsigned i = 0; i < 4; i++)
			arguments[i] = (struct pipe_arguments){
				.descriptor = i == 0 || i == 3 ? sides[i / 2].out : sides[i / 2].in,
				.bytes = &words[i / 2],
				.size = 8};
		/* The words begin at 1, because an eventfd carries no 0. */
		talk(&operation_pipe_write, &arguments[0], &operation_pipe_read, &arguments[1],
			&arguments[1].last, &words[0], &echo, round % 2 == 1);
		pipe_close(sides);
	}
	shared_free(words, 2 * sizeof(*words));
}
