/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The members of cases with a rate; see arrived_json.h. */
#include "config.h"

#include "results/record/arrived_json.h"

#include <string.h>

#include "results/record/members.h"

static const struct member case_members[] = {
	{.name = "rate_per_second",
		.kind = MEMBER_REAL,
		.offset = offsetof(struct case_record, arrivals.rate_per_second)},
	{.name = NULL},
};

int arrived_write_case(json_t *json, const struct case_record *record)
{
	if (!case_record_has_rate(record))
		return 0;
	if (members_write(json, case_members, record, false) != 0)
		return -1;
	return json_object_set_new(json, "arrivals", json_string(arrivals_name(&record->arrivals)));
}

int arrived_read_case(struct case_record *record, const json_t *json, struct error *error)
{
	const json_t *value = json_object_get(json, "arrivals");
	const char *name = json_string_value(value);

	if ((value != NULL) != (json_object_get(json, "rate_per_second") != NULL))
		return error_set(error, "arrivals and rate_per_second must both be there or none");
	if (value == NULL)
		return 0;
	if (name == NULL || (strcmp(name, "fixed") != 0 && strcmp(name, "poisson") != 0))
		return error_set(error, "arrivals must be \"fixed\" or \"poisson\"");
	record->arrivals.poisson = strcmp(name, "poisson") == 0;
	if (members_read(json, case_members, record, true, error) != 0)
		return -1;
	return case_record_has_rate(record)
		? 0
		: error_set(error, "rate_per_second must be a number above 0");
}
