/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cases with a rate in a result: their JSON, summary, tables, and the comparisons without them. */
#include "config.h"

#include <criterion/criterion.h>

#include "plots/chart_kind.h"
#include "results/summary/arrived.h"
#include "results/verdict/contest.h"
#include "results/record/record_json.h"
#include "results/table/table.h"
#include "results/verdict/verdict.h"
#include "tests/made/made_arrived.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct result result;

static void open_result(void)
{
	made_init(&result);
}

static void close_result(void)
{
	result_clear(&result);
}

TestSuite(arrived, .init = open_result, .fini = close_result);

static char *table(unsigned width)
{
	char *text = NULL;
	size_t size;
	FILE *memory = open_memstream(&text, &size);

	cr_assert_not_null(memory);
	cr_assert_eq(table_write(memory, &result, false, width), 0);
	fclose(memory);
	return text;
}

static char *verdict(void)
{
	struct error error = {0};
	char *text = NULL;
	size_t size;
	FILE *memory = open_memstream(&text, &size);

	cr_assert_not_null(memory);
	cr_assert_eq(verdict_write(memory, &result, 0, &error), 0, "%s", error.text);
	fclose(memory);
	return text;
}

Test(arrived, summary_has_both_latencies)
{
	const struct case_record *record = made_arrived(&result, "w", "async", 64, 1000);

	cr_expect(record->summary.stamped && record->summary.arrived);
	cr_expect_eq(record->summary.latency_p50_ns, 11000002);
	cr_expect_eq(record->summary.latency_p99_ns, 1400000002);
	cr_expect_eq(record->summary.latency_uncorrected_p50_ns, 10000002);
	cr_expect_eq(record->summary.latency_uncorrected_p99_ns, 11000002);
}

/* A result as JSON that is complete but for what these tests look at. */
static json_t *to_json(void)
{
	json_t *json;

	result.tool = json_pack("{s:s, s:s}", "name", "breakeven", "version", "1");
	result.machine =
		json_pack("{s:n, s:n, s:i, s:i}", "hostname", "cpu_model", "cores", 1, "cpus", 1);
	result.settings = json_pack("{s:i, s:i, s:s}", "blocks", 5, "samples", 1, "pin", "cores");
	result.suite = strdup("x");
	result.started = strdup("y");
	json = result_to_json(&result);
	cr_assert_not_null(json);
	return json;
}

Test(arrived, json_and_back_is_the_same)
{
	struct error error = {0};
	json_t *json, *again;
	struct result read;

	made_arrived(&result, "w", "async", 64, 1000);
	made_arrived(&result, "w", "serial", 1, 1000)->arrivals.poisson = false;
	json = to_json();
	cr_assert_eq(result_from_json(&read, json, &error), 0, "%s", error.text);
	cr_expect_eq(read.cases[0].arrivals.rate_per_second, 1000);
	cr_expect(read.cases[0].arrivals.poisson);
	cr_expect_not(read.cases[1].arrivals.poisson);
	cr_expect_eq(read.cases[0].summary.latency_uncorrected_p99_ns, 11000002);
	cr_expect_eq(read.cases[0].blocks[3].samples[0].schedule_ns, NANOSECONDS_PER_SECOND);
	cr_expect_eq(read.cases[0].blocks[3].samples[0].peak_arrived, 64);
	cr_expect_eq(read.cases[0].blocks[3].samples[0].latency_uncorrected.p50, 10000003);
	again = result_to_json(&read);
	cr_expect(json_equal(json, again));
	result_clear(&read);
	json_decref(again);
	json_decref(json);
}

/* Members of the first case, its summary, and its first sample; NULL takes one away. */
static const struct {
	const char *holder, *name, *value, *error;
} refused[] = {
	{"case", "arrivals", NULL, "arrivals and rate_per_second must both be there or none"},
	{"case", "rate_per_second", NULL,
		"arrivals and rate_per_second must both be there or none"},
	{"case", "arrivals", "\"closed\"", "arrivals must be \"fixed\" or \"poisson\""},
	{"case", "arrivals", "7", "arrivals must be \"fixed\" or \"poisson\""},
	{"case", "rate_per_second", "0", "rate_per_second must be a number above 0"},
	{"case", "rate_per_second", "-1", "rate_per_second must be a number from 0, not -1"},
	{"case", "rate_per_second", "null", "rate_per_second must be a number from 0, not null"},
	{"summary", "latency_uncorrected_p50_ns", NULL,
		"summary: latency_uncorrected_p50_ns and latency_uncorrected_p99_ns must both be there "
		"or both be absent"},
	{"sample", "schedule_ns", NULL,
		"blocks[0]: samples[0]: latency_uncorrected_ns and schedule_ns must both be there or "
		"both be absent"},
	{"sample", "latency_uncorrected_ns", NULL,
		"blocks[0]: samples[0]: latency_uncorrected_ns and schedule_ns must both be there or "
		"both be absent"},
	{"sample", "latency_uncorrected_ns", "{}",
		"blocks[0]: samples[0]: latency_uncorrected_ns: p50 is missing"},
	{"sample", "peak_arrived", "0",
		"blocks[0]: samples[0]: peak_arrived must be a whole number from 1, not 0"},
};

static json_t *holder_of(json_t *json, const char *name)
{
	json_t *record = json_array_get(json_object_get(json, "cases"), 0), *block;

	if (strcmp(name, "case") == 0)
		return record;
	if (strcmp(name, "summary") == 0)
		return json_object_get(record, "summary");
	block = json_array_get(json_object_get(record, "blocks"), 0);
	return json_array_get(json_object_get(block, "samples"), 0);
}

static void expect_refused(json_t *json, const char *what, const char *words)
{
	struct error error = {0};
	struct result read;
	char expected[300];

	snprintf(expected, sizeof(expected), "cases[0]: %s", words);
	cr_expect_eq(result_from_json(&read, json, &error), -1, "%s is accepted", what);
	cr_expect_str_eq(error.text, expected, "%s", error.text);
}

Test(arrived, reader_names_what_is_wrong)
{
	json_t *json, *changed;

	made_arrived(&result, "w", "async", 64, 1000);
	json = to_json();
	for (size_t i = 0; i < COUNT(refused); i++) {
		changed = json_deep_copy(json);
		if (refused[i].value == NULL)
			json_object_del(holder_of(changed, refused[i].holder), refused[i].name);
		else
			json_object_set_new(holder_of(changed, refused[i].holder), refused[i].name,
				json_loads(refused[i].value, JSON_DECODE_ANY, NULL));
		expect_refused(changed, refused[i].name, refused[i].error);
		json_decref(changed);
	}
	json_object_del(holder_of(json, "case"), "arrivals");
	json_object_del(holder_of(json, "case"), "rate_per_second");
	expect_refused(json, "a summary of arrivals in a closed case",
		"summary: latency_uncorrected_p50_ns and latency_uncorrected_p99_ns must be there "
		"exactly where the case has a rate");
	json_decref(json);
}

Test(arrived, table_has_the_rate_and_both_latencies)
{
	char *text;

	made_arrived(&result, "w", "async", 64, 1000);
	made_case(&result,
		(struct made){.workload = "w",
			.runner = "serial",
			.cores = 1,
			.concurrency = 1,
			.rate = 2000});
	text = table(0);
	cr_expect_not_null(strstr(text, "rate  tasks/s"), "%s", text);
	cr_expect_not_null(strstr(text, "p50      p99  uncorrected      max"), "%s", text);
	cr_expect_not_null(strstr(text, "1000/s poisson    988"), "%s", text);
	cr_expect_not_null(strstr(text, "11.0 ms  1.40 s       11.0 ms  1.50 s"), "%s", text);
	cr_expect_not_null(strstr(text, "serial      1          1                   2.00 k"), "%s",
		text);
	cr_expect_null(strstr(text, "best"), "one closed case has nothing to be best of: %s", text);
	cr_expect_null(strstr(text, "had to wait"), "%s", text);
	cr_expect_null(strstr(text, "overloaded"), "%s", text);
	free(text);
	text = table(90);
	cr_expect_not_null(strstr(text, "uncorrected"), "%s", text);
	cr_expect_null(strstr(text, "interval  "), "%s", text);
	free(text);
}

/* Whether the table that begins with this line has them. */
static bool has_columns(const char *text, const char *line)
{
	const char *head = strstr(text, line), *end, *found;

	cr_assert_not_null(head, "%s", text);
	end = strstr(head, "\n\n");
	cr_assert_not_null(end, "%s", text);
	found = strstr(head, "p99  uncorrected");
	return found != NULL && found < end;
}

Test(arrived, only_the_tables_with_a_rate_have_its_columns)
{
	struct made closed = {
		.workload = "before", .runner = "serial", .cores = 1, .concurrency = 1, .rate = 9};
	char *text;

	made_case(&result, closed);
	made_arrived(&result, "open", "async", 64, 1000);
	closed.workload = "after";
	made_case(&result, closed);
	text = table(0);
	cr_expect(!has_columns(text, "before"), "%s", text);
	cr_expect(has_columns(text, "\nopen"), "%s", text);
	cr_expect(!has_columns(text, "\nafter"), "%s", text);
	free(text);
}

Test(arrived, table_warns_of_what_had_to_wait_and_of_overload)
{
	char *text;

	made_arrived(&result, "w", "async", 63, 1000);
	made_arrived(&result, "w", "gil", 64, 800);
	made_arrived(&result, "w", "serial", 1, 500);
	text = table(0);
	cr_expect_not_null(
		strstr(text, "\n    arrivals had to wait: up to 64 at once, 63 may be in flight\n"),
		"%s", text);
	cr_expect_not_null(
		strstr(text, "\n    overloaded: 1000/s poisson arrived, only 792/s were done\n"),
		"%s", text);
	cr_expect_not_null(
		strstr(text,
			"\n    overloaded: 1000/s poisson arrived, only 497/s were done; arrivals "
			"had to wait: up to 64 at once, 1 may be in flight\n"),
		"%s", text);
	free(text);
}

/* The last task may last as long as it likes: nobody waits for it. */
Test(arrived, a_long_task_at_the_end_is_no_overload)
{
	struct case_record *record = made_arrived(&result, "w", "async", 64, 500);
	struct arrived arrived;

	arrived_gather(&arrived, record);
	cr_expect(arrived.overloaded);
	cr_expect_eq(arrived.max_ns, 1500000000);
	cr_expect_eq(arrived.most, 64);
	for (size_t i = 0; i < record->block_count; i++)
		record->blocks[i].samples[0].latency_uncorrected.max = NANOSECONDS_PER_SECOND;
	arrived_gather(&arrived, record);
	cr_expect_not(arrived.overloaded);
}

Test(arrived, verdict_without_anything_to_compare)
{
	char *text;

	made_arrived(&result, "w", "async", 64, 1000);
	text = verdict();
	cr_expect_str_eq(text,
		"1 case with a rate is not compared by throughput, which the rate sets; the "
		"table has the latencies.\n");
	free(text);
}

/* Cases with a rate that would win, if they were looked at, stand before the others and behind. */
Test(arrived, verdict_and_charts_leave_rates_out)
{
	const struct case_record *cases[3];
	struct contest contest;
	char *text;

	made_arrived(&result, "w", "serial", 1, 1000);
	made_case(&result,
		(struct made){.workload = "w",
			.runner = "threads",
			.cores = 1,
			.concurrency = 8,
			.rate = 10});
	made_arrived(&result, "w", "async", 64, 1000);
	text = verdict();
	cr_expect_eq(strncmp(text, "w: only more in flight was measured (threads", 44), 0, "%s",
		text);
	cr_expect_not_null(strstr(text, "2 cases with a rate are not compared"), "%s", text);
	cr_expect_null(strstr(text, "no figures"), "%s", text);
	free(text);
	for (size_t i = 0; i < result.case_count; i++)
		cases[i] = &result.cases[i];
	cr_assert_eq(contest_of_cases(&contest, cases, result.case_count), 0);
	cr_assert_eq(contest.count, 1);
	cr_expect_eq(contest.cases[0], &result.cases[1]);
	contest_clear(&contest);
	for (size_t i = 0; i < result.case_count; i++)
		cr_expect_eq(chart_has_figure(&result.cases[i]), i == 1);
}

Test(arrived, crossover_leaves_rates_out)
{
	static const double concurrent[] = {30e3, 10e3, 5e3}, parallel[] = {20e3, 20e3, 20e3};
	struct crossover crossover;
	struct error error = {0};

	made_mixed(&result, concurrent, parallel, COUNT(parallel), 0.01);
	for (size_t i = 0; i < result.case_count; i += 2)
		result.cases[i].arrivals.rate_per_second = 1;
	cr_assert_eq(crossover_find(&crossover, &result, "mixed", "cpu_percent", &error), 0);
	cr_expect_eq(crossover.line_count, 0, "the parallel line alone crosses nothing");
	crossover_clear(&crossover);
}
