/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What another user's run says of itself in the folder that all runs share. */
#include "config.h"

#include "tests/fuzzers/fuzz.h"
#include "tests/fuzzers/json_mutator.h"

#include "bench/run/other_runs.h"
#include "results/record/record_events.h"
#include "support/printable.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	json_t *entry = json_loadb((const char *)data, size, JSON_REJECT_DUPLICATES, NULL);
	char text[OTHER_RUN_TEXT], again[OTHER_RUN_TEXT];

	if (record_events_check_other_run(entry, NULL) == 0) {
		other_runs_text(text, sizeof(text), entry);
		fuzz_require(strcmp(printable(strcpy(again, text)), text) == 0,
			"what a terminal obeys is printed");
	}
	json_decref(entry);
	return 0;
}
