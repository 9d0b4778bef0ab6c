/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a case process answers: one block in JSON. A plugin may write there, too. */
#include "config.h"

#include "tests/fuzzers/fuzz.h"
#include "tests/fuzzers/json_mutator.h"

#include "results/record/block.h"
#include "results/record/block_json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	json_t *json = json_loadb((const char *)data, size, 0, NULL), *again;
	struct error error = {0};
	struct block block;

	if (json == NULL)
		return 0;
	if (block_from_json(&block, json, &error) == 0) {
		again = block_to_json(&block);
		block_fastest_ns(&block);
		block_clear(&block);
		fuzz_require(again != NULL && block_from_json(&block, again, &error) == 0,
			"a block that was written is refused");
		block_clear(&block);
		json_decref(again);
	} else {
		fuzz_require(error.text[0] != '\0', "a block is refused without a reason");
	}
	json_decref(json);
	return 0;
}
