/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A job between the conductor and its case process: nothing is lost, nothing wrong is taken. */
#include "config.h"

#include <string.h>

#include <criterion/criterion.h>

#include "bench/case/job.h"

static struct job job;
static struct error error;

/* The fields of struct job in their order, each with a value: plain(FIELD, VALUE) for those whose
 * bytes are compared. As there is no name in the initializer below, a field that is missing here is
 * an error of the compiler. */
#pragma GCC diagnostic error "-Wmissing-field-initializers"
/* clang-format off */
#define FIELDS(plain, other) \
	plain(workload, made.workload) \
	plain(workload_parameters, made.workload_parameters) \
	plain(runner, made.runner) \
	plain(runner_parameters, made.runner_parameters) \
	plain(cores, 3) \
	plain(concurrency, 40) \
	plain(cpus, CPUS) \
	plain(pin_each, true) \
	other(arrivals, ARRIVALS) \
	plain(arrivals_seed, 50) \
	plain(tasks, UINT64_C(1) << 60) \
	plain(samples, 60) \
	plain(sample_minimum_ns, 70) \
	plain(stamped, true) \
	plain(memory, true) \
	plain(iterations_per_second, 80) \
	other(environment_bytes, 0) \
	plain(server, "http://127.0.0.1:90") \
	plain(folder, "runs/files/100") \
	other(samples_path, "runs/110.jsonl")
#define CPUS {10, 30, 20}
#define ARRIVALS {12.5, true}
/* clang-format on */
#define VALUE(field, value) value,
#define COMPARE(field, value) \
	cr_expect_eq(memcmp(&arrived.field, &job.field, sizeof(job.field)), 0, \
		#field " is lost: is it missing in the table of job.c?");
#define PASS(field, value)

static void fill(void)
{
	struct job made;

	cr_assert_eq(job_init(&made, "cpu-sum", "iterations=1234", "async", "helpers=3", &error), 0,
		"%s", error.text);
	job = (struct job){FIELDS(VALUE, VALUE)};
}

Test(job, every_field_arrives)
{
	static struct job arrived;
	json_t *json;

	fill();
	json = job_to_json(&job);
	cr_assert_not_null(json);
	cr_assert_eq(job_from_json(&arrived, json, &error), 0, "%s", error.text);
	json_decref(json);
	FIELDS(COMPARE, PASS)
	cr_expect_eq(parameters_integer(arrived.workload_parameters, "iterations"), 1234);
	cr_expect_eq(parameters_integer(arrived.runner_parameters, "helpers"), 3);
	cr_expect_eq(arrived.arrivals.rate_per_second, 12.5);
	cr_expect(arrived.arrivals.poisson);
	cr_expect_str_eq(arrived.samples_path, job.samples_path);
}

/* Whether the job is refused with this member so; takes the value over, NULL removes it. */
static void refused(const char *name, json_t *value, const char *why)
{
	static struct job ignored;
	json_t *json = job_to_json(&job);
	char *text = value != NULL ? json_dumps(value, JSON_ENCODE_ANY) : strdup("nothing");

	error.text[0] = '\0';
	if (value != NULL)
		json_object_set_new(json, name, value);
	else
		json_object_del(json, name);
	cr_expect_eq(job_from_json(&ignored, json, &error), -1, "%s: %s", name, text);
	cr_expect_not_null(strstr(error.text, name), "%s: %s: %s", name, text, error.text);
	cr_expect_not_null(strstr(error.text, why), "%s: %s: %s", name, text, error.text);
	free(text);
	json_decref(json);
}

Test(job, what_is_missing_or_of_another_type_is_refused)
{
	json_t *json, *value;
	const char *name;

	fill();
	json = job_to_json(&job);
	cr_assert_not_null(json);
	json_object_foreach(json, name, value) {
		refused(name, NULL, " is missing");
		if (!json_is_null(value))
			refused(name, json_null(), " must be ");
		if (!json_is_boolean(value))
			refused(name, json_true(), " must be ");
		if (!json_is_string(value) && !json_is_null(value))
			refused(name, json_string("1"), " must be ");
		if (!json_is_array(value))
			refused(name, json_array(), " must be ");
		if (!json_is_object(value))
			refused(name, json_object(), " must be ");
		refused(name, json_integer(-1), " must be ");
	}
	json_decref(json);
	refused("cpus", json_pack("[s]", "0"), " must be ");
	refused("colour", json_string("red"), "is not known");
	refused("workload_parameters", json_pack("{s:i}", "iterations", 5),
		"iterations must be text");
}

Test(job, a_text_that_does_not_fit_is_refused)
{
	char text[600] = "";

	fill();
	memset(text, 'x', sizeof(text) - 1);
	refused("folder", json_string(text), "599 bytes, and 511 at most fit");
	text[128] = '\0';
	refused("server", json_string(text), "128 bytes, and 127 at most fit");
}
