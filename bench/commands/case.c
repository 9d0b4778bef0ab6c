/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The hidden command `case`, with which `run` starts this program again. Reads a job as JSON from
 * standard input, measures it, and writes the block as one line of JSON to CASE_ANSWER_DESCRIPTOR.
 */
#include "config.h"

#include "bench/measure/canary.h"
#include "bench/case/case_process.h"
#include "bench/program/command.h"
#include "bench/case/hook.h"
#include "bench/measure/measure.h"
#include "results/record/block_json.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int answer(const struct block *block)
{
	json_t *json = block_to_json(block);
	int written = json == NULL
		? -1
		: json_dumpfd(json, CASE_ANSWER_DESCRIPTOR, JSON_COMPACT | JSON_REAL_PRECISION(15));

	json_decref(json);
	if (written < 0 || write(CASE_ANSWER_DESCRIPTOR, "\n", 1) != 1)
		return CASE_MUTE;
	return EXIT_FINE;
}

static int command_main(int argc, char **argv)
{
	struct topology *topology = NULL;
	struct block block = {0};
	struct error error = {0};
	json_error_t cause;
	struct job job;
	json_t *json;
	int code;

	(void)argv;
	if (argc != 1 || fcntl(CASE_ANSWER_DESCRIPTOR, F_SETFD, FD_CLOEXEC) < 0)
		return command_refuse("case", "only `breakeven run` may start this command");
	hook_adopt(CASE_HOOK_DESCRIPTOR);
	json = json_loadf(stdin, 0, &cause);
	if (json == NULL)
		return command_refuse("case", "the job is not JSON: %s", cause.text);
	hook_enter(HOOK_LOAD);
	if (job_from_json(&job, json, &error) < 0)
		return command_refuse("case", "%s", error.text);
	hook_enter(HOOK_NONE);
	json_decref(json);
	if (topology_load(&topology, &error) == 0) {
		block.has_canaries = true;
		canary_take(topology, job.cpus[0], block.canaries.before);
		measure(&job, topology, &block);
		canary_take(topology, job.cpus[0], block.canaries.after);
	} else {
		block.status = STATUS_FAILED;
		block.reason = strdup(error.text);
	}
	code = answer(&block);
	block_clear(&block);
	topology_free(topology);
	/* No exit code of a plugin runs: it could only damage the results. */
	_exit(code);
}

const struct command command_case = {
	.name = "case",
	.summary = "measure one case (started by `run`)",
	.main = command_main,
};
