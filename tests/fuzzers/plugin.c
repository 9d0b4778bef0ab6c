/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the process of a plugin says of its workload. */
#include "config.h"

#include "tests/fuzzers/fuzz.h"
#include "tests/fuzzers/json_mutator.h"

#include "bench/plugin/plugin_description.h"
#include "workloads/registry.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	json_t *json = json_loadb((const char *)data, size, 0, NULL);
	static struct plugin_description description;
	struct error error = {0};
	struct parameters parameters;

	if (json == NULL)
		return 0;
	if (plugin_description_open(&description, json, &error) < 0) {
		fuzz_require(error.text[0] != '\0', "a description is refused without a reason");
	} else {
		if (workload_validate(&description.workload, &error) == 0)
			fuzz_require(parameters_init(&parameters, description.parameters, &error) ==
					0,
				"a valid workload has parameters that are not");
		plugin_description_close(&description);
	}
	json_decref(json);
	return 0;
}
