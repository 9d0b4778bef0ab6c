/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of settings, and the loops over it; see settings.h. */
#include "config.h"

#include "bench/suite/settings.h"

#include <stdlib.h>
#include <string.h>

#include "results/record/json_value.h"
#include "results/record/settings_members.h"
#include "results/statistics/shuffle.h"
#include "results/summary/precision.h"
#include "support/text.h"
#include "support/whole.h"

#define PRECISION_PERCENT_LEAST 0.01
#define PRECISION_PERCENT_MOST 50.0

/* The type of a field: how it is set from its parameter, and how it is written to a result. */
struct setting_type {
	size_t size;
	int (*take)(struct settings *settings, void *field, const struct parameter_value *value,
		struct error *error);
	json_t *(*to_json)(const void *field);
};

static int take_count(struct settings *settings, void *field, const struct parameter_value *value,
	struct error *error)
{
	(void)settings;
	(void)error;
	*(unsigned *)field = (unsigned)whole_within(value->number, UINT32_MAX);
	return 0;
}

static json_t *count_to_json(const void *field)
{
	const unsigned *count = field;

	return json_integer(*count);
}

static int take_whole(struct settings *settings, void *field, const struct parameter_value *value,
	struct error *error)
{
	(void)settings;
	(void)error;
	*(uint64_t *)field = whole_within(value->number, UINT64_MAX);
	return 0;
}

static json_t *whole_to_json(const void *field)
{
	const uint64_t *whole = field;

	return json_integer((json_int_t)*whole);
}

static int take_number(struct settings *settings, void *field, const struct parameter_value *value,
	struct error *error)
{
	(void)settings;
	(void)error;
	*(double *)field = value->number;
	return 0;
}

static json_t *number_to_json(const void *field)
{
	return json_value_number(*(const double *)field);
}

/* The number before the sign, of "2%". */
static bool read_percent(const char *text, double *percent)
{
	char number[32];
	const size_t length = strlen(text);

	if (length < 2 || length >= sizeof(number) || text[length - 1] != '%')
		return false;
	memcpy(number, text, length - 1);
	number[length - 1] = '\0';
	return text_parse_number(number, percent) == 0;
}

/* Parses "2%" as a share. */
static int parse_share(double *share, const char *text, struct error *error)
{
	double percent;

	if (!read_percent(text, &percent))
		return error_set(error,
			"\"%s\" is not a share of a median; give a percentage such as 2%%", text);
	if (percent < PRECISION_PERCENT_LEAST || percent > PRECISION_PERCENT_MOST)
		return error_set(error, "%s is out of range, give %g%% to %g%%", text,
			PRECISION_PERCENT_LEAST, PRECISION_PERCENT_MOST);
	*share = percent / 100;
	return 0;
}

static int take_precision(struct settings *settings, void *field,
	const struct parameter_value *value, struct error *error)
{
	if (parse_share(field, value->text, error) < 0)
		return -1;
	settings->blocks = PRECISION_BLOCKS_MOST;
	return 0;
}

static json_t *share_to_json(const void *field)
{
	return json_real(*(const double *)field);
}

static int take_pin(struct settings *settings, void *field, const struct parameter_value *value,
	struct error *error)
{
	(void)settings;
	return pin_parse(field, value->text, error);
}

static json_t *pin_to_json(const void *field)
{
	const struct pin *pin = field;
	const size_t size = TEXT_CPUS_SIZE(pin->count);
	char *text = malloc(size);
	json_t *json = text != NULL ? json_string(pin_format(pin, text, size)) : NULL;

	free(text);
	return json;
}

static const struct setting_type count_type = {sizeof(unsigned), take_count, count_to_json};
static const struct setting_type whole_type = {sizeof(uint64_t), take_whole, whole_to_json};
static const struct setting_type number_type = {sizeof(double), take_number, number_to_json};
static const struct setting_type precision_type = {sizeof(double), take_precision, share_to_json};
static const struct setting_type pin_type = {sizeof(struct pin), take_pin, pin_to_json};

#define FIELD(kind, field) .type = &kind##_type, .offset = offsetof(struct settings, field)

const struct setting settings_table[] = {
	{.parameter = {{.name = "blocks",
		 .kind = PARAMETER_INTEGER,
		 .unit = "",
		 .standard = "10",
		 .smallest = 1,
		 .largest = 1000,
		 .help = "number of times that each case is measured, each in a fresh process"}},
		.argument = "N",
		FIELD(count, blocks),
		.member = "blocks"},
	{.parameter = {{.name = "precision",
		 .kind = PARAMETER_TEXT,
		 .unit = "",
		 .standard = "",
		 .help = "instead of blocks: measure until every interval is this narrow, such "
			 "as 2%"}},
		.argument = "PERCENT",
		FIELD(precision, precision),
		.member = "precision",
		.replaces = "blocks",
		.decides = "the number of blocks"},
	{.parameter = {{.name = "budget",
		 .kind = PARAMETER_DURATION,
		 .unit = "",
		 .standard = "0",
		 .smallest = 0,
		 .largest = 30 * 86400e9,
		 .help = "with precision: start no block after this time, such as 5m; 0: no "
			 "limit"}},
		.argument = "DURATION",
		FIELD(number, budget_ns),
		.member = "budget_ns",
		.needs = "precision",
		.alone = "a budget limits how long a precision is tried for; add --precision, for "
			 "example 2%, or remove the budget"},
	{.parameter = {{.name = "samples",
		 .kind = PARAMETER_INTEGER,
		 .unit = "",
		 .standard = "5",
		 .smallest = 1,
		 .largest = 1000,
		 .help = "timed batches of a case in each block"}},
		.argument = "N",
		FIELD(count, samples),
		.member = "samples"},
	{.parameter = {{.name = "sample_time",
		 .kind = PARAMETER_DURATION,
		 .unit = "",
		 .standard = "10ms",
		 .smallest = 1e6,
		 .largest = 60e9,
		 .help = "minimum duration of a batch"}},
		.argument = "DURATION",
		FIELD(number, sample_minimum_ns),
		.member = "sample_minimum_ns"},
	{.parameter = {{.name = "limit",
		 .kind = PARAMETER_DURATION,
		 .unit = "",
		 .standard = "0",
		 .smallest = 0,
		 .largest = 86400e9,
		 .help = "time after which a case in a block counts as hanging; 0: from its "
			 "estimate"}},
		.argument = "DURATION",
		FIELD(number, limit_ns),
		.member = "limit_ns"},
	{.parameter = {{.name = "tasks",
		 .kind = PARAMETER_INTEGER,
		 .unit = "",
		 .standard = "0",
		 .smallest = 0,
		 .largest = 1e9,
		 .help = "tasks per batch; 0: as many as fill the sample time"}},
		.argument = "N",
		FIELD(whole, tasks),
		.member = "tasks",
		.replaces = "sample_time",
		.decides = "the length of a batch"},
	{.parameter = {{.name = "pin",
		 .kind = PARAMETER_TEXT,
		 .unit = "",
		 .standard = "cores",
		 .help = "where workers run: cores, compact, scatter, none or a CPU list"}},
		.argument = "POLICY",
		FIELD(pin, pin),
		.member = "pin"},
	{.member = NULL},
};

_Static_assert(sizeof(settings_table) / sizeof(settings_table[0]) <= SETTINGS_MOST + 1,
	"SETTINGS_MOST is too small");

const struct setting *settings_find(const char *name)
{
	for (const struct setting *setting = settings_table; setting->member != NULL; setting++)
		if (strcmp(setting->parameter->name, name) == 0)
			return setting;
	return NULL;
}

static void *field_of(struct settings *settings, const struct setting *setting)
{
	return (char *)settings + setting->offset;
}

/* Whether it is anything but 0. */
static bool is_set(const struct settings *settings, const struct setting *setting)
{
	const char *field = (const char *)settings + setting->offset;

	for (size_t i = 0; i < setting->type->size; i++)
		if (field[i] != 0)
			return true;
	return false;
}

/* Whether this setting needs another one that is not set. */
static bool is_alone(const struct settings *settings, const struct setting *setting)
{
	return setting->needs != NULL && !is_set(settings, settings_find(setting->needs));
}

void settings_init(struct settings *settings)
{
	*settings = (struct settings){0};
	for (const struct setting *setting = settings_table; setting->member != NULL; setting++)
		if (setting->parameter->standard[0] != '\0')
			settings_set(settings, setting->parameter->name,
				setting->parameter->standard, NULL);
	settings->seed = seed_draw();
}

int settings_set(struct settings *settings, const char *name, const char *text, struct error *error)
{
	const struct setting *setting = settings_find(name);
	struct parameters parameters;

	if (setting == NULL)
		return error_set(error, "there is no setting %s", name);
	if (parameters_init(&parameters, setting->parameter, error) != 0 ||
		parameters_set_named(&parameters, name, text, error) != 0)
		return -1;
	return setting->type->take(settings, field_of(settings, setting), &parameters.values[0],
		error);
}

/* Whether the text is other than the default of the setting. */
static bool is_changed(const struct setting *setting, const char *text)
{
	struct parameters standard, changed;

	if (text == NULL || parameters_init(&standard, setting->parameter, NULL) != 0)
		return false;
	changed = standard;
	return parameters_set(&changed, setting->parameter->name, text, NULL) == 0 &&
		changed.values[0].text != standard.values[0].text;
}

const struct setting *settings_find_rival(const char *(*given)(const void *context,
						  const char *name),
	const void *context)
{
	for (const struct setting *setting = settings_table; setting->member != NULL; setting++)
		if (setting->replaces != NULL && given(context, setting->replaces) != NULL &&
			is_changed(setting, given(context, setting->parameter->name)))
			return setting;
	return NULL;
}

static bool is_name(const char *of, const struct setting *setting)
{
	return of != NULL && strcmp(of, setting->parameter->name) == 0;
}

/* Clears a setting, and those that have no effect without it. */
static void unset(struct settings *settings, const struct setting *setting)
{
	memset(field_of(settings, setting), 0, setting->type->size);
	for (const struct setting *other = settings_table; other->member != NULL; other++)
		if (is_name(other->needs, setting))
			memset(field_of(settings, other), 0, other->type->size);
}

void settings_give_way(struct settings *settings, const char *name)
{
	const struct setting *given = settings_find(name);

	for (const struct setting *setting = settings_table; setting->member != NULL; setting++)
		if (is_name(setting->replaces, given))
			unset(settings, setting);
}

int settings_check(const struct settings *settings, struct error *error)
{
	for (const struct setting *setting = settings_table; setting->member != NULL; setting++)
		if (is_set(settings, setting) && is_alone(settings, setting))
			return error_set(error, "%s", setting->alone);
	return 0;
}

/* Its member in the result; NULL if the result has no such member. */
static const struct member *member_of(const struct setting *setting)
{
	for (const struct member *member = settings_members.members; member->name != NULL; member++)
		if (strcmp(member->name, setting->member) == 0)
			return member;
	return NULL;
}

json_t *settings_to_json(const struct settings *settings)
{
	json_t *json = json_object();

	for (const struct setting *setting = settings_table; setting->member != NULL; setting++) {
		const struct member *member = member_of(setting);
		const void *field = (const char *)settings + setting->offset;
		const bool zero = !is_set(settings, setting);
		json_t *value = NULL;

		if (is_alone(settings, setting) ||
			(zero && member != NULL && member->optional && !member->nullable))
			continue;
		if (member != NULL)
			value = zero && member->nullable ? json_null()
							 : setting->type->to_json(field);
		if (json_object_set_new(json, setting->member, value) < 0) {
			json_decref(json);
			return NULL;
		}
	}
	return json;
}
