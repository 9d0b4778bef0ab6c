/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which blocks are marked as disturbed from made canaries, and what becomes of them. */
#include "config.h"

#include <errno.h>
#include <math.h>
#include <sys/wait.h>

#include <criterion/criterion.h>

#include "bench/measure/canary.h"
#include "results/record/block_json.h"
#include "results/summary/disturbance.h"
#include "results/record/record_json.h"
#include "results/statistics/outlier.h"
#include "results/summary/summary.h"
#include "results/table/table.h"
#include "tests/made/made_change.h"

#define CASES 8
#define BLOCKS 5

static struct result result;
static struct error error;
static uint64_t state;

/* Roughly normal, of standard deviation 1: the sum of twelve uniform numbers, the same in every
 * run. */
static double noise(void)
{
	double sum = -6;

	for (int i = 0; i < 12; i++) {
		state = state * 6364136223846793005ULL + 1442695040888963407ULL;
		sum += (double)(state >> 33) / 2147483648.0;
	}
	return sum;
}

/* A run of cases with canaries of that much noise. */
static void make_run(unsigned cases, unsigned blocks, double spread)
{
	static const double usual[CANARY_COUNT] = {54000, 72000, 4800};

	state = 1;
	made_init(&result);
	for (unsigned i = 0; i < cases; i++) {
		struct case_record *record = made_case(&result,
			(struct made){.workload = "noop",
				.runner = "threads",
				.cores = 1,
				.concurrency = i + 1,
				.rate = 1000,
				.spread = 0.5,
				.blocks = blocks});

		for (unsigned j = 0; j < blocks; j++) {
			struct canaries *canaries = &record->blocks[j].canaries;

			record->blocks[j].has_canaries = true;
			for (int k = 0; k < CANARY_COUNT; k++) {
				canaries->before[k] = usual[k] * exp(spread * noise());
				canaries->after[k] = usual[k] * exp(spread * noise());
			}
		}
	}
}

/* Marks and counts. */
static size_t mark(void)
{
	size_t count = 0;

	cr_assert_eq(disturbance_mark(&result, &error), 0, "%s", error.text);
	for (size_t i = 0; i < result.case_count; i++) {
		cr_assert_eq(case_record_summarise(&result.cases[i], &error), 0, "%s", error.text);
		for (size_t j = 0; j < result.cases[i].block_count; j++)
			count += result.cases[i].blocks[j].disturbed.found;
	}
	return count;
}

static void tear_down(void)
{
	result_clear(&result);
}

Test(disturbance, one_shifted_canary_marks_that_block, .fini = tear_down)
{
	for (enum canary canary = 0; canary < CANARY_COUNT; canary++) {
		const struct disturbance *disturbed;

		make_run(CASES, BLOCKS, 0.005);
		cr_expect_eq(mark(), 0, "noise alone");
		result.cases[3].blocks[2].canaries.after[canary] *= 1.3;
		cr_expect_eq(mark(), 1, "%s", canary_name(canary));
		disturbed = &result.cases[3].blocks[2].disturbed;
		cr_expect(disturbed->found);
		cr_expect_eq(disturbed->canary, canary);
		cr_expect_float_eq(disturbed->shift_percent, 30, 3, "%g", disturbed->shift_percent);
		cr_expect_eq(result.cases[3].summary.left_out, 1);
		cr_expect_eq(result.cases[3].summary.blocks, BLOCKS - 1);
		cr_expect_eq(result.cases[2].summary.left_out, 0);
		/* As the machine was, not as it once seemed to be. */
		result.cases[3].blocks[2].canaries.after[canary] /= 1.3;
		cr_expect_eq(mark(), 0, "a mark outlives its reason");
		result_clear(&result);
	}
	make_run(1, 1, 0);
}

Test(disturbance, small_shifts_on_a_quiet_machine, .fini = tear_down)
{
	static const struct {
		double factor;
		size_t marked;
	} cases[] = {{1.05, 1}, {0.95, 1}, {1.03, 1}, {1.01, 0}, {0.99, 0}, {1.019, 0}};

	make_run(CASES, BLOCKS, 0.0005);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		double *figure = &result.cases[5].blocks[0].canaries.before[CANARY_COMPUTE];
		double was = *figure;

		*figure = 54000 * cases[i].factor;
		cr_expect_eq(mark(), cases[i].marked, "%g", cases[i].factor);
		*figure = was;
	}
}

Test(disturbance, noise_explains_all_but_outliers, .fini = tear_down)
{
	make_run(4 * CASES, BLOCKS, 0.1);
	cr_expect_leq(mark(), 1);
	result.cases[5].blocks[0].canaries.before[CANARY_MEMORY] = 72000 * 1.1;
	cr_expect_leq(mark(), 1, "a shift like the others'");
	result.cases[5].blocks[0].canaries.before[CANARY_MEMORY] = 72000 * 3;
	mark();
	cr_expect(result.cases[5].blocks[0].disturbed.found);
	cr_expect_eq(result.cases[5].blocks[0].disturbed.canary, CANARY_MEMORY);
}

/* What the case leaves behind moves all of the latter figures alike. */
Test(disturbance, before_and_after_are_two_series, .fini = tear_down)
{
	make_run(CASES, BLOCKS, 0.001);
	for (size_t i = 0; i < result.case_count; i++)
		for (size_t j = 0; j < BLOCKS; j++)
			result.cases[i].blocks[j].canaries.after[CANARY_MEMORY] *= 1.3;
	cr_expect_eq(mark(), 0);
}

/* The blocks of made cases have rates that are far apart. */
Test(disturbance, what_was_measured_does_not_count, .fini = tear_down)
{
	make_run(CASES, BLOCKS, 0.001);
	result.cases[0].blocks[0].samples[0].elapsed_ns *= 100;
	cr_expect_eq(mark(), 0);
	result.cases[0].blocks[1].canaries.before[CANARY_WAKE_UP] *= 2;
	result.cases[0].blocks[1].status = STATUS_FAILED;
	result.cases[0].blocks[1].reason = strdup("x");
	cr_expect_eq(mark(), 1, "a failed block is marked, too");
	cr_expect_eq(result.cases[0].summary.left_out, 0, "and was never in the summary");
}

Test(disturbance, the_farthest_canary_is_named, .fini = tear_down)
{
	make_run(CASES, BLOCKS, 0.001);
	result.cases[1].blocks[1].canaries.before[CANARY_COMPUTE] *= 1.1;
	result.cases[1].blocks[1].canaries.before[CANARY_MEMORY] *= 1.4;
	result.cases[1].blocks[1].canaries.after[CANARY_WAKE_UP] *= 1.2;
	cr_expect_eq(mark(), 1);
	cr_expect_eq(result.cases[1].blocks[1].disturbed.canary, CANARY_MEMORY);
}

Test(disturbance, too_few_blocks_to_know_the_noise, .fini = tear_down)
{
	make_run(DISTURBANCE_BLOCKS - 1, 1, 0);
	result.cases[0].blocks[0].canaries.before[CANARY_COMPUTE] *= 2;
	cr_expect_eq(mark(), 0);
	result_clear(&result);
	make_run(DISTURBANCE_BLOCKS, 1, 0);
	result.cases[0].blocks[0].canaries.before[CANARY_COMPUTE] *= 2;
	cr_expect_eq(mark(), 1);
	cr_expect(result.cases[0].summary.disturbed, "its only block");
	cr_expect_eq(result.cases[0].summary.blocks, 1);
}

/* An interrupted run, and one whose canaries could not all be taken. */
Test(disturbance, figures_that_are_missing, .fini = tear_down)
{
	make_run(CASES, BLOCKS, 0.001);
	for (size_t i = 0; i < BLOCKS; i++)
		block_clear(&result.cases[7].blocks[i]);
	result.cases[7].block_count = 0;
	result.cases[0].blocks[0].has_canaries = false;
	result.cases[1].blocks[0].canaries.before[CANARY_MEMORY] = 0;
	cr_expect_eq(mark(), 0);
	cr_expect_eq(result.cases[7].status, STATUS_NOT_RUN);
	for (size_t i = 2; i < 7; i++)
		for (size_t j = 0; j < BLOCKS; j++)
			result.cases[i].blocks[j].canaries.after[CANARY_MEMORY] = 0;
	result.cases[1].blocks[0].canaries.after[CANARY_MEMORY] *= 1.5;
	cr_expect_eq(mark(), 0, "nine are too few to know");
	result.cases[2].blocks[0].canaries.after[CANARY_MEMORY] = 72000;
	cr_expect_eq(mark(), 1, "ten are not");
	for (size_t i = 0; i < result.case_count; i++)
		for (size_t j = 0; j < result.cases[i].block_count; j++)
			result.cases[i].blocks[j].has_canaries = false;
	cr_expect_eq(mark(), 0, "a result of before there were any");
}

/* How many of five blocks are disturbed: how many are used, and left out. */
Test(disturbance, enough_must_remain, .fini = tear_down)
{
	static const struct {
		unsigned blocks, disturbed;
		uint64_t used, left_out;
		bool visible;
	} cases[] = {
		{5, 0, 5, 0, false},
		{5, 1, 4, 1, false},
		{5, 2, 3, 2, false},
		{5, 3, 5, 0, true},
		{5, 5, 5, 0, true},
		{2, 1, 2, 0, true},
		{2, 0, 2, 0, false},
		{8, 4, 4, 4, false},
		{8, 5, 8, 0, true},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct case_record *record;

		make_run(1, cases[i].blocks, 0);
		record = &result.cases[0];
		for (unsigned j = 0; j < cases[i].disturbed; j++)
			record->blocks[j].disturbed.found = true;
		cr_assert_eq(case_record_summarise(record, &error), 0, "%s", error.text);
		cr_expect_eq(record->summary.blocks, cases[i].used, "case %zu", i);
		cr_expect_eq(record->summary.left_out, cases[i].left_out, "case %zu", i);
		cr_expect_eq(record->summary.disturbed, cases[i].visible, "case %zu", i);
		result_clear(&result);
	}
	make_run(1, 1, 0);
}

/* The rates of five blocks are 500, 750, 1000, 1250, 1500. */
Test(disturbance, what_is_left_out_is_in_no_figure, .fini = tear_down)
{
	struct case_record *record;

	make_run(1, 5, 0);
	record = &result.cases[0];
	record->blocks[3].disturbed.found = record->blocks[4].disturbed.found = true;
	for (size_t i = 0; i < 5; i++) {
		record->blocks[i].samples[0].observed[0] =
			(struct observed){"lost", i < 3 ? 7 : 100};
		record->blocks[i].samples[0].observed_count = 1;
	}
	record->blocks[2].samples[0].observed[0].value = 9;
	record->blocks[1].samples[0].observed[0].value = 8;
	cr_assert_eq(case_record_summarise(record, &error), 0, "%s", error.text);
	cr_expect_float_eq(record->summary.tasks_per_second.median, 750, 0.01);
	cr_expect_float_eq(record->summary.tasks_per_second.high, 1000, 0.01);
	cr_expect_float_eq(record->summary.observed[0].value, 8, 1e-9);
}

static char *table_text(void)
{
	char *text = NULL;
	size_t size;
	FILE *memory = open_memstream(&text, &size);

	cr_assert_not_null(memory);
	cr_assert_eq(table_write(memory, &result, false, 0), 0);
	fclose(memory);
	return text;
}

Test(disturbance, tables_say_it, .fini = tear_down)
{
	char *text;

	make_run(3, 5, 0);
	text = table_text();
	cr_expect_null(strstr(text, "left out"), "%s", text);
	cr_expect_null(strstr(text, "disturbed"), "%s", text);
	free(text);
	result.cases[0].blocks[0].disturbed.found = true;
	result.cases[0].blocks[1].disturbed.found = true;
	for (size_t i = 0; i < 3; i++)
		result.cases[1].blocks[i].disturbed.found = true;
	for (size_t i = 0; i < 3; i++)
		cr_assert_eq(case_record_summarise(&result.cases[i], &error), 0);
	text = table_text();
	cr_expect_not_null(strstr(text, "best, 2 left out\n"), "%s", text);
	cr_expect_not_null(strstr(text, "≈ best, disturbed\n"), "%s", text);
	cr_expect_not_null(strstr(text, "≈ best\n"), "%s", text);
	cr_expect_not_null(strstr(text, "\nleft out: blocks"), "%s", text);
	cr_expect_not_null(strstr(text, "\ndisturbed: too few"), "%s", text);
	free(text);
}

Test(disturbance, one_line_at_the_end, .fini = tear_down)
{
	char text[512];

	make_run(CASES, BLOCKS, 0.001);
	mark();
	cr_expect_str_eq(disturbance_describe(text, sizeof(text), &result), "");
	result.cases[0].blocks[0].canaries.before[CANARY_MEMORY] = 72000 * 1.5;
	result.cases[1].blocks[0].canaries.before[CANARY_COMPUTE] = 54000 * 1.2;
	for (size_t i = 0; i < 3; i++)
		result.cases[2].blocks[i].canaries.after[CANARY_COMPUTE] = 54000 * 1.1;
	mark();
	disturbance_describe(text, sizeof(text), &result);
	cr_expect_str_eq(text,
		"5 of 40 blocks were disturbed, by their control timings (compute 4, memory 1, wake-up 0; "
		"farthest +50 %); 1 case has too few other blocks and uses all",
		"%s", text);
}

Test(disturbance, json_and_back, .fini = tear_down)
{
	struct block again;
	json_t *json;

	make_run(1, 1, 0.1);
	result.cases[0].blocks[0].canaries.after[CANARY_WAKE_UP] = 0;
	result.cases[0].blocks[0].disturbed = (struct disturbance){
		.found = true, .canary = CANARY_WAKE_UP, .shift_percent = -12.5};
	json = block_to_json(&result.cases[0].blocks[0]);
	cr_assert_not_null(json);
	cr_expect(json_is_null(json_object_get(json_object_get(json_object_get(json, "canaries"),
						       "after"),
		"wake_up_ns")));
	cr_assert_eq(block_from_json(&again, json, &error), 0, "%s", error.text);
	cr_expect(again.has_canaries && again.disturbed.found);
	cr_expect_eq(again.disturbed.canary, CANARY_WAKE_UP);
	cr_expect_eq(again.disturbed.shift_percent, -12.5);
	for (int i = 0; i < CANARY_COUNT; i++) {
		cr_expect_eq(again.canaries.before[i],
			result.cases[0].blocks[0].canaries.before[i]);
		cr_expect_eq(again.canaries.after[i], result.cases[0].blocks[0].canaries.after[i]);
	}
	block_clear(&again);
	json_decref(json);
}

Test(disturbance, a_summary_says_it_in_json, .fini = tear_down)
{
	struct result again;
	json_t *json;

	made_read_example(&result);
	result.cases[2].summary.blocks -= 2;
	result.cases[2].summary.left_out = 2;
	result.cases[3].summary.disturbed = true;
	json = result_to_json(&result);
	cr_assert_not_null(json);
	cr_assert_eq(result_from_json(&again, json, &error), 0, "%s", error.text);
	cr_expect_eq(again.cases[2].summary.left_out, 2);
	cr_expect_not(again.cases[2].summary.disturbed);
	cr_expect(again.cases[3].summary.disturbed);
	cr_expect_eq(again.cases[4].summary.left_out, 0);
	result_clear(&again);
	json_decref(json);
}

Test(disturbance, reader_names_what_is_wrong)
{
#define BLOCK "cases/2/blocks/1/"
#define PLACE "cases[2]: blocks[1]: "
	made_expect_refused(BLOCK "canaries/before/memory_ns", "0",
		PLACE "canaries: before: memory_ns must be a number above 0 or null");
	made_expect_refused(BLOCK "canaries/after/extra", "1",
		PLACE "canaries: after must be an object of 3 figures");
	made_expect_refused(BLOCK "canaries/after/wake_up_ns", "null", NULL);
	made_expect_refused(BLOCK "canaries", "7",
		PLACE "canaries: must be an object of before and after");
	made_expect_refused(BLOCK "canaries", NULL,
		PLACE "disturbed is known only where canaries are");
	made_expect_refused(BLOCK "disturbed/canary", "\"bird\"",
		PLACE "disturbed: canary must be \"compute\", \"memory\" or \"wake-up\"");
	made_expect_refused(BLOCK "disturbed/shift_percent", "null",
		PLACE "disturbed: must be null or an object of canary and shift_percent, or of "
		      "stolen_percent");
	made_expect_refused(BLOCK "disturbed", "null", NULL);
	made_expect_refused("cases/2/summary/left_out", "-1",
		"cases[2]: summary: left_out must be a whole number from 0, not -1");
	made_expect_refused("cases/2/summary/disturbed", "1",
		"cases[2]: summary: disturbed must be true or false, not 1");
#undef BLOCK
#undef PLACE
}

/* The deviations of the first are 1, 1, 0, 0, 2, 4, 7. The limits are the normal quantiles at
 * 1 - (1 - 0.95^(1/N)) / 2, by the NormalDist of Python 3.11. */
Test(outlier, reference_values)
{
	double values[] = {1, 1, 2, 2, 4, 6, 9}, same[] = {3, 3}, spread;

	cr_expect_float_eq(outlier_centre(values, 7, &spread), 2, 1e-12);
	cr_expect_float_eq(spread, 1.482602218505602, 1e-12);
	cr_expect_float_eq(outlier_centre(same, 2, &spread), 3, 1e-12);
	cr_expect_eq(spread, 0);
	cr_expect_float_eq(outlier_limit(1, 0.05), 1.95996398454, 1e-9);
	cr_expect_float_eq(outlier_limit(10, 0.05), 2.79962521930, 1e-9);
	cr_expect_float_eq(outlier_limit(3420, 0.05), 4.32871882250, 1e-8);
}

/* A real machine: whatever it is, figures come, and nothing stays behind. */
Test(canary, figures_come_and_nothing_stays)
{
	const struct pin pin = {.policy = PIN_CORES};
	struct topology *topology;
	double figures[CANARY_COUNT];
	unsigned cpu;

	cr_assert_eq(topology_load(&topology, &error), 0, "%s", error.text);
	cr_assert_eq(topology_place(topology, &pin, 1, &cpu, &error), 0, "%s", error.text);
	canary_take(topology, cpu, figures);
	for (int i = 0; i < CANARY_COUNT; i++)
		cr_expect_gt(figures[i], 0, "%s", canary_name((enum canary)i));
	cr_expect_eq(waitpid(-1, NULL, WNOHANG), -1);
	cr_expect_eq(errno, ECHILD);
	canary_take(topology, 65535, figures);
	for (int i = 0; i < CANARY_COUNT; i++)
		cr_expect_eq(figures[i], 0, "on a CPU that there is not");
	topology_free(topology);
}
