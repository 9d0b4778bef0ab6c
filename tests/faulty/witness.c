/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * witness: uses all that a case is given: a folder, partners, batches that are prepared and
 * observed. Every task leaves a file, and a link out of the folder; how the case ends is a
 * parameter.
 */
#include "config.h"

#include "tests/faulty/faulty.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const ends[] = {"well", "crash", "hang", "unprepared", "unseen", NULL};

static const struct parameter parameters[] = {
	{"ends", PARAMETER_CHOICE, "", "well", 0, 0, ends, "how the case ends", false, NULL},
	{0},
};

struct witness {
	uint64_t batches, tasks;
};

static unsigned needs(const struct parameters *values)
{
	(void)values;
	return WORKLOAD_NEEDS_FOLDER;
}

static bool told(const struct work *work, const char *end)
{
	return strcmp(parameters_text(&work->parameters, "ends"), end) == 0;
}

/* Files of a case go when it ends, not with the run. */
static bool is_alone(const char *folder)
{
	char path[600];
	DIR *all;
	unsigned count = 0;

	snprintf(path, sizeof(path), "%s/..", folder);
	all = opendir(path);
	while (all != NULL && readdir(all) != NULL)
		count++;
	if (all != NULL)
		closedir(all);
	return count == 3; /* ".", ".." and it */
}

static int make_inner_folder(const struct work *work, struct error *error)
{
	char path[600];

	if (work->folder[0] != '/' || work->concurrency == 0)
		return error_set(error, "no folder or no concurrency was given");
	if (!is_alone(work->folder))
		return error_set(error, "files of another case are there");
	/* Only an empty folder lets itself be removed. */
	if (rmdir(work->folder) < 0 || mkdir(work->folder, 0700) < 0)
		return error_set(error, "%s: %s", work->folder, strerror(errno));
	snprintf(path, sizeof(path), "%s/inner", work->folder);
	if (mkdir(path, 0700) < 0)
		return error_set(error, "%s: %s", path, strerror(errno));
	return 0;
}

static int open_witness(struct work *work, struct error *error)
{
	if (!work->attached && make_inner_folder(work, error) < 0)
		return -1;
	work->state = calloc(1, sizeof(struct witness));
	return work->state != NULL ? 0 : error_set(error, "no memory");
}

static int prepare(struct work *work, uint64_t tasks, struct error *error)
{
	struct witness *witness = work->state;

	if (told(work, "unprepared"))
		return error_set(error, "not to be prepared");
	witness->batches++;
	witness->tasks = tasks;
	return 0;
}

static enum step step(struct task *task, struct work *work)
{
	char path[600], link[600];
	int file;

	if (task->index == FAULTY_TASK && told(work, "crash")) {
		signal(SIGSEGV, SIG_DFL);
		raise(SIGSEGV);
	}
	while (task->index == FAULTY_TASK && told(work, "hang"))
		pause();
	task->value = task->index;
	snprintf(path, sizeof(path), "%s/inner/%llu", work->folder,
		(unsigned long long)task->index);
	snprintf(link, sizeof(link), "%s/link", work->folder);
	task->result = symlink("../../..", link) < 0 && errno != EEXIST ? -errno : 0;
	file = open(path, O_WRONLY | O_CREAT, 0600);
	if (file < 0 || close(file) < 0)
		task->result = -errno;
	return task->result < 0 ? STEP_FAILED : STEP_DONE;
}

static unsigned observe(const struct work *work, struct observation *observations)
{
	const struct witness *witness = work->state;

	observations[0] = (struct observation){"batches", (double)witness->batches};
	observations[1] = (struct observation){"tasks", (double)witness->tasks};
	observations[2] = (struct observation){"a_half", 0.5};
	if (told(work, "unseen"))
		observations[2].value = 0 / (observations[2].value - 0.5);
	return 3;
}

static void close_witness(struct work *work)
{
	free(work->state);
}

const struct workload workload_witness = {
	.interface = WORKLOAD_INTERFACE,
	.name = "witness",
	.summary = "uses all that a case is given, and leaves files",
	.parameters = parameters,
	.task_size = sizeof(struct task),
	.partners = 2,
	.needs = needs,
	.open = open_witness,
	.prepare = prepare,
	.step = step,
	.expected = faulty_expected,
	.cost = faulty_cost,
	.observe = observe,
	.close = close_witness,
};
