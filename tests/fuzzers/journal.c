/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The journal of a run, as --resume reads it: once as it is, and once with the checksum of each
 * line put right, which no fuzzer would guess.
 */
#include "config.h"

#include "tests/fuzzers/fuzz.h"
#include "tests/fuzzers/json_mutator.h"
#include "tests/fuzzers/mended_lines.h"

#include "bench/journal/journal.h"
#include "bench/run/resume_check.h"
#include "bench/run/resume_first.h"
#include "bench/run/run_journal.h"
#include "results/record/record.h"
#include "results/record/record_json.h"

#define BLOCKS_LIMIT 1000 /* as of the setting */

/* As a whole result has it: a case without blocks has no reason yet. */
static json_t *with_reasons(const json_t *json)
{
	json_t *whole = json_deep_copy(json), *cases = json_object_get(whole, "cases");

	for (size_t i = 0; i < json_array_size(cases); i++) {
		json_t *record = json_array_get(cases, i);

		if (!json_is_string(json_object_get(record, "reason")))
			json_object_set_new(record, "reason", json_string("-"));
	}
	return whole;
}

/* The result that a run has before anything is measured: no block, and room for all. 0 or -1. */
static int begin(struct result *result, const json_t *json)
{
	json_int_t blocks =
		json_integer_value(json_object_get(json_object_get(json, "settings"), "blocks"));
	json_t *whole = with_reasons(json);
	int status = result_from_json(result, whole, NULL);

	json_decref(whole);
	if (status < 0)
		return -1;
	if (blocks < 1 || blocks > BLOCKS_LIMIT) {
		result_clear(result);
		return -1;
	}
	for (size_t i = 0; i < result->case_count; i++) {
		struct case_record *record = &result->cases[i];

		for (size_t j = 0; j < record->block_count; j++)
			block_clear(&record->blocks[j]);
		free(record->blocks);
		record->block_count = 0;
		record->blocks = calloc((size_t)blocks, sizeof(*record->blocks));
		fuzz_require(record->blocks != NULL, "no memory for blocks");
	}
	free(result->finished);
	result->finished = NULL;
	return 0;
}

static void replay(const json_t *lines)
{
	json_t *first = json_array_get(lines, 0);
	const json_t *begun = json_object_get(first, "result");
	json_t *none = json_array();
	struct resume_first read;
	struct error error = {0};
	struct result result = {0};
	bool files;

	if (resume_first_read(&read, first, &error) == 0)
		resume_check_plugins(read.plugins, none, &error);
	else
		fuzz_require(error.text[0] != '\0', "a first line is refused without a reason");
	error = (struct error){0};
	if (begin(&result, begun) == 0) {
		resume_check(begun, &result, &error);
		error = (struct error){0};
		if (run_journal_replay(lines, &result, &files, &error) < 0)
			fuzz_require(error.text[0] != '\0',
				"a journal is refused without a reason");
		result_clear(&result);
	}
	json_decref(none);
}

static void parse(const char *text, size_t length)
{
	struct error error = {0};
	json_t *lines;
	size_t whole;

	if (journal_parse(text, length, &lines, &whole, &error) < 0) {
		fuzz_require(error.text[0] != '\0', "a journal is refused without a reason");
		return;
	}
	fuzz_require(whole <= length, "more of a journal was read than there is");
	replay(lines);
	json_decref(lines);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size), *mended;
	size_t length = 0;

	parse(text, size);
	mended = mended_lines(text, &length);
	parse(mended, length);
	free(mended);
	free(text);
	return 0;
}
