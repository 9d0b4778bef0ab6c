/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * hoard: a task takes much memory, holds it and gives it back. The first ones give nothing back
 * before as many as may be in flight have theirs, so that all of it is there at the same time.
 */
#include "config.h"

#include "tests/faulty/faulty.h"
#include "workloads/operations/sleep.h"
#include "workloads/shared.h"

#include <errno.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>

#define LOOK_NS 5000000 /* how often a task looks whether the others have theirs */

struct hoard_task {
	struct task task;
	struct sleep_arguments sleep;
	char *memory;
};

struct hoard {
	_Atomic uint64_t filled; /* tasks of this batch that have their memory */
	uint64_t wanted;         /* how many of them are waited for */
};

enum hoard_state { TAKE, AWAIT_OTHERS, GIVE_BACK };

static const struct parameter parameters[] = {
	{"size", PARAMETER_BYTES, "bytes", "1MiB", 1, 1e12, NULL, "memory of each task", false,
		NULL},
	{"hold", PARAMETER_DURATION, "ns", "10ms", 0, 3600e9, NULL, "how long all is held", false,
		NULL},
	{0},
};

static int open_hoard(struct work *work, struct error *error)
{
	work->state = shared_new(sizeof(struct hoard));
	return work->state != NULL ? 0 : error_set(error, "no memory");
}

static int prepare(struct work *work, uint64_t tasks, struct error *error)
{
	struct hoard *hoard = work->state;

	(void)error;
	atomic_store(&hoard->filled, 0);
	hoard->wanted = tasks < work->concurrency ? tasks : work->concurrency;
	return 0;
}

static enum step rest(struct hoard_task *task, uint64_t duration_ns, unsigned state)
{
	task->sleep.duration_ns = duration_ns;
	task->task.state = state;
	task->task.operation = &operation_sleep;
	task->task.arguments = &task->sleep;
	return STEP_WAIT;
}

static enum step step(struct task *base, struct work *work)
{
	struct hoard_task *task = (struct hoard_task *)base;
	struct hoard *hoard = work->state;
	const size_t size = parameters_integer(&work->parameters, "size");

	base->value = base->index;
	if (base->state == TAKE) {
		task->memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
			-1, 0);
		if (task->memory == MAP_FAILED) {
			base->result = -errno;
			return STEP_FAILED;
		}
		memset(task->memory, 1, size);
		atomic_fetch_add(&hoard->filled, 1);
		base->state = AWAIT_OTHERS;
	}
	if (base->state == AWAIT_OTHERS) {
		if (atomic_load(&hoard->filled) < hoard->wanted)
			return rest(task, LOOK_NS, AWAIT_OTHERS);
		return rest(task, parameters_integer(&work->parameters, "hold"), GIVE_BACK);
	}
	munmap(task->memory, size);
	return STEP_DONE;
}

static void close_hoard(struct work *work)
{
	shared_free(work->state, sizeof(struct hoard));
}

const struct workload workload_hoard = {
	.interface = WORKLOAD_INTERFACE,
	.name = "hoard",
	.summary = "takes much memory, holds it and gives it back",
	.parameters = parameters,
	.task_size = sizeof(struct hoard_task),
	.open = open_hoard,
	.prepare = prepare,
	.step = step,
	.expected = faulty_expected,
	.cost = faulty_cost,
	.close = close_hoard,
};
