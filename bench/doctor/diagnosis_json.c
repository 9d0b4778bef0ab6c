/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A diagnosis as JSON: its keys are stable, docs/doctor.md lists them. */
#include "config.h"

#include "bench/doctor/diagnosis.h"

#include <math.h>

#include "results/record/json_value.h"

#define SCHEMA 1

/* null if there is no text, or its bytes are not valid text. */
static json_t *text_json(const char *text)
{
	return json_value_text_or_null(text[0] != '\0' ? text : NULL);
}

static json_t *figure_json(struct figure figure)
{
	if (!figure.known)
		return json_null();
	return figure.unlimited ? json_string("unlimited") : json_real(figure.value);
}

static json_t *surroundings_json(const struct surroundings *surroundings)
{
	json_t *runs = !surroundings->looked       ? json_null()
		: surroundings->other_runs != NULL ? json_incref(surroundings->other_runs)
						   : json_array();

	return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "cpus",
		json_value_numbers(surroundings->cpus, surroundings->cpu_count), "load_average",
		figure_json(surroundings->load_average), "other_load",
		figure_json(surroundings->other_load), "steal", figure_json(surroundings->steal),
		"swap_used_bytes", figure_json(surroundings->swap_used_bytes), "file_limit",
		figure_json(surroundings->file_limit), "other_runs", runs);
}

static json_t *findings_json(const struct diagnosis *diagnosis)
{
	json_t *list = json_array();

	for (size_t i = 0; i < diagnosis->finding_count; i++) {
		const struct finding *finding = &diagnosis->findings[i];

		json_array_append_new(list,
			json_pack("{s:s, s:s, s:o, s:o, s:o, s:o, s:o}", "name", finding->name,
				"severity", severity_name(finding->severity), "text",
				text_json(finding->text), "command", text_json(finding->command),
				"undo", text_json(finding->undo), "advice",
				text_json(finding->advice), "cost", text_json(finding->cost)));
	}
	return list;
}

static json_t *check_json(const struct check *check)
{
	const struct check_bound *bound = check_bound(check->kind);

	return json_pack("{s:s, s:s, s:o, s:s, s:f, s:o, s:o, s:o}", "name", bound->name, "status",
		check_status_name(check->status), "measured",
		check->known ? json_real(check->measured) : json_null(), "unit", bound->unit,
		"least", bound->least, "most",
		isinf(bound->most) ? json_null() : json_real(bound->most), "text",
		text_json(check->text), "reason", text_json(check->reason));
}

static json_t *self_test_json(const struct diagnosis *diagnosis)
{
	json_t *checks;

	if (!diagnosis->tested)
		return json_null();
	checks = json_array();
	for (int kind = 0; kind < CHECK_COUNT; kind++)
		json_array_append_new(checks, check_json(&diagnosis->self_test.checks[kind]));
	return json_pack("{s:I, s:o}", "elapsed_ns", (json_int_t)diagnosis->self_test.elapsed_ns,
		"checks", checks);
}

json_t *diagnosis_to_json(const struct diagnosis *diagnosis)
{
	static char reasons[DIAGNOSIS_REASON_LIMIT][DIAGNOSIS_REASON_SIZE];
	const size_t count = diagnosis_reasons(diagnosis, reasons);
	json_t *list = json_array();

	for (size_t i = 0; i < count; i++)
		json_array_append_new(list, text_json(reasons[i]));
	return json_pack("{s:i, s:b, s:o, s:o, s:o, s:o, s:o}", "schema", SCHEMA, "trusted",
		count == 0, "reasons", list, "machine", machine_to_json(&diagnosis->machine),
		"surroundings", surroundings_json(&diagnosis->surroundings), "findings",
		findings_json(diagnosis), "self_test", self_test_json(diagnosis));
}
