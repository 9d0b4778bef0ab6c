/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The memory, the binding and the accounts of a case's workers; see crew.h. */
#include "config.h"

#include "runners/crew.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "support/memory.h"

#define PACKED_ALIGNMENT 32

static size_t round_up(size_t size, size_t alignment)
{
	return (size + alignment - 1) / alignment * alignment;
}

struct crew *crew_new(struct error *error)
{
	return memory_map(sizeof(struct crew), "the crew", error);
}

static unsigned count_workers(const struct crew *crew, enum crew_workers workers)
{
	switch (workers) {
	case CREW_WORKER_ONE:
		return 1;
	case CREW_WORKER_PER_CORE:
		return crew->cores;
	case CREW_WORKER_PER_TASK:
		break;
	}
	return crew->concurrency;
}

/* Computes the size of one slot and of the slots of one worker. 0, or -1 with the error if the
 * memory that they take overflows a number. */
static int measure_slots(struct crew *crew, struct error *error)
{
	const size_t task_size = crew->work->workload->task_size;
	size_t all;

	if (__builtin_mul_overflow(task_size + PACKED_ALIGNMENT + CACHE_LINE_PAIR,
		    (size_t)crew->concurrency + crew->worker_limit, &all))
		return error_set(error, "%u tasks in flight of %zu bytes are more than memory",
			crew->concurrency, task_size);
	crew->slot_size = round_up(task_size, PACKED_ALIGNMENT);
	crew->worker_slots_size =
		round_up(crew_slots_of(crew, 0) * crew->slot_size, CACHE_LINE_PAIR);
	return 0;
}

int crew_open(struct crew *crew, uint64_t capacity, bool stamped, enum crew_workers workers,
	struct error *error)
{
	const size_t array = capacity * sizeof(uint64_t);

	crew->capacity = capacity;
	crew->stamped = stamped;
	crew->grain = 1;
	crew->worker_limit = count_workers(crew, workers);
	if (measure_slots(crew, error) < 0)
		return -1;
	crew->workers =
		memory_map(crew->worker_limit * sizeof(struct worker), "the workers", error);
	crew->slots = memory_map(crew->worker_limit * crew->worker_slots_size, "the tasks", error);
	crew->batch.values = memory_map(array, "the tasks' values", error);
	if (crew->workers == NULL || crew->slots == NULL || crew->batch.values == NULL)
		return -1;
	if (stamped) {
		crew->batch.task_begin_ns = memory_map(array, "the tasks' stamps", error);
		crew->batch.task_end_ns = memory_map(array, "the tasks' stamps", error);
		if (crew->batch.task_begin_ns == NULL || crew->batch.task_end_ns == NULL)
			return -1;
	}
	if (crew->arrivals) {
		crew->batch.intended_ns = memory_map(array, "the tasks' times", error);
		if (crew->batch.intended_ns == NULL)
			return -1;
	}
	for (unsigned i = 0; i < crew->worker_limit; i++) {
		crew->workers[i].number = i;
		crew->workers[i].cpu = crew->cpus[i % crew->cores];
	}
	memory_prefault(crew->slots, crew->worker_limit * crew->worker_slots_size);
	return 0;
}

void crew_free(struct crew *crew)
{
	size_t array;

	if (crew == NULL)
		return;
	array = crew->capacity * sizeof(uint64_t);
	memory_unmap(crew->workers, crew->worker_limit * sizeof(struct worker));
	memory_unmap(crew->slots, crew->worker_limit * crew->worker_slots_size);
	memory_unmap(crew->batch.values, array);
	memory_unmap(crew->batch.task_begin_ns, array);
	memory_unmap(crew->batch.task_end_ns, array);
	memory_unmap(crew->batch.intended_ns, array);
	memory_unmap(crew, sizeof(*crew));
}

void crew_copy(struct crew *own, const struct crew *original)
{
	const struct crew given = *own;

	*own = *original;
	own->work = given.work;
	own->parameters = given.parameters;
	own->topology = given.topology;
	own->cpus = given.cpus;
	own->program = given.program;
	own->job = given.job;
	own->state = NULL;
	own->original = original;
}

void crew_follow(struct crew *crew)
{
	if (crew->original != NULL)
		crew->batch = crew->original->batch;
}

void crew_prefault(const struct crew *crew)
{
	const size_t array = crew->batch.tasks * sizeof(uint64_t);

	memory_prefault(crew->batch.values, array);
	memory_prefault(crew->batch.task_begin_ns, array);
	memory_prefault(crew->batch.task_end_ns, array);
	memory_prefault(crew->batch.intended_ns, array);
}

static uint64_t whole_pages(size_t size)
{
	return round_up(size, (size_t)sysconf(_SC_PAGESIZE));
}

uint64_t crew_accounts_bytes(const struct crew *crew, uint64_t tasks)
{
	const unsigned arrays = 1 + (crew->stamped ? 2 : 0) + (crew->arrivals ? 1 : 0);

	return whole_pages(sizeof(*crew)) +
		whole_pages(crew->worker_limit * sizeof(struct worker)) +
		arrays * whole_pages(tasks * sizeof(uint64_t));
}

uint64_t crew_slots_bytes(const struct crew *crew)
{
	return whole_pages(crew->worker_limit * crew->worker_slots_size);
}

void crew_prepare(struct crew *crew, uint64_t tasks)
{
	const struct work *work = crew->work;

	crew->batch.tasks = tasks;
	crew->batch.begin_ns = crew->batch.end_ns = 0;
	crew_prefault(crew);
	for (uint64_t i = 0; i < tasks; i++)
		crew->batch.values[i] = ~work->workload->expected(work, i);
	if (crew->stamped) {
		memset(crew->batch.task_begin_ns, 0, tasks * sizeof(uint64_t));
		memset(crew->batch.task_end_ns, 0, tasks * sizeof(uint64_t));
	}
	for (unsigned i = 0; i < crew->worker_limit; i++) {
		struct worker *worker = &crew->workers[i];

		worker->done = worker->failed = worker->failed_index = worker->ended_ns = 0;
		worker->failed_result = 0;
		worker->failed_reason[0] = '\0';
		worker->usage = (struct usage){0};
		memset(worker->cpus_seen, 0, sizeof(worker->cpus_seen));
	}
}

uint64_t crew_wrong_values(const struct crew *crew, uint64_t *index)
{
	const struct work *work = crew->work;
	uint64_t wrong = 0;

	for (uint64_t i = crew->batch.tasks; i-- > 0;) {
		if (crew->batch.values[i] == work->workload->expected(work, i))
			continue;
		*index = i;
		wrong++;
	}
	return wrong;
}

int worker_bind(const struct crew *crew, struct worker *worker, struct error *error)
{
	if (!crew->pin_each)
		return crew_bind_all(crew, error);
	return topology_bind(crew->topology, &worker->cpu, 1, error);
}

int crew_bind_all(const struct crew *crew, struct error *error)
{
	return topology_bind(crew->topology, crew->cpus, crew->cores, error);
}

int crew_check_workers(const struct crew *crew, struct error *error)
{
	for (unsigned i = 0; i < crew->worker_limit; i++)
		if (crew->workers[i].error.text[0] != '\0')
			return error_set(error, "worker %u: %s", i, crew->workers[i].error.text);
	return 0;
}

void worker_see_cpu(struct worker *worker)
{
	int cpu = sched_getcpu();

	if (cpu >= 0 && cpu < CREW_CPU_LIMIT)
		worker->cpus_seen[cpu / 64] |= 1ULL << (cpu % 64);
}

void worker_note_failure(struct worker *worker, const struct task *task, enum step end)
{
	char *reason = worker->failed_reason;
	const size_t size = sizeof(worker->failed_reason);

	if (worker->failed++ > 0)
		return;
	worker->failed_index = task->index;
	worker->failed_result = task->result;
	reason[0] = '\0';
	if (end == STEP_WAIT && task->operation == NULL)
		snprintf(reason, size, "step() returned STEP_WAIT without an operation");
	else if (end == STEP_WAIT)
		snprintf(reason, size,
			"step() returned STEP_WAIT for an operation that has no perform()");
	else if (end != STEP_FAILED)
		snprintf(reason, size, "step() returned %d, which is none of enum step", (int)end);
}
