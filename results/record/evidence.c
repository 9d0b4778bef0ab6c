/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Evidence as JSON and back, by one table of names; see evidence.h. */
#include "config.h"

#include "results/record/evidence.h"

#include <string.h>

#include "results/record/json_value.h"
#include "support/whole.h"

static const struct {
	const char *name;
	bool whole;     /* a count, or nanoseconds */
	double largest; /* 0: whatever is exact */
} figures[EVIDENCE_COUNT] = {
	[EVIDENCE_STEAL_NS] = {"steal_ns", true, 0},
	[EVIDENCE_THROTTLED_PERIODS] = {"throttled_periods", true, 0},
	[EVIDENCE_THROTTLED_NS] = {"throttled_ns", true, 0},
	[EVIDENCE_PRESSURE_NS] = {"pressure_ns", true, 0},
	[EVIDENCE_MIGRATIONS] = {"migrations", true, 0},
	[EVIDENCE_MINOR_FAULTS] = {"minor_faults", true, 0},
	[EVIDENCE_MAJOR_FAULTS] = {"major_faults", true, 0},
	[EVIDENCE_FREQUENCY_HZ] = {"frequency_hz", false, 0},
	[EVIDENCE_OTHER_LOAD] = {"other_load", false, 1},
	[EVIDENCE_OTHER_LOAD_RESOLUTION] = {"other_load_resolution", false, 1},
};

static json_t *figure_to_json(bool known, double value)
{
	return known ? json_value_number(value) : json_null();
}

json_t *evidence_to_json(const struct evidence *evidence)
{
	json_t *json = json_object();

	for (int i = 0; json != NULL && i < EVIDENCE_COUNT; i++)
		if (json_object_set_new(json, figures[i].name,
			    figure_to_json(evidence->known[i], evidence->values[i])) != 0) {
			json_decref(json);
			return NULL;
		}
	return json;
}

static const char *range_of(enum evidence_figure i)
{
	if (figures[i].whole)
		return "a whole number from 0 to 2^53 - 1";
	return figures[i].largest > 0 ? "a number from 0 to 1" : "a number from 0";
}

static int read_figure(struct evidence *evidence, enum evidence_figure i, const json_t *json,
	struct error *error)
{
	if (json == NULL)
		return error_set(error, "%s is missing", figures[i].name);
	if (json_is_null(json))
		return 0;
	if (!(figures[i].whole ? json_is_integer(json) : json_is_number(json)) ||
		json_number_value(json) < 0 ||
		(figures[i].whole && !whole_is_exact(json_number_value(json))) ||
		(figures[i].largest > 0 && json_number_value(json) > figures[i].largest))
		return error_set(error, "%s must be %s or null", figures[i].name, range_of(i));
	evidence_set(evidence, i, json_number_value(json));
	return 0;
}

int evidence_from_json(struct evidence *evidence, const json_t *json, struct error *error)
{
	const char *name;
	json_t *value;

	*evidence = (struct evidence){0};
	if (!json_is_object(json))
		return error_set(error, "must be an object");
	for (enum evidence_figure i = 0; i < EVIDENCE_COUNT; i++)
		if (read_figure(evidence, i, json_object_get(json, figures[i].name), error) != 0)
			return -1;
	json_object_foreach((json_t *)json, name, value) {
		int i = 0;

		while (i < EVIDENCE_COUNT && strcmp(figures[i].name, name) != 0)
			i++;
		if (i == EVIDENCE_COUNT)
			return error_set(error, "member \"%.60s\" is not known", name);
	}
	return 0;
}
