/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The samples of the case that was being measured, as --resume and the end of a run read them. */
#include "config.h"

#include "tests/fuzzers/fuzz.h"
#include "tests/fuzzers/json_mutator.h"
#include "tests/fuzzers/mended_lines.h"

#include "bench/journal/sample_file.h"
#include "results/record/record.h"
#include "results/record/record_events.h"

static void read_samples(const char *text, size_t length)
{
	struct error error = {0};
	json_t *found = NULL;

	if (sample_file_parse(&found, text, length, &error) == 0 && found != NULL) {
		struct result result = {0};

		record_events_has_samples(&result, found);
		fuzz_require(record_events_add(&result.unfinished, json_incref(found)) == 0,
			"no memory for samples");
		fuzz_require(record_events_has_samples(&result, found), "samples are lost");
		result_clear(&result);
	}
	json_decref(found);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size), *mended;
	size_t length = 0;

	read_samples(text, size);
	mended = mended_lines(text, &length);
	read_samples(mended, length);
	free(mended);
	free(text);
	return 0;
}
