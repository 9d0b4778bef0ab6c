/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The result of a run in JSON, and what `show` and `verdict` say about one that is accepted. */
#include "config.h"

#include "tests/fuzzers/fuzz.h"
#include "tests/fuzzers/json_mutator.h"

#include "results/record/record.h"
#include "results/record/record_json.h"
#include "results/record/record_stream.h"
#include "results/table/table.h"
#include "results/verdict/verdict.h"

#include <jansson.h>

static void use(const struct result *result)
{
	struct error error = {0};
	json_t *json = result_to_json(result);

	json_decref(json);
	table_write(fuzz_nowhere(), result, true, 0);
	table_write(fuzz_nowhere(), result, false, 80);
	verdict_write(fuzz_nowhere(), result, 80, &error);
}

/* What is read in pieces and what is read as a whole are accepted or refused alike. */
static void compare(const uint8_t *data, size_t size, bool accepted)
{
	FILE *stream = fmemopen((void *)data, size, "r");
	struct result result = {0};
	struct error error = {0};
	bool in_pieces;

	if (stream == NULL)
		return;
	in_pieces = result_read_stream(&result, stream, "pieces", &error) == 0;
	fclose(stream);
	fuzz_require(in_pieces == accepted, "in pieces it is read differently");
	if (in_pieces)
		result_clear(&result);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	json_t *json = json_loadb((const char *)data, size, JSON_REJECT_DUPLICATES, NULL);
	struct error error = {0};
	struct result result = {0};
	bool accepted = json != NULL && result_from_json(&result, json, &error) == 0;

	compare(data, size, accepted);
	if (json == NULL)
		return 0;
	if (accepted) {
		use(&result);
		result_clear(&result);
	} else {
		fuzz_require(error.text[0] != '\0', "a result is refused without a reason");
	}
	json_decref(json);
	return 0;
}
