/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file of samples: what was appended comes back, wherever it was cut off, and nothing else. */
#include "config.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "bench/journal/sample_file.h"
#include "results/record/block_json.h"
#include "results/record/record_events.h"
#include "tests/made/made_result.h"

#define SAMPLES 3

static char folder[64], path[96];
static struct error error;

static void set_up(void)
{
	strcpy(folder, "/tmp/breakeven-test-XXXXXX");
	cr_assert_not_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/samples.jsonl", folder);
}

/* Fails where anything but the file is in the folder. */
static void tear_down(void)
{
	sample_file_remove(path);
	cr_assert_eq(rmdir(folder), 0, "something was left behind");
}

static off_t length_of(void)
{
	struct stat status;

	cr_assert_eq(stat(path, &status), 0);
	return status.st_size;
}

/* Three samples, and where the file ends behind each. */
static void fill(off_t *ends)
{
	int file;

	cr_assert_eq(sample_file_begin(path, "a case", 7, &error), 0, "%s", error.text);
	file = sample_file_open(path);
	cr_assert_geq(file, 0);
	for (unsigned i = 0; i < SAMPLES; i++) {
		struct sample sample = {.elapsed_ns = 1000 + i, .user_ns = i};

		sample_file_append(&file, 64, &sample);
		cr_assert_geq(file, 0);
		ends[i] = length_of();
	}
	sample_file_close(file);
}

static json_t *read_all(void)
{
	json_t *found;

	cr_assert_eq(sample_file_read(&found, path, &error), 0, "%s", error.text);
	return found;
}

static void check_samples(const json_t *found, size_t count)
{
	const json_t *samples = json_object_get(found, "samples");

	cr_assert_eq(json_array_size(samples), count);
	if (count == 0) {
		cr_assert_null(found);
		return;
	}
	cr_assert_str_eq(json_string_value(json_object_get(found, "case")), "a case");
	cr_assert_eq(json_integer_value(json_object_get(found, "block")), 7);
	cr_assert_eq(json_integer_value(json_object_get(found, "tasks")), 64);
	for (size_t i = 0; i < count; i++) {
		struct sample sample = {0};

		cr_assert_eq(sample_from_json(&sample, json_array_get(samples, i), &error), 0);
		cr_assert_eq(sample.elapsed_ns, 1000 + i);
	}
}

Test(sample_file, gives_back_what_is_whole_of_it, .init = set_up, .fini = tear_down)
{
	off_t ends[SAMPLES];
	json_t *found;

	fill(ends);
	for (off_t length = ends[SAMPLES - 1]; length >= 0; length--) {
		size_t count = 0;

		while (count < SAMPLES && ends[count] <= length)
			count++;
		cr_assert_eq(truncate(path, length), 0);
		found = read_all();
		check_samples(found, count);
		json_decref(found);
	}
}

Test(sample_file, begins_anew_for_each_case, .init = set_up, .fini = tear_down)
{
	off_t ends[SAMPLES];

	cr_assert_null(read_all(), "there is none yet");
	fill(ends);
	cr_assert_eq(sample_file_begin(path, "another", 8, &error), 0, "%s", error.text);
	cr_assert_null(read_all(), "of this case no sample was taken");
}

Test(sample_file, a_case_without_one_needs_none)
{
	struct sample sample = {.elapsed_ns = 1};
	int file = sample_file_open("");

	cr_assert_eq(file, -1);
	sample_file_append(&file, 1, &sample);
	cr_assert_eq(sample_file_begin("", "a case", 0, &error), 0);
}

/* Which would end the case by a signal. */
Test(sample_file, does_not_grow_beyond_what_the_process_may_write, .init = set_up,
	.fini = tear_down)
{
	struct sample sample = {.elapsed_ns = 1};
	struct rlimit limit = {.rlim_cur = 0, .rlim_max = RLIM_INFINITY};
	off_t ends[SAMPLES];
	int file;

	fill(ends);
	file = sample_file_open(path);
	limit.rlim_cur = (rlim_t)ends[SAMPLES - 1] + 10;
	cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	signal(SIGXFSZ, SIG_DFL);
	sample_file_append(&file, 64, &sample);
	cr_expect_eq(file, -1, "it is closed");
	cr_expect_eq(length_of(), ends[SAMPLES - 1]);
	limit.rlim_cur = RLIM_INFINITY;
	setrlimit(RLIMIT_FSIZE, &limit);
}

Test(sample_file, damage_is_an_error_and_is_not_taken_for_samples, .init = set_up,
	.fini = tear_down)
{
	off_t ends[SAMPLES];
	char expected[256];
	json_t *found;
	int file;

	fill(ends);
	file = open(path, O_WRONLY);
	cr_assert_eq(pwrite(file, "x", 1, ends[0] + 40), 1);
	close(file);
	cr_assert_eq(sample_file_read(&found, path, &error), -1);
	cr_expect_null(found);
	snprintf(expected, sizeof(expected), "%s is damaged, or not a file of samples", path);
	cr_expect_eq(strncmp(error.text, expected, strlen(expected)), 0, "%s", error.text);
}

Test(sample_file, errors_name_the_file)
{
	json_t *found;

	cr_expect_eq(sample_file_begin("/nowhere/samples", "a case", 0, &error), -1);
	cr_expect_str_eq(error.text,
		"/nowhere/samples: cannot be written: No such file or directory");
	error = (struct error){0};
	cr_expect_eq(sample_file_read(&found, "/dev/null/samples", &error), -1);
	cr_expect_str_eq(error.text, "/dev/null/samples: cannot be read: Not a directory");
	cr_expect_null(found);
}

/* Samples are kept once: in their block, or as an entry. */
Test(sample_file, a_result_knows_which_samples_it_has, .init = set_up, .fini = tear_down)
{
	struct result result;
	struct case_record *record;
	off_t ends[SAMPLES];
	json_t *found;

	fill(ends);
	found = read_all();
	made_init(&result);
	record = made_case(&result,
		(struct made){.workload = "w",
			.runner = "serial",
			.cores = 1,
			.concurrency = 1,
			.rate = 1000,
			.blocks = 2});
	json_object_set_new(found, "case", json_string(record->id));
	json_object_set_new(found, "block", json_integer((json_int_t)record->blocks[1].block));
	cr_expect_not(record_events_has_samples(&result, found), "the block has %zu",
		record->blocks[1].sample_count);
	json_array_remove(json_object_get(found, "samples"), 0);
	json_array_remove(json_object_get(found, "samples"), 0);
	cr_expect(record_events_has_samples(&result, found), "the block has %zu",
		record->blocks[1].sample_count);
	json_object_set_new(found, "block", json_integer(99));
	cr_expect_not(record_events_has_samples(&result, found), "there is no such block");
	cr_assert_eq(record_events_add(&result.unfinished, json_incref(found)), 0);
	cr_expect(record_events_has_samples(&result, found), "it is an entry");
	json_decref(found);
	result_clear(&result);
}
