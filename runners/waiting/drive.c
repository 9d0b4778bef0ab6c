/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Driving tasks on an event loop; see drive.h.
 *
 * A task that ends frees its slot, and the next task that is claimed is made ready in it at once,
 * behind those that are ready already. After a bounded number of steps the loop looks at its timers
 * and descriptors even where tasks are always ready, so that computing does not starve waiting.
 *
 * Where tasks arrive, free slots are in a list. A loop with a free slot claims the next task; if
 * that is not due yet, one timer is set for it, and no other task is claimed meanwhile.
 */
#include "config.h"

#include "runners/waiting/drive.h"

#include <stddef.h>

#include "runners/waiting/arrival.h"
#include "runners/waiting/blocking.h"

#define STEPS_PER_TURN 256

/* Whether there is something to wait for. */
static bool wait_for(struct common_loop *loop, struct task *task)
{
	const struct operation *operation = task->operation;

	if (__builtin_expect(operation == NULL, 0))
		return false;
	if (operation->begin == NULL && !blocking_can_wait(task))
		return false;
	if (operation->begin != NULL)
		operation->begin(task->arguments, &loop->base, task);
	else
		loop_offload(&loop->base, task);
	return true;
}

static void admit(struct common_loop *loop, struct task *task, uint64_t index, uint64_t begin_ns)
{
	task_init(task, index, begin_ns);
	loop_resume(&loop->base, task, 0);
}

/* A worker's part in the current batch. */
struct drive {
	struct common_loop *loop;
	const struct crew *crew;
	struct worker *worker;
	uint64_t (*claim)(void *from);
	void *from;
	unsigned in_flight;

	/* Of a batch whose tasks arrive: */
	struct task *free;    /* slots, by next */
	bool claimed;         /* `next` is the index of a task that is not in flight yet */
	uint64_t next;        /* beyond the batch: none is left */
	bool waiting;         /* for `next` to be due */
	struct timer arrival; /* then */
};

/* Puts all due tasks into free slots, and sets the timer for the first task that is not due. */
static void admit_due(struct drive *drive, uint64_t now_ns)
{
	while (drive->free != NULL && !drive->waiting) {
		struct task *slot = drive->free;
		uint64_t due_ns;

		if (!drive->claimed)
			drive->next = drive->claim(drive->from);
		drive->claimed = true;
		if (drive->next >= drive->crew->batch.tasks)
			return;
		due_ns = arrival_due_ns(drive->crew, drive->next);
		if (now_ns < due_ns)
			now_ns = clock_now_ns();
		if (now_ns < due_ns) {
			drive->waiting = true;
			loop_after(&drive->loop->base, &drive->arrival, due_ns - now_ns);
			return;
		}
		drive->free = slot->next;
		drive->claimed = false;
		admit(drive->loop, slot, drive->next, now_ns);
		drive->in_flight++;
	}
}

static void arrived(struct loop *loop, struct timer *timer)
{
	struct drive *drive =
		(struct drive *)(void *)((char *)timer - offsetof(struct drive, arrival));

	(void)loop;
	drive->waiting = false;
	admit_due(drive, clock_now_ns());
}

/* Puts the next task into the slot, if there is one. */
static void take_next(struct drive *drive, struct task *slot, uint64_t begin_ns)
{
	uint64_t index;

	if (__builtin_expect(drive->crew->batch.intended_ns != NULL, 0)) {
		slot->next = drive->free;
		drive->free = slot;
		admit_due(drive, begin_ns);
		return;
	}
	index = drive->claim(drive->from);
	if (index >= drive->crew->batch.tasks) {
		slot->next = slot; /* nobody may resume it */
		return;
	}
	admit(drive->loop, slot, index, begin_ns);
	drive->in_flight++;
}

/* One step of each ready task, at most STEPS_PER_TURN. */
static void step_ready(struct drive *drive)
{
	const struct crew *crew = drive->crew;
	enum step (*const step)(struct task *, struct work *) = crew->work->workload->step;
	struct task *task;

	for (unsigned budget = STEPS_PER_TURN;
		budget > 0 && (task = common_loop_next(drive->loop)) != NULL; budget--) {
		enum step outcome = step(task, crew->work);
		uint64_t now_ns;

		if (outcome == STEP_WAIT && wait_for(drive->loop, task))
			continue;
		now_ns = crew_stamp(crew);
		worker_record(drive->worker, crew, task, outcome, now_ns);
		drive->in_flight--;
		take_next(drive, task, now_ns);
	}
}

int drive(struct common_loop *loop, const struct crew *crew, struct worker *worker,
	uint64_t (*claim)(void *from), void *from, struct error *error)
{
	struct drive drive = {
		.loop = loop,
		.crew = crew,
		.worker = worker,
		.claim = claim,
		.from = from,
		.arrival = {.fired = arrived},
	};
	const unsigned slots = crew_slots_of(crew, worker->number);
	const uint64_t now_ns = crew_stamp(crew);

	for (unsigned i = 0; i < slots; i++)
		take_next(&drive, worker_slot(crew, worker, i), now_ns);
	for (step_ready(&drive); drive.in_flight > 0 || drive.waiting; step_ready(&drive)) {
		bool wait = loop->ready_first == NULL;

		if (wait && common_loop_idle(loop))
			return error_set(error,
				"%u %s, but nothing is under way that could go on with %s",
				drive.in_flight, drive.in_flight == 1 ? "task waits" : "tasks wait",
				drive.in_flight == 1 ? "it" : "them");
		if (common_loop_turn(loop, wait, error) < 0)
			return -1;
	}
	worker->ended_ns = clock_now_ns();
	worker_see_cpu(worker);
	return common_loop_check(loop, error);
}

uint64_t drive_next(void *from)
{
	return (*(uint64_t *)from)++;
}
