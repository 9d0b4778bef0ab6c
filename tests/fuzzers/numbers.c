/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Numbers, durations, sizes, rates, lists and parameters, whichever reader takes the text. What is
 * taken is written out again, and what was written must read as the same.
 */
#include "config.h"

#include "tests/fuzzers/fuzz.h"

#include "bench/suite/axis.h"
#include "bench/suite/rate.h"
#include "bench/suite/settings.h"
#include "runners/runner.h"
#include "support/parameter.h"
#include "support/printable.h"
#include "support/text.h"
#include "support/topology.h"
#include "workloads/registry.h"

#define CPUS_LIMIT 64

static const struct {
	int (*parse)(const char *text, double *number);
	char *(*format)(char *buffer, size_t size, double number);
	char *(*rounded)(char *buffer, size_t size, double number);
} kinds[] = {
	{text_parse_number, text_format_number, text_rounded},
	{text_parse_duration, text_format_duration, text_duration_rounded},
	{text_parse_bytes, text_format_bytes, text_bytes_rounded},
};

static void read_numbers(const char *text)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		char buffer[TEXT_NUMBER_SIZE];
		double number, again;

		if (kinds[i].parse(text, &number) < 0)
			continue;
		kinds[i].rounded(buffer, sizeof(buffer), number);
		kinds[i].format(buffer, sizeof(buffer), number);
		fuzz_require(kinds[i].parse(buffer, &again) == 0 && again <= number &&
				again >= number,
			"a number that was written reads as another");
	}
}

static void read_lists(const char *text)
{
	struct axis_list cores = {0}, concurrency = {0};
	struct rate_list rates = {0}, again = {0};
	unsigned cpus[CPUS_LIMIT];
	char buffer[RATE_TEXT_SIZE], list[CPUS_LIMIT * 12];
	int count = text_parse_cpus(text, cpus, CPUS_LIMIT);
	struct pin pin;

	axis_parse(&cores, AXIS_CORES, text, NULL);
	axis_parse(&concurrency, AXIS_CONCURRENCY, text, NULL);
	axis_clear(&cores);
	axis_clear(&concurrency);
	if (rate_add(&rates, text, NULL) == 0) {
		rate_format(&rates.rates[0], buffer, sizeof(buffer));
		fuzz_require(rate_add(&again, buffer, NULL) == 0 &&
				memcmp(&again.rates[0].rate_per_second,
					&rates.rates[0].rate_per_second, sizeof(double)) == 0,
			"a rate that was written reads as another");
	}
	rate_clear(&rates);
	rate_clear(&again);
	if (count > 0)
		fuzz_require(text_parse_cpus(text_format_cpus(list, sizeof(list), cpus,
						     (unsigned)count),
				     cpus, CPUS_LIMIT) == count,
			"a list of CPUs that was written reads as another");
	pin_parse(&pin, text, NULL);
}

static void read_parameters(const char *text, const struct parameter *table)
{
	static char written[PARAMETERS_TEXT_SIZE], rewritten[PARAMETERS_TEXT_SIZE];
	struct parameters parameters, again;

	if (parameters_init(&parameters, table, NULL) < 0 ||
		parameters_init(&again, table, NULL) < 0 ||
		parameters_set_all(&parameters, text, NULL) < 0)
		return;
	parameters_format(&parameters, written, sizeof(written));
	fuzz_require(parameters_set_all(&again, written, NULL) == 0, "own parameters are refused");
	parameters_format(&again, rewritten, sizeof(rewritten));
	fuzz_require(strcmp(written, rewritten) == 0, "own parameters read as others");
}

static void read_settings(const char *text)
{
	struct settings settings;

	settings_init(&settings);
	for (const struct setting *setting = settings_table; setting->member != NULL; setting++)
		settings_set(&settings, setting->parameter->name, text, NULL);
	settings_check(&settings, NULL);
}

/* Changes the text. */
static void read_printable(char *text)
{
	size_t length = strlen(text);
	char *once;

	fuzz_require(strlen(printable(text)) <= length, "a text grows when it is made printable");
	once = strdup(text);
	fuzz_require(once != NULL && strcmp(printable(text), once) == 0,
		"a printable text is changed again");
	free(once);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);

	read_numbers(text);
	read_lists(text);
	read_settings(text);
	for (size_t i = 0; workload_at(i) != NULL; i++)
		read_parameters(text, workload_at(i)->parameters);
	for (size_t i = 0; runner_table[i] != NULL; i++)
		read_parameters(text, runner_table[i]->parameters);
	workload_find(text, NULL);
	read_printable(text);
	free(text);
	return 0;
}
