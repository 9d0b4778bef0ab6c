/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Percent without exponents, and none where a share is not known. */
#include "config.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "support/percent.h"
#include "results/record/record_json.h"
#include "results/summary/summary.h"
#include "results/table/table.h"
#include "tests/made/made_result.h"

Test(percent, never_an_exponent)
{
	char text[400];

	for (double share = 1e-30; share < 1e30; share *= 1.37)
		for (int sign = -1; sign <= 1; sign += 2) {
			cr_expect_null(strpbrk(percent_text(text, sizeof(text), sign * share),
					       "eE"),
				"%s", text);
			cr_expect_null(strpbrk(percent_text_precise(text, sizeof(text),
						       sign * share),
					       "eE"),
				"%s", text);
		}
}

Test(percent, reads_well)
{
	static const struct {
		double share;
		const char *text, *precise;
	} cases[] = {
		{0, "0.0 %", "0 %"},
		{0.00123, "0.1 %", "0.123 %"},
		{0.0994, "9.9 %", "9.94 %"},
		{0.0996, "10 %", "9.96 %"},
		{0.21, "21 %", "21 %"},
		{2.004, "200 %", "200 %"},
		{28.57, "2857 %", "2857 %"},
		{NAN, "—", "—"},
		{INFINITY, "—", "—"},
	};
	char text[64];

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		cr_expect_str_eq(percent_text(text, sizeof(text), cases[i].share), cases[i].text);
		cr_expect_str_eq(percent_text_precise(text, sizeof(text), cases[i].share),
			cases[i].precise);
	}
}

/* What `noop --tasks 20` comes to: 70 ns and 2 µs of processor time. */
Test(percent, no_processor_time_of_a_batch_that_is_too_short)
{
	struct error error = {0};
	struct result result, again;
	struct case_record *record;
	char *text = NULL;
	json_t *json;
	size_t size;
	FILE *memory;

	made_init(&result);
	record = made_case(&result,
		(struct made){.workload = "noop",
			.runner = "serial",
			.cores = 1,
			.concurrency = 1,
			.rate = 1000});
	cr_expect(record->summary.cpu_known);
	for (size_t i = 0; i < record->block_count; i++) {
		record->blocks[i].samples[0].elapsed_ns = 70;
		record->blocks[i].samples[0].user_ns = 2000;
	}
	cr_assert_eq(case_record_summarise(record, &error), 0, "%s", error.text);
	cr_expect_not(record->summary.cpu_known);
	/* Long enough, but twice as much as its CPU can do in that time. */
	record->cpus_count = 1;
	for (size_t i = 0; i < record->block_count; i++) {
		record->blocks[i].samples[0].elapsed_ns = 200000;
		record->blocks[i].samples[0].user_ns = 150000;
	}
	cr_assert_eq(case_record_summarise(record, &error), 0, "%s", error.text);
	cr_expect(record->summary.cpu_known);
	record->blocks[0].samples[0].user_ns = 400000;
	cr_assert_eq(case_record_summarise(record, &error), 0, "%s", error.text);
	cr_expect_not(record->summary.cpu_known);
	memory = open_memstream(&text, &size);
	cr_assert_eq(table_write(memory, &result, false, 0), 0);
	fclose(memory);
	cr_expect_null(strstr(text, "2857"), "%s", text);
	cr_expect_not_null(strstr(text, "\nCPU —: the batch was too short"), "%s", text);
	free(text);
	/* There and back, it is not known. */
	made_read_example(&again);
	again.cases[2].summary.cpu_known = false;
	json = result_to_json(&again);
	result_clear(&again);
	cr_assert_eq(result_from_json(&again, json, &error), 0, "%s", error.text);
	cr_expect_not(again.cases[2].summary.cpu_known);
	cr_expect(again.cases[1].summary.blocks == 0 || again.cases[1].summary.cpu_known);
	json_decref(json);
	result_clear(&again);
	result_clear(&result);
}
