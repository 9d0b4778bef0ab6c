/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The hook that a case process is in; see hook.h. */
#include "config.h"

#include "bench/case/hook.h"

#include "workloads/registry.h"

#include <sys/mman.h>
#include <unistd.h>

static int nowhere;
static volatile int *here = &nowhere;

static volatile int *map(int descriptor)
{
	void *memory = mmap(NULL, sizeof(int), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);

	return memory != MAP_FAILED ? memory : NULL;
}

void hook_note_open(struct hook_note *note)
{
	note->memory = NULL;
	note->descriptor = memfd_create("hook", MFD_CLOEXEC);
	if (note->descriptor >= 0 && ftruncate(note->descriptor, sizeof(int)) == 0)
		note->memory = map(note->descriptor);
}

void hook_note_close(struct hook_note *note)
{
	if (note->memory != NULL)
		munmap((void *)note->memory, sizeof(int));
	if (note->descriptor >= 0)
		close(note->descriptor);
	*note = (struct hook_note){.descriptor = -1};
}

const char *hook_note_place(const struct hook_note *note)
{
	switch (note->memory != NULL ? (enum hook) * note->memory : HOOK_NONE) {
	case HOOK_NONE:
		break;
	case HOOK_LOAD:
		return " while loading its plugin";
	case HOOK_OPEN:
		return " in open()";
	case HOOK_COST:
		return " in cost()";
	case HOOK_PREPARE:
		return " in prepare()";
	case HOOK_STEP:
		return " in its tasks (step())";
	case HOOK_EXPECTED:
		return " in expected()";
	case HOOK_DESCRIBE:
		return " in describe()";
	case HOOK_OBSERVE:
		return " in observe()";
	case HOOK_CLOSE:
		return " in close()";
	}
	return "";
}

void hook_adopt(int descriptor)
{
	volatile int *memory = map(descriptor);

	if (memory == NULL)
		return;
	here = memory;
	close(descriptor);
}

void hook_enter(enum hook hook)
{
	*here = (int)hook;
}

int hook_open(struct work *work, struct error *error)
{
	int status;

	hook_enter(HOOK_OPEN);
	status = workload_open(work, error);
	hook_enter(HOOK_NONE);
	return status;
}

int hook_check_cost(const struct work *work, struct error *error)
{
	struct cost cost;
	int status;

	hook_enter(HOOK_COST);
	status = workload_cost(work, &cost, error);
	hook_enter(HOOK_NONE);
	return status;
}

int hook_prepare(struct work *work, uint64_t tasks, struct error *error)
{
	int status;

	hook_enter(HOOK_PREPARE);
	status = workload_prepare(work, tasks, error);
	hook_enter(HOOK_NONE);
	return status;
}

void hook_close(struct work *work)
{
	hook_enter(HOOK_CLOSE);
	if (work->workload->close != NULL)
		work->workload->close(work);
	hook_enter(HOOK_NONE);
}
