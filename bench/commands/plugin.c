/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The hidden command `plugin`, with which the program starts itself to ask a plugin
 * (plugin_process.h). `plugin FILE` loads the plugin, describes its workload on PLUGIN_DESCRIPTOR,
 * and then answers questions until there are no more. It ends without running exit code of the
 * plugin.
 */
#include "config.h"

#include "bench/program/command.h"
#include "bench/case/job.h"
#include "bench/plugin/plugin_process.h"
#include "bench/plugin/plugin_description.h"
#include "workloads/registry.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void say(const char *message)
{
	if (send(PLUGIN_DESCRIPTOR, message, strlen(message), MSG_NOSIGNAL) < 0)
		_exit(PLUGIN_MUTE);
}

static void refuse(const struct error *error)
{
	char message[sizeof(error->text) + 1] = {PLUGIN_REFUSAL};

	memcpy(message + 1, error->text, sizeof(error->text));
	say(message);
}

/* Sends and releases the answer; NULL: sends the error. */
static void answer(json_t *json, struct error *error)
{
	char *text = NULL;

	if (json != NULL)
		text = json_dumps(json, JSON_COMPACT | JSON_REAL_PRECISION(17));
	if (text != NULL && strlen(text) > PLUGIN_MESSAGE_LIMIT) {
		error_set(error, "its description has %zu bytes; at most %lu are accepted",
			strlen(text), PLUGIN_MESSAGE_LIMIT);
		free(text);
		text = NULL;
	}
	error_set(error, "no memory for its answer");
	if (text != NULL)
		say(text);
	else
		refuse(error);
	free(text);
	json_decref(json);
}

/* The next question, or NULL if there are no more. */
static json_t *hear(void)
{
	static char question[PLUGIN_MESSAGE_LIMIT];
	ssize_t length = recv(PLUGIN_DESCRIPTOR, question, sizeof(question), 0);

	return length > 0 ? json_loadb(question, (size_t)length, 0, NULL) : NULL;
}

static json_t *ask_needs(const struct work *work, struct error *error)
{
	unsigned needs;

	if (workload_needs(work->workload, &work->parameters, &needs, error) < 0)
		return NULL;
	return json_pack("{s:I}", "needs", (json_int_t)needs);
}

static json_t *ask_cost(const struct work *work, struct error *error)
{
	struct cost cost;

	if (workload_cost(work, &cost, error) < 0)
		return NULL;
	return json_pack("{s:f, s:f, s:f, s:f}", "cpu_ns", cost.cpu_ns, "wait_ns", cost.wait_ns,
		"fastest_cpu_ns", cost.fastest_cpu_ns, "fastest_wait_ns", cost.fastest_wait_ns);
}

/* The answer to a question about the workload, or NULL with the error. */
static json_t *ask(const struct workload *workload, const json_t *question, struct error *error)
{
	static struct work work;
	json_int_t iterations_per_second;
	const char *hook;
	json_t *parameters;
	int concurrency;

	work = (struct work){.workload = workload};
	if (json_unpack((json_t *)question, "{s:s, s:o, s:I, s:i}", "hook", &hook, "parameters",
		    &parameters, "iterations_per_second", &iterations_per_second, "concurrency",
		    &concurrency) < 0) {
		error_set(error, "unknown question");
		return NULL;
	}
	work.iterations_per_second = (uint64_t)iterations_per_second;
	work.concurrency = (unsigned)concurrency;
	if (job_parameters_from_json(&work.parameters, workload->parameters, parameters, error) < 0)
		return NULL;
	return strcmp(hook, "needs") == 0 ? ask_needs(&work, error) : ask_cost(&work, error);
}

/* The workload that was loaded last. */
static const struct workload *last_workload(void)
{
	size_t count = 0;

	while (workload_at(count) != NULL)
		count++;
	return workload_at(count - 1);
}

static int command_main(int argc, char **argv)
{
	const struct workload *workload;
	struct error error = {0};
	json_t *question, *json = NULL;

	if (argc != 2 || fcntl(PLUGIN_DESCRIPTOR, F_SETFD, FD_CLOEXEC) < 0)
		return command_refuse("plugin", "only breakeven itself may start this command");
	if (workload_load(argv[1], &error) == 0)
		json = plugin_description_to_json(last_workload(), &error);
	answer(json, &error);
	if (json == NULL)
		_exit(EXIT_USAGE);
	workload = last_workload();
	while ((question = hear()) != NULL) {
		error = (struct error){0};
		answer(ask(workload, question, &error), &error);
		json_decref(question);
	}
	_exit(EXIT_FINE);
}

const struct command command_plugin = {
	.name = "plugin",
	.summary = "answer what is asked about a plugin (started by other commands)",
	.main = command_main,
};
