/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Canaries and disturbances as JSON and back; see canaries.h. */
#include "config.h"

#include "results/record/canaries.h"

#include <string.h>

static const struct {
	const char *name, *member;
} canaries_table[CANARY_COUNT] = {
	[CANARY_COMPUTE] = {"compute", "compute_ns"},
	[CANARY_MEMORY] = {"memory", "memory_ns"},
	[CANARY_WAKE_UP] = {"wake-up", "wake_up_ns"},
};

const char *canary_name(enum canary canary)
{
	return canaries_table[canary].name;
}

static json_t *figures_to_json(const double *figures)
{
	json_t *json = json_object();

	for (int i = 0; json != NULL && i < CANARY_COUNT; i++)
		if (json_object_set_new(json, canaries_table[i].member,
			    figures[i] > 0 ? json_real(figures[i]) : json_null()) != 0) {
			json_decref(json);
			return NULL;
		}
	return json;
}

json_t *canaries_to_json(const struct canaries *canaries)
{
	return json_pack("{s:o, s:o}", "before", figures_to_json(canaries->before), "after",
		figures_to_json(canaries->after));
}

static int read_figures(double *figures, const json_t *json, const char *name, struct error *error)
{
	const json_t *moment = json_object_get(json, name);

	if (!json_is_object(moment) || json_object_size(moment) != CANARY_COUNT)
		return error_set(error, "%s must be an object of %d figures", name, CANARY_COUNT);
	for (int i = 0; i < CANARY_COUNT; i++) {
		const json_t *figure = json_object_get(moment, canaries_table[i].member);

		if (figure == NULL ||
			(!json_is_null(figure) &&
				(!json_is_number(figure) || json_number_value(figure) <= 0)))
			return error_set(error, "%s: %s must be a number above 0 or null", name,
				canaries_table[i].member);
		figures[i] = json_number_value(figure);
	}
	return 0;
}

int canaries_from_json(struct canaries *canaries, const json_t *json, struct error *error)
{
	*canaries = (struct canaries){0};
	if (!json_is_object(json) || json_object_size(json) != 2)
		return error_set(error, "must be an object of before and after");
	if (read_figures(canaries->before, json, "before", error) != 0)
		return -1;
	return read_figures(canaries->after, json, "after", error);
}

json_t *disturbance_to_json(const struct disturbance *disturbance)
{
	if (!disturbance->found)
		return json_null();
	if (disturbance->stolen_percent > 0)
		return json_pack("{s:f}", "stolen_percent", disturbance->stolen_percent);
	return json_pack("{s:s, s:f}", "canary", canary_name(disturbance->canary), "shift_percent",
		disturbance->shift_percent);
}

int disturbance_from_json(struct disturbance *disturbance, const json_t *json, struct error *error)
{
	const char *name = json_string_value(json_object_get(json, "canary"));
	const json_t *shift = json_object_get(json, "shift_percent");
	const json_t *stolen = json_object_get(json, "stolen_percent");

	*disturbance = (struct disturbance){0};
	if (json_is_null(json))
		return 0;
	if (json_object_size(json) == 1 && json_number_value(stolen) > 0) {
		disturbance->found = true;
		disturbance->stolen_percent = json_number_value(stolen);
		return 0;
	}
	if (!json_is_object(json) || json_object_size(json) != 2 || !json_is_number(shift))
		return error_set(error,
			"must be null or an object of canary and shift_percent, or of stolen_percent");
	for (enum canary i = 0; name != NULL && i < CANARY_COUNT; i++)
		if (strcmp(name, canaries_table[i].name) == 0)
			*disturbance = (struct disturbance){.found = true,
				.canary = i,
				.shift_percent = json_number_value(shift)};
	if (!disturbance->found)
		return error_set(error, "canary must be \"compute\", \"memory\" or \"wake-up\"");
	return 0;
}
