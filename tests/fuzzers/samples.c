/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The samples of the case that was being measured, as --resume and the end of a run read them. */
#include "config.h"

#include "tests/fuzzers/fuzz.h"
#include "tests/fuzzers/json_mutator.h"

#include "bench/journal.h"
#include "bench/sample_file.h"
#include "results/record.h"
#include "results/record_events.h"
#include "support/text.h"

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
	char *text = fuzz_text(data, size), *mended = NULL, *next;
	size_t length = 0;
	FILE *stream = open_memstream(&mended, &length);

	fuzz_require(stream != NULL, "no memory for samples");
	read_samples(text, size);
	/* Once more with the right checksums, which no fuzzer would guess. */
	for (char *line = text; line != NULL; line = next) {
		json_t *object;
		char *whole = NULL;

		next = text_split(line, '\n');
		object = json_loads(line, JSON_REJECT_DUPLICATES, NULL);
		if (json_is_object(object)) {
			json_object_del(object, "check");
			whole = journal_line(object);
		}
		fputs(whole != NULL ? whole : line, stream);
		free(whole);
		json_decref(object);
	}
	fclose(stream);
	read_samples(mended, length);
	free(mended);
	free(text);
	return 0;
}
