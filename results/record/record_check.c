/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks that a result agrees with itself; see record_check.h. */
#include "config.h"

#include "results/record/record_check.h"

#include <inttypes.h>

/* Checks the summary of a case against its blocks. */
static int check_case(const struct case_record *record, struct error *error)
{
	const struct summary *summary = &record->summary;
	uint64_t ok = 0;

	for (size_t i = 0; i < record->block_count; i++)
		ok += record->blocks[i].status == STATUS_OK;
	if (record->status == STATUS_OK && ok == 0)
		return error_set(error, "status is \"ok\", but no block is");
	if (summary->blocks > ok || summary->left_out > ok - summary->blocks)
		return error_set(error,
			"summary: it is of %" PRIu64 " blocks and leaves out %" PRIu64
			", but %" PRIu64 " blocks are \"ok\"",
			summary->blocks, summary->left_out, ok);
	return 0;
}

int record_check(const struct result *result, struct error *error)
{
	json_t *seen = json_object();
	int status = seen != NULL ? 0 : error_set(error, "out of memory");

	for (size_t i = 0; i < result->case_count && status == 0; i++) {
		const struct case_record *record = &result->cases[i];

		status = check_case(record, error);
		if (status == 0 && json_object_get(seen, record->id) != NULL)
			status =
				error_set(error, "another case has the id \"%s\", too", record->id);
		else if (status == 0 && json_object_set(seen, record->id, json_true()) < 0)
			status = error_set(error, "out of memory");
		if (status < 0)
			error_prefix(error, "cases[%zu]", i);
	}
	json_decref(seen);
	return status;
}
