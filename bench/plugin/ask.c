/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asking workloads, in this process or in another; see ask.h. */
#include "config.h"

#include "bench/plugin/ask.h"

#include "bench/program/interrupt.h"
#include "bench/case/job.h"
#include "bench/plugin/plugin_description.h"
#include "bench/plugin/plugin_process.h"
#include "support/clock.h"
#include "support/limits.h"
#include "support/offspring.h"
#include "workloads/registry.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* The time that all failed answers of one plugin may take, three time limits; after that the last
 * error is the answer to every question. */
#define FAILURES_NS (3 * PLUGIN_LIMIT_NS)

struct plugin {
	struct plugin_description description;
	char *path;
	struct plugin_process process;
	json_t *answers; /* by question: an object, or the text of an error */
	uint64_t failed_ns;
	struct error failure; /* the last error */
};

static struct {
	size_t count;
	struct plugin *plugins[PLUGIN_LIMIT];
	bool started;            /* a process was started since the last ask_end() */
	struct offspring others; /* children that existed before */
	struct interrupt interrupt;
	struct error interrupted; /* what a signal has ended; empty: no signal has come */
} asked;

static struct plugin *find_plugin(const struct workload *workload)
{
	for (size_t i = 0; i < asked.count; i++)
		if (&asked.plugins[i]->description.workload == workload)
			return asked.plugins[i];
	return NULL;
}

static enum plugin_answer start(struct plugin *plugin, const char *path, json_t **description,
	struct error *error)
{
	if (!asked.started) {
		if (interrupt_open(&asked.interrupt, error) < 0)
			return PLUGIN_FAILED;
		offspring_adopt();
		offspring_list(&asked.others);
		asked.started = true;
	}
	return plugin_process_start(&plugin->process, path, &asked.interrupt, description, error);
}

/* Ends all processes of plugins, and records what a signal has ended. */
static void give_up(const char *what, const char *path, struct error *error)
{
	error_set(&asked.interrupted, "interrupted while %s %s", what, path);
	ask_end(error);
}

static void free_plugin(struct plugin *plugin)
{
	plugin_process_end(&plugin->process);
	if (plugin->description.json != NULL)
		plugin_description_close(&plugin->description);
	json_decref(plugin->answers);
	free(plugin->path);
	free(plugin);
}

/* Describes the plugin and adds it to the registry. 0, or -1 with the error. */
static int describe(struct plugin *plugin, const char *path, struct error *error)
{
	json_t *json = NULL;
	struct error cause = {0};
	enum plugin_answer outcome;
	int status;

	if (ask_check(error) < 0)
		return -1;
	outcome = start(plugin, path, &json, &cause);
	if (outcome == PLUGIN_INTERRUPTED) {
		give_up("loading", path, error);
		return -1;
	}
	if (outcome != PLUGIN_ANSWERED) {
		/* The loader's message contains the name of the file. */
		if (strncmp(cause.text, "cannot ", strlen("cannot ")) != 0)
			error_prefix(&cause, "cannot load '%s'", path);
		return error_set(error, "%s", cause.text);
	}
	status = plugin_description_open(&plugin->description, json, &cause);
	json_decref(json);
	if (status == 0)
		status = workload_add(&plugin->description.workload, plugin->path, &cause);
	error_prefix(&cause, "cannot use '%s'", path);
	return status == 0 ? 0 : error_set(error, "%s", cause.text);
}

/* The loader would wait for a writer of a pipe, and read a device for ever. */
static int check_file(const char *path, struct error *error)
{
	struct stat about;

	if (stat(path, &about) < 0)
		return error_set(error, "cannot load '%s': %s", path, limits_error(errno));
	if (!S_ISREG(about.st_mode))
		return error_set(error, "cannot load '%s': it is not a regular file", path);
	return 0;
}

int ask_load(const char *path, struct error *error)
{
	struct plugin *plugin = calloc(1, sizeof(*plugin));

	if (plugin == NULL)
		return error_set(error, "no memory");
	plugin->process = (struct plugin_process){.channel = -1, .complaint.descriptor = -1};
	plugin->path = realpath(path, NULL);
	plugin->answers = json_object();
	if (plugin->path == NULL)
		error_set(error, "cannot load '%s': %s", path, limits_error(errno));
	else if (plugin->answers == NULL)
		error_set(error, "no memory");
	else if (check_file(path, error) == 0 && describe(plugin, path, error) == 0) {
		asked.plugins[asked.count++] = plugin;
		return 0;
	}
	free_plugin(plugin);
	return -1;
}

/* The answer from the plugin's process, which is started if there is none. */
static enum plugin_answer ask_process(struct plugin *plugin, const char *hook, const char *question,
	json_t **answer, struct error *error)
{
	enum plugin_answer outcome = PLUGIN_ANSWERED;
	json_t *description = NULL;
	char subject[32];

	snprintf(subject, sizeof(subject), "its %s()", hook);
	if (plugin->process.pid == 0)
		outcome = start(plugin, plugin->path, &description, error);
	json_decref(description);
	return outcome == PLUGIN_ANSWERED
		? plugin_process_ask(&plugin->process, question, subject, answer, error)
		: outcome;
}

/* Asks the question unless it was asked before, and keeps the answer. Returns it, or NULL with the
 * error. */
static json_t *ask_anew(struct plugin *plugin, const char *hook, const char *question,
	struct error *error)
{
	const uint64_t begin_ns = clock_now_ns();
	enum plugin_answer outcome;
	struct error cause = {0};
	json_t *answer = NULL;
	char what[48];

	if (ask_check(error) < 0)
		return NULL;
	if (plugin->failed_ns >= FAILURES_NS) {
		error_set(error, "%s", plugin->failure.text);
		return NULL;
	}
	outcome = ask_process(plugin, hook, question, &answer, &cause);
	if (outcome == PLUGIN_INTERRUPTED) {
		snprintf(what, sizeof(what), "asking for the %s() of", hook);
		give_up(what, plugin->path, error);
		return NULL;
	}
	if (outcome == PLUGIN_FAILED) {
		plugin->failed_ns += clock_now_ns() - begin_ns;
		plugin->failure = cause;
		answer = json_stringn_nocheck(cause.text, strlen(cause.text));
	}
	if (answer == NULL || json_object_set_new_nocheck(plugin->answers, question, answer) < 0)
		error_set(error, "%s", cause.text[0] != '\0' ? cause.text : "no memory");
	return json_object_get(plugin->answers, question);
}

/* What the hook returns: an object that the plugin owns, or NULL with the error. */
static const json_t *ask_plugin(struct plugin *plugin, const char *hook, const struct work *work,
	struct error *error)
{
	json_t *question = json_pack("{s:s, s:o, s:I, s:i}", "hook", hook, "parameters",
		job_parameters_to_json(&work->parameters), "iterations_per_second",
		(json_int_t)work->iterations_per_second, "concurrency", (int)work->concurrency);
	char *text = question != NULL ? json_dumps(question, JSON_COMPACT) : NULL;
	json_t *answer = NULL;

	json_decref(question);
	if (text == NULL) {
		error_set(error, "its parameters are not UTF-8");
		return NULL;
	}
	answer = json_object_get(plugin->answers, text);
	if (answer == NULL)
		answer = ask_anew(plugin, hook, text, error);
	free(text);
	if (!json_is_string(answer))
		return answer;
	error_set(error, "%s", json_string_value(answer));
	return NULL;
}

int ask_needs(const struct workload *workload, const struct parameters *parameters, unsigned *needs,
	struct error *error)
{
	struct plugin *plugin = find_plugin(workload);
	struct work work;
	const json_t *answer;

	*needs = 0;
	if (plugin == NULL)
		return workload_needs(workload, parameters, needs, error);
	work = (struct work){.workload = workload, .parameters = *parameters};
	answer = ask_plugin(plugin, "needs", &work, error);
	*needs = (unsigned)json_integer_value(json_object_get(answer, "needs"));
	return answer != NULL ? 0 : -1;
}

int ask_cost(const struct work *work, struct cost *cost, struct error *error)
{
	struct plugin *plugin = find_plugin(work->workload);
	const json_t *answer;

	if (plugin == NULL)
		return workload_cost(work, cost, error);
	answer = ask_plugin(plugin, "cost", work, error);
	*cost = (struct cost){
		.cpu_ns = json_number_value(json_object_get(answer, "cpu_ns")),
		.wait_ns = json_number_value(json_object_get(answer, "wait_ns")),
		.fastest_cpu_ns = json_number_value(json_object_get(answer, "fastest_cpu_ns")),
		.fastest_wait_ns = json_number_value(json_object_get(answer, "fastest_wait_ns")),
	};
	return answer != NULL ? 0 : -1;
}

int ask_end(struct error *error)
{
	if (!asked.started)
		return ask_check(error);
	for (size_t i = 0; i < asked.count; i++)
		plugin_process_end(&asked.plugins[i]->process);
	offspring_end(&asked.others);
	if (interrupt_pending(&asked.interrupt))
		error_set(&asked.interrupted, "interrupted while asking plugins");
	interrupt_close(&asked.interrupt);
	asked.started = false;
	return ask_check(error);
}

int ask_check(struct error *error)
{
	return asked.interrupted.text[0] != '\0' ? error_set(error, "%s", asked.interrupted.text)
						 : 0;
}
