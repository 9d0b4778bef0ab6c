/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A job as JSON and back, by one table of its members; see job.h. Both ends are this program, so a
 * missing or unknown member or a wrong type is an error.
 */
#include "config.h"

#include "bench/case/job.h"

#include "results/record/members.h"
#include "support/limits.h"
#include "support/parameter_pool.h"
#include "support/pool.h"
#include "workloads/registry.h"

#include <errno.h>
#include <stdlib.h>
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
	if (job->workload == NULL || job->runner == NULL)
		return -1;
	job->workload_parameters =
		parameter_pool_make(job->workload->parameters, workload_parameters, error);
	if (job->workload_parameters == NULL)
		return -1;
	job->runner_parameters =
		parameter_pool_make(job->runner->parameters, runner_parameters, error);
	return job->runner_parameters != NULL ? 0 : -1;
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
	json_object_foreach(json, name, value) {
		if (!json_is_string(value))
			return error_set(error, "parameter %s must be text", name);
		if (parameters_set(parameters, name, json_string_value(value), error) < 0)
			return -1;
	}
	return 0;
}

/* What is sent: the job, and those of its fields that have another form in JSON. */
struct letter {
	struct job job;
	char *plugin; /* the file of the workload; NULL: none */
	char *workload, *runner;
	json_t *workload_parameters, *runner_parameters;
	unsigned *cpus;
	size_t cpus_count;
	char *server, *folder, *samples_path;
};

#define MEMBER(json_name, member_kind, member, ...) \
	{ \
		.name = json_name, .kind = member_kind, .offset = offsetof(struct letter, member), \
		__VA_ARGS__ \
	}

/* Every field of a job except environment_bytes: one row each. */
static const struct member members[] = {
	MEMBER("plugin", MEMBER_TEXT, plugin, .nullable = true),
	MEMBER("workload", MEMBER_TEXT, workload),
	MEMBER("workload_parameters", MEMBER_OBJECT, workload_parameters),
	MEMBER("runner", MEMBER_TEXT, runner),
	MEMBER("runner_parameters", MEMBER_OBJECT, runner_parameters),
	MEMBER("cpus", MEMBER_NUMBERS, cpus, .count_offset = offsetof(struct letter, cpus_count)),
	MEMBER("concurrency", MEMBER_SMALL, job.concurrency, .smallest = 1),
	MEMBER("pin_each", MEMBER_FLAG, job.pin_each),
	MEMBER("rate_per_second", MEMBER_REAL, job.arrivals.rate_per_second),
	MEMBER("poisson", MEMBER_FLAG, job.arrivals.poisson),
	MEMBER("arrivals_seed", MEMBER_WHOLE, job.arrivals_seed),
	MEMBER("tasks", MEMBER_WHOLE, job.tasks),
	MEMBER("samples", MEMBER_SMALL, job.samples),
	MEMBER("sample_minimum_ns", MEMBER_WHOLE, job.sample_minimum_ns),
	MEMBER("stamped", MEMBER_FLAG, job.stamped),
	MEMBER("memory", MEMBER_FLAG, job.memory),
	MEMBER("iterations_per_second", MEMBER_WHOLE, job.iterations_per_second),
	MEMBER("server", MEMBER_TEXT, server),
	MEMBER("folder", MEMBER_TEXT, folder),
	MEMBER("samples_path", MEMBER_TEXT, samples_path),
	{.name = NULL},
};

json_t *job_to_json(const struct job *job)
{
	struct letter letter = {
		.job = *job,
		.plugin = (char *)workload_plugin(job->workload),
		.workload = (char *)job->workload->name,
		.workload_parameters = job_parameters_to_json(job->workload_parameters),
		.runner = (char *)job->runner->name,
		.runner_parameters = job_parameters_to_json(job->runner_parameters),
		.cpus = (unsigned *)job->cpus,
		.cpus_count = job->cores,
		.server = (char *)job->server,
		.folder = (char *)job->folder,
		.samples_path = (char *)job->samples_path,
	};
	json_t *json = json_object();
	bool written = json != NULL && letter.workload_parameters != NULL &&
		letter.runner_parameters != NULL &&
		members_write(json, members, &letter, false) == 0;

	json_decref(letter.workload_parameters);
	json_decref(letter.runner_parameters);
	if (written)
		return json;
	json_decref(json);
	return NULL;
}

static int take_text(char *field, size_t size, const char *name, const char *text,
	struct error *error)
{
	const size_t length = strlen(text);

	if (length >= size)
		return error_set(error, "%s has %zu bytes, and %zu at most fit", name, length,
			size - 1);
	memcpy(field, text, length + 1);
	return 0;
}

static int take_cpus(struct job *job, const struct letter *letter, struct error *error)
{
	if (letter->cpus_count == 0 || letter->cpus_count > PIN_LIST_LIMIT)
		return error_set(error, "a job for %zu cores", letter->cpus_count);
	job->cores = (unsigned)letter->cpus_count;
	memcpy(job->cpus, letter->cpus, letter->cpus_count * sizeof(*job->cpus));
	return 0;
}

static const struct parameters *take_parameters(const struct parameter *table, json_t *json,
	struct error *error)
{
	struct parameters parameters;

	if (job_parameters_from_json(&parameters, table, json, error) < 0)
		return NULL;
	return parameter_pool_keep(&parameters, error);
}

/* Sets the fields that have another form in JSON, after reading the letter. */
static int take_forms(struct job *job, const struct letter *letter, struct error *error)
{
	if (letter->plugin != NULL && workload_load(letter->plugin, error) < 0)
		return -1;
	job->workload = workload_find(letter->workload, error);
	job->runner = runner_find(letter->runner, error);
	if (job->workload == NULL || job->runner == NULL)
		return -1;
	job->samples_path = pool_keep_text(letter->samples_path);
	if (job->samples_path == NULL)
		return error_set(error, "no memory for a job");
	if (take_text(job->server, sizeof(job->server), "server", letter->server, error) < 0 ||
		take_text(job->folder, sizeof(job->folder), "folder", letter->folder, error) < 0)
		return -1;
	job->workload_parameters =
		take_parameters(job->workload->parameters, letter->workload_parameters, error);
	if (job->workload_parameters == NULL)
		return error_prefix(error, "workload_parameters");
	job->runner_parameters =
		take_parameters(job->runner->parameters, letter->runner_parameters, error);
	if (job->runner_parameters == NULL)
		return error_prefix(error, "runner_parameters");
	return take_cpus(job, letter, error);
}

int job_from_json(struct job *job, const json_t *json, struct error *error)
{
	struct letter letter = {.plugin = NULL};
	int status = -1;

	if (members_read(json, members, &letter, false, error) < 0) {
		error_prefix(error, "not a job");
	} else {
		*job = letter.job;
		status = take_forms(job, &letter, error);
	}
	free(letter.plugin);
	free(letter.workload);
	free(letter.runner);
	free(letter.cpus);
	free(letter.server);
	free(letter.folder);
	free(letter.samples_path);
	json_decref(letter.workload_parameters);
	json_decref(letter.runner_parameters);
	return status;
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
		return error_set(error, "the job file is empty");
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
	work->parameters = *job->workload_parameters;
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
