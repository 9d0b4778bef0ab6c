/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A job as JSON and back; see job.h. Both ends are this program, so what is missing is an error. */
#include "config.h"

#include "bench/case/job.h"

#include "support/limits.h"
#include "support/text_pool.h"
#include "workloads/registry.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

int job_init(struct job *job, const char *workload, const char *workload_parameters,
	const char *runner, const char *runner_parameters, struct error *error)
{
	*job = (struct job){
		.workload = workload_find(workload, error),
		.runner = runner_find(runner, error),
		.cores = 1,
		.concurrency = 1,
		.pin_each = true,
	};
	if (job->workload == NULL || job->runner == NULL ||
		parameters_init(&job->workload_parameters, job->workload->parameters, error) < 0 ||
		parameters_set_all(&job->workload_parameters, workload_parameters, error) < 0 ||
		parameters_init(&job->runner_parameters, job->runner->parameters, error) < 0)
		return -1;
	return parameters_set_all(&job->runner_parameters, runner_parameters, error);
}

json_t *job_parameters_to_json(const struct parameters *parameters)
{
	json_t *json = json_object();

	for (unsigned i = 0; i < parameter_count(parameters->table); i++)
		json_object_set_new(json, parameters->table[i].name,
			json_string(parameters->values[i].text));
	return json;
}

int job_parameters_from_json(struct parameters *parameters, const struct parameter *table,
	json_t *json, struct error *error)
{
	const char *name;
	json_t *value;

	if (parameters_init(parameters, table, error) < 0)
		return -1;
	json_object_foreach(json, name, value)
		if (parameters_set(parameters, name, json_string_value(value), error) < 0)
			return -1;
	return 0;
}

json_t *job_to_json(const struct job *job)
{
	const char *plugin = workload_plugin(job->workload);
	json_t *cpus = json_array();

	for (unsigned i = 0; i < job->cores; i++)
		json_array_append_new(cpus, json_integer(job->cpus[i]));
	return json_pack(
		"{s:s*, s:s, s:o, s:s, s:o, s:o, s:I, s:f, s:b, s:I, s:b, s:I, s:I, s:I, s:b, s:b, s:I, s:s, s:s, s:s}",
		"plugin", plugin, "workload", job->workload->name, "workload_parameters",
		job_parameters_to_json(&job->workload_parameters), "runner", job->runner->name,
		"runner_parameters", job_parameters_to_json(&job->runner_parameters), "cpus", cpus,
		"concurrency", (json_int_t)job->concurrency, "rate_per_second",
		job->arrivals.rate_per_second, "poisson", job->arrivals.poisson, "arrivals_seed",
		(json_int_t)job->arrivals_seed, "pin_each", job->pin_each, "tasks",
		(json_int_t)job->tasks, "samples", (json_int_t)job->samples, "sample_minimum_ns",
		(json_int_t)job->sample_minimum_ns, "stamped", job->stamped, "memory", job->memory,
		"iterations_per_second", (json_int_t)job->iterations_per_second, "server",
		job->server, "folder", job->folder, "samples_path",
		job->samples_path != NULL ? job->samples_path : "");
}

static int read_cpus(struct job *job, const json_t *cpus, struct error *error)
{
	job->cores = (unsigned)json_array_size(cpus);
	if (job->cores == 0 || job->cores > PIN_LIST_LIMIT)
		return error_set(error, "a job for %u cores", job->cores);
	for (unsigned i = 0; i < job->cores; i++)
		job->cpus[i] = (unsigned)json_integer_value(json_array_get(cpus, i));
	return 0;
}

int job_from_json(struct job *job, const json_t *json, struct error *error)
{
	json_t *workload_parameters, *runner_parameters, *cpus;
	json_int_t concurrency, tasks, samples, sample_minimum_ns, iterations_per_second;
	const char *plugin = NULL, *workload, *runner, *server, *folder, *samples_path;
	int pin_each, stamped, poisson, memory;
	json_int_t arrivals_seed;
	double rate_per_second;
	json_error_t cause;

	if (json_unpack_ex((json_t *)json, &cause, JSON_STRICT,
		    "{s?s, s:s, s:o, s:s, s:o, s:o, s:I, s:F, s:b, s:I, s:b, s:I, s:I, s:I, s:b, s:b, s:I, s:s, s:s, s:s}",
		    "plugin", &plugin, "workload", &workload, "workload_parameters",
		    &workload_parameters, "runner", &runner, "runner_parameters",
		    &runner_parameters, "cpus", &cpus, "concurrency", &concurrency,
		    "rate_per_second", &rate_per_second, "poisson", &poisson, "arrivals_seed",
		    &arrivals_seed, "pin_each", &pin_each, "tasks", &tasks, "samples", &samples,
		    "sample_minimum_ns", &sample_minimum_ns, "stamped", &stamped, "memory", &memory,
		    "iterations_per_second", &iterations_per_second, "server", &server, "folder",
		    &folder, "samples_path", &samples_path) < 0)
		return error_set(error, "not a job: %s", cause.text);
	if (plugin != NULL && workload_load(plugin, error) < 0)
		return -1;
	job->workload = workload_find(workload, error);
	job->runner = runner_find(runner, error);
	if (job->workload == NULL || job->runner == NULL)
		return -1;
	job->concurrency = (unsigned)concurrency;
	job->arrivals = (struct arrivals){rate_per_second, poisson};
	job->arrivals_seed = (uint64_t)arrivals_seed;
	job->pin_each = pin_each;
	job->tasks = (uint64_t)tasks;
	job->samples = (unsigned)samples;
	job->sample_minimum_ns = (uint64_t)sample_minimum_ns;
	job->stamped = stamped;
	job->memory = memory;
	job->iterations_per_second = (uint64_t)iterations_per_second;
	snprintf(job->server, sizeof(job->server), "%s", server);
	snprintf(job->folder, sizeof(job->folder), "%s", folder);
	job->samples_path = text_pool_keep(samples_path);
	if (job->samples_path == NULL)
		return error_set(error, "no memory for a job");
	if (job_parameters_from_json(&job->workload_parameters, job->workload->parameters,
		    workload_parameters, error) < 0 ||
		job_parameters_from_json(&job->runner_parameters, job->runner->parameters,
			runner_parameters, error) < 0)
		return -1;
	return read_cpus(job, cpus, error);
}

int job_to_file(const struct job *job, struct error *error)
{
	json_t *json = job_to_json(job);
	int file = memfd_create("job", MFD_CLOEXEC);

	if (file < 0) {
		error_set(error, "cannot create a memory file: %s", limits_error(errno));
	} else if (json == NULL || json_dumpfd(json, file, JSON_COMPACT) < 0 ||
		lseek(file, 0, SEEK_SET) < 0) {
		error_set(error, "cannot write the job: %s", limits_error(errno));
		close(file);
		file = -1;
	}
	json_decref(json);
	return file;
}

int job_from_file(struct job *job, int file, struct error *error)
{
	json_error_t cause;
	struct stat status;
	json_t *json;
	void *text;
	int result;

	if (fstat(file, &status) < 0)
		return error_set(error, "the job cannot be read: %s", limits_error(errno));
	if (status.st_size == 0)
		return error_set(error, "there is no job, the file is empty");
	text = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, file, 0);
	if (text == MAP_FAILED)
		return error_set(error, "the job cannot be read: %s", limits_error(errno));
	json = json_loadb(text, (size_t)status.st_size, 0, &cause);
	munmap(text, (size_t)status.st_size);
	if (json == NULL)
		return error_set(error, "the job is not JSON: %s", cause.text);
	result = job_from_json(job, json, error);
	json_decref(json);
	return result;
}

void job_to_work(const struct job *job, struct work *work)
{
	work->workload = job->workload;
	work->parameters = job->workload_parameters;
	work->iterations_per_second = job->iterations_per_second;
	work->concurrency = job->concurrency;
	memcpy(work->server, job->server, sizeof(work->server));
	memcpy(work->folder, job->folder, sizeof(work->folder));
}

void job_to_crew(const struct job *job, struct work *work, const struct topology *topology,
	struct crew *crew)
{
	crew->work = work;
	crew->parameters = job->runner_parameters;
	crew->topology = topology;
	crew->cpus = job->cpus;
	crew->cores = job->cores;
	crew->concurrency = job->concurrency;
	crew->pin_each = job->pin_each;
	crew->arrivals = job->arrivals.rate_per_second > 0;
}
