/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Workers that are programs of their own; see spawn.h. */
#include "config.h"

#include "runners/spawn.h"

#include "runners/child.h"
#include "support/anew.h"
#include "support/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define ARGUMENT_LIMIT 8
#define NUMBER_SIZE 16

int spawn_open(struct spawn *spawn, struct crew *crew, struct team *team,
	const struct team_duty *duty, struct error *error)
{
	struct handover *handover = &spawn->handover;

	if (crew->program == NULL)
		return error_set(error, "nothing is known here that could be started as a worker");
	spawn->duty = duty;
	handover->crew = crew;
	handover->team = team;
	if (memory_list(&handover->memory, error) < 0)
		return -1;
	spawn->file = memfd_create("handover", MFD_CLOEXEC);
	if (spawn->file >= 0 &&
		pwrite(spawn->file, handover, sizeof(*handover), 0) == sizeof(*handover))
		return 0;
	error_set(error, "cannot write what workers are told: %s", limits_error(errno));
	if (spawn->file >= 0)
		close(spawn->file);
	return -1;
}

void spawn_close(struct spawn *spawn)
{
	close(spawn->file);
}

/* In the child: only system calls until the new program runs. */
static _Noreturn void execute(const struct spawn *spawn, unsigned number, char *const *arguments)
{
	const struct handover *handover = &spawn->handover;

	memory_list_pass(&handover->memory);
	if (spawn->duty->pass != NULL)
		spawn->duty->pass(handover->team, number, 0);
	fcntl(spawn->file, F_SETFD, 0);
	if (dup2(handover->crew->job, STDIN_FILENO) < 0)
		anew_refuse("cannot hand the job to a worker", errno);
	anew_execute(arguments);
}

pid_t spawn_worker(const struct spawn *spawn, unsigned number)
{
	char file[NUMBER_SIZE], worker[NUMBER_SIZE], *arguments[ARGUMENT_LIMIT + 3];
	unsigned count = 0;
	pid_t pid;

	while (count < ARGUMENT_LIMIT && spawn->handover.crew->program[count] != NULL) {
		arguments[count] = spawn->handover.crew->program[count];
		count++;
	}
	snprintf(file, sizeof(file), "%d", spawn->file);
	snprintf(worker, sizeof(worker), "%u", number);
	arguments[count] = file;
	arguments[count + 1] = worker;
	arguments[count + 2] = NULL;
	pid = child_fork();
	if (pid == 0)
		execute(spawn, number, arguments);
	return pid;
}

enum memory_adopt spawn_adopt(struct handover *handover, int file, struct error *error)
{
	enum memory_adopt adopted;

	/* Others read the same file, so this program must not use the shared position. */
	if (pread(file, handover, sizeof(*handover), 0) != sizeof(*handover) ||
		handover->memory.count > MEMORY_LIST_LIMIT) {
		error_set(error, "no handover was given");
		return MEMORY_NOT_ADOPTED;
	}
	adopted = memory_adopt(&handover->memory, error);
	close(file);
	return adopted;
}
