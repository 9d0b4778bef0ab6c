/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Charts of results made by hand: that they are drawn, what they say, and what is told of those
 * that are not. */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "plots/charts.h"
#include "tests/made/made_charts.h"

TestSuite(plots, .init = charts_open, .fini = charts_close);

Test(plots, draws_every_chart_with_its_script_and_data)
{
	static const char *const names[] = {"crossover", "throughput", "scaling"};
	struct chart_list drawn;

	charts_add_sum("cpu-sum", "{iterations=9}", "threads");
	charts_add_mixed(1, 0.01);
	drawn = charts_must_draw();
	cr_expect_eq(drawn.path_count, 6);
	cr_expect_eq(drawn.note_count, 0);
	for (size_t i = 0; i < COUNT(names); i++) {
		char name[64];

		for (size_t j = 0; j < 2; j++) {
			snprintf(name, sizeof(name), "%s.%s", names[i], j ? "png" : "svg");
			charts_expect_picture(name);
			cr_expect_not_null(strstr(drawn.paths[2 * i + j], name));
		}
	}
	cr_expect_eq(charts_count(), 12, "files were left behind");
	charts_expect("throughput.svg", ">quick · 2 cores · kernel quick<");
	charts_expect("scaling.svg", ">2026-11-22 15:20 UTC · breakeven 1.2.3 · suite quick<");
	charts_expect("throughput.svg", ">threads, 2 cores<");
	charts_expect("throughput.dat", "\n64 1940 1920.6 1959.4\n");
	charts_expect_without("throughput.dat", "\n1 990 ");
	charts_expect("scaling.dat", "\n2 1.95 1.9305 1.9695\n");
	chart_list_clear(&drawn);
}

Test(plots, a_script_draws_the_same_picture_by_hand)
{
	struct chart_list drawn;
	char *before, *after;
	char path[512];

	charts_add_sum("cpu-sum", "{iterations=9}", "threads");
	drawn = charts_must_draw();
	before = charts_contents("throughput.svg");
	snprintf(path, sizeof(path), "%s/throughput.svg", charts);
	cr_assert_eq(unlink(path), 0);
	cr_assert_eq(chdir(charts), 0);
	cr_assert_eq(system("gnuplot throughput.gp"), 0);
	after = charts_contents("throughput.svg");
	cr_expect_str_eq(after, before);
	free(before);
	free(after);
	chart_list_clear(&drawn);
}

Test(plots, draws_only_the_formats_that_were_asked_for)
{
	struct chart_order order = {.directory = charts, .formats = chart_format_find("svg")};
	struct chart_list drawn;
	struct error error = {0};

	charts_add_sum("cpu-sum", "{iterations=9}", "threads");
	cr_assert_eq(charts_draw_as(&result, &order, &drawn, &error), 0, "%s", error.text);
	cr_expect_eq(drawn.path_count, 2);
	cr_expect_eq(charts_count(), 6);
	cr_expect_eq(chart_format_find("gif"), 0);
	chart_list_clear(&drawn);
	order.formats = 0;
	cr_expect_eq(charts_draw_as(&result, &order, &drawn, &error), -1);
	chart_list_clear(&drawn);
}

Test(plots, a_result_without_figures_is_told_in_notes)
{
	struct chart_list drawn = charts_must_draw();

	cr_expect_eq(drawn.path_count, 0);
	cr_assert_eq(drawn.note_count, 3);
	cr_expect_eq(strncmp(drawn.notes[0], "crossover: not drawn: ", 22), 0, "%s",
		drawn.notes[0]);
	cr_expect_str_eq(drawn.notes[1], "throughput: not drawn: no case has a figure");
	chart_list_clear(&drawn);

	made_fail(charts_add("cpu-sum", "", "threads", 2, 2, 1), STATUS_FAILED, "none");
	charts_add("cpu-sum", "", "serial", 1, 1, 1000);
	drawn = charts_must_draw();
	cr_expect_eq(drawn.path_count, 2);
	cr_assert_eq(drawn.note_count, 3);
	cr_expect_str_eq(drawn.notes[1],
		"scaling: not drawn: no workload has figures on more than one number of cores");
	cr_expect_str_eq(drawn.notes[2], "charts: 1 of 2 cases has no figure and is in no chart");
	chart_list_clear(&drawn);
}

Test(plots, the_crossover_says_what_was_found)
{
	struct chart_list drawn;

	charts_add_mixed(1, 0.01);
	drawn = charts_must_draw();
	charts_expect("crossover.svg",
		">Up to 50 % CPU, more in flight wins; above, more cores win<");
	charts_expect("crossover.svg", ">50 % CPU<");
	charts_expect("crossover.svg", ">more in flight wins<");
	charts_expect("crossover.svg", ">more cores win<");
	charts_expect("crossover.svg", ">async, 1 core, 64 in flight<");
	chart_list_clear(&drawn);
}

Test(plots, the_crossover_says_when_it_is_unclear)
{
	struct chart_list drawn;

	charts_add_mixed(1, 0.5);
	drawn = charts_must_draw();
	charts_expect("crossover.svg",
		">Up to about 50 % CPU, more in flight wins; above, more cores win<");
	chart_list_clear(&drawn);
}

Test(plots, without_a_crossing_the_winner_is_named)
{
	static const struct {
		double gain;
		const char *title;
	} winners[] = {
		{100, ">More cores win at every CPU share from 0 to 100 %<"},
		{0.1, ">More in flight wins at every CPU share from 0 to 100 %<"},
		{0.5, ">More in flight wins, but not clearly at 1 of 6 CPU shares<"},
	};

	for (size_t i = 0; i < COUNT(winners); i++) {
		struct chart_list drawn;

		charts_add_mixed(winners[i].gain, 0.01);
		drawn = charts_must_draw();
		charts_expect("crossover.svg", winners[i].title);
		chart_list_clear(&drawn);
		result_clear(&result);
		charts_result("quick", "");
	}
}

/* cpu-sum of three sizes: threads lose on the small tasks and win on the large. */
static void add_sizes(unsigned count)
{
	static const double serial[] = {1e6, 1e5, 1e4}, threads[] = {5e4, 9e4, 1.9e4};

	for (unsigned i = 0; i < count; i++) {
		char text[64], parameters[64];
		struct made made = {.workload = "cpu-sum",
			.text = text,
			.parameters = parameters,
			.runner = "serial",
			.cores = 1,
			.concurrency = 1,
			.rate = serial[i],
			.spread = 0.01};

		snprintf(text, sizeof(text), "{iterations=1e%u}", i + 3);
		snprintf(parameters, sizeof(parameters), "{\"iterations\": 1e%u}", i + 3);
		made_case(&result, made);
		made.runner = "threads";
		made.cores = made.concurrency = 2;
		made.rate = threads[i];
		made_case(&result, made);
		made.rate /= 2; /* another concurrency, which is not its best */
		made.concurrency = 8;
		made_case(&result, made);
	}
}

Test(plots, a_number_at_three_values_has_a_chart_of_the_size_of_tasks)
{
	struct chart_list drawn;

	add_sizes(3);
	drawn = charts_must_draw();
	charts_expect_picture("granularity.svg");
	charts_expect_picture("granularity.png");
	charts_expect("granularity.svg", ">iterations<");
	charts_expect("granularity.dat", "\n1000 0.05 0.0495 0.0505\n10000 0.9 ");
	charts_expect("granularity.dat", "\n100000 1.9 ");
	charts_expect_without("granularity.dat", "0.025");
	chart_list_clear(&drawn);
}

/* A workload over a parameter at these values under serial and threads. `text` and `parameters` are
 * as in a result, with the value in place of their %s. */
static void add_sweep(const char *workload, const char *text, const char *parameters,
	const char *const values[][2], size_t count)
{
	for (size_t i = 0; i < count; i++) {
		char texts[64], objects[64];
		struct made made = {.workload = workload,
			.text = texts,
			.parameters = objects,
			.runner = "serial",
			.cores = 1,
			.concurrency = 1,
			.rate = 1000};

		snprintf(texts, sizeof(texts), "{%s=%s}", text, values[i][0]);
		snprintf(objects, sizeof(objects), "{\"%s\": %s}", parameters, values[i][1]);
		made_case(&result, made);
		made.runner = "threads";
		made.cores = made.concurrency = 2;
		made.rate = 1900;
		made_case(&result, made);
	}
}

Test(plots, axes_say_in_words_and_units_what_they_are_over)
{
	static const char *const delays[][2] = {
		{"0", "0"}, {"1ms", "1e6"}, {"10ms", "1e7"}, {"500ms", "5e8"}};
	static const char *const durations[][2] = {
		{"20us", "2e4"}, {"1500us", "1.5e6"}, {"1s", "1e9"}};
	static const char *const sizes[][2] = {
		{"1KiB", "1024"}, {"64KiB", "65536"}, {"1MiB", "1048576"}};
	static const char *const mixes[][2] = {{"0", "0"}, {"50", "50"}, {"90", "90"}};
	static const char *const rows[][2] = {{"100", "100"}, {"10k", "10000"}, {"1M", "1000000"}};
	static const char *const texts[] = {">by delay<", ">delay (ms)<", ">0<", ">1 ms<",
		">10 ms<", ">500 ms<", ">duration<", ">20 µs<", ">1.5 ms<", ">1 s<", ">size<",
		">1 KiB<", ">64 KiB<", ">1 MiB<", ">mix (%)<", ">50<", ">below (numbers)<",
		">10 k<", ">1 M<"};
	struct chart_order order = {.directory = charts, .formats = CHART_SVG};
	struct chart_list drawn;
	struct error error = {0};

	add_sweep("http-fetch", "delay", "delay_ns", delays, COUNT(delays));
	add_sweep("sleep", "duration", "duration_ns", durations, COUNT(durations));
	add_sweep("memory-stream", "size", "size_bytes", sizes, COUNT(sizes));
	add_sweep("database", "mix", "mix_percent", mixes, COUNT(mixes));
	add_sweep("primes", "below", "below_numbers", rows, COUNT(rows));
	cr_assert_eq(charts_draw_as(&result, &order, &drawn, &error), 0, "%s", error.text);
	for (size_t i = 0; i < COUNT(texts); i++)
		charts_expect("granularity.svg", texts[i]);
	charts_expect_without("granularity.svg", "the parameter above");
	charts_expect_without("granularity.svg", "_ns");
	charts_expect_without("granularity.dat", "_");
	charts_expect("throughput.svg", ">concurrency (tasks in flight)<");
	charts_expect("scaling.svg", ">cores<");
	chart_list_clear(&drawn);
}

/* What the notes say of the chart of that name; NULL: nothing. */
static const char *note_of(const struct chart_list *drawn, const char *name)
{
	for (size_t i = 0; i < drawn->note_count; i++)
		if (strncmp(drawn->notes[i], name, strlen(name)) == 0)
			return drawn->notes[i];
	return NULL;
}

Test(plots, a_number_at_one_value_is_no_sweep)
{
	struct chart_list drawn;

	add_sizes(1);
	drawn = charts_must_draw();
	for (size_t i = 0; i < drawn.path_count; i++)
		cr_expect_null(strstr(drawn.paths[i], "granularity"), "%s", drawn.paths[i]);
	cr_expect_null(note_of(&drawn, "granularity"));
	chart_list_clear(&drawn);
}

Test(plots, a_number_at_two_values_is_left_out_with_a_note)
{
	static const char *const names[] = {"sleep", "http-fetch", "hash", "counter", "a\nb"};
	static const char *const values[][2] = {{"1ms", "1e6"}, {"2ms", "2e6"}};
	static const char start[] =
		"granularity: left out, as a line needs at least 3 values of the parameter: ";
	struct chart_order order = {.directory = charts, .formats = CHART_SVG};
	struct chart_list drawn;
	struct error error = {0};
	char expected[256];

	for (size_t i = 0; i < COUNT(names); i++) {
		add_sweep(names[i], "pause", "pause_ns", values, COUNT(values));
		if (i != 0 && i != COUNT(names) - 1)
			continue;
		cr_assert_eq(charts_draw_as(&result, &order, &drawn, &error), 0, "%s", error.text);
		snprintf(expected, sizeof(expected), "%s%s", start,
			i == 0 ? "sleep by pause"
			       : "sleep by pause, http-fetch by pause, hash by pause, "
				 "counter by pause and 1 more");
		cr_expect_str_eq(note_of(&drawn, "granularity"), expected);
		cr_expect_neq(access("charts/granularity.svg", F_OK), 0);
		chart_list_clear(&drawn);
	}
	add_sizes(3); /* which is drawn, and in no note */
	cr_assert_eq(charts_draw_as(&result, &order, &drawn, &error), 0, "%s", error.text);
	cr_expect_str_eq(note_of(&drawn, "granularity"), expected);
	charts_expect("granularity.svg", ">by iterations<");
	charts_expect_without("granularity.svg", "pause");
	chart_list_clear(&drawn);
}

/* Wholly or at some values. */
Test(plots, a_sweep_without_serial_is_left_out_with_a_note)
{
	static const char *const note =
		"granularity: left out where serial has no figure to compare with: cpu-sum by iterations";
	struct chart_order order = {.directory = charts, .formats = CHART_SVG};
	struct chart_list drawn;
	struct error error = {0};

	add_sizes(3);
	made_case(&result,
		(struct made){.workload = "cpu-sum",
			.parameters = "{\"iterations\": 1e6}",
			.runner = "threads",
			.cores = 2,
			.concurrency = 2,
			.rate = 1000});
	for (int failed = 1; failed >= 0; failed--) {
		for (size_t i = 0; i < 7; i += 3)
			result.cases[i].status = failed ? STATUS_FAILED : STATUS_OK;
		cr_assert_eq(charts_draw_as(&result, &order, &drawn, &error), 0, "%s", error.text);
		cr_expect_str_eq(note_of(&drawn, "granularity"), note);
		cr_expect_eq(access("charts/granularity.svg", F_OK), failed ? -1 : 0);
		chart_list_clear(&drawn);
	}
}

/* Only a sweep over a share has a chart of its own; other variants have a panel each. */
Test(plots, many_variants_have_a_panel_each)
{
	static const char *const locks[] = {"none", "mutex", "spin", "atomic", "per-worker"};
	struct chart_list drawn;

	for (size_t i = 0; i < COUNT(locks); i++) {
		char text[64];

		snprintf(text, sizeof(text), "{lock=%s}", locks[i]);
		charts_add_sum("counter", text, "threads");
	}
	drawn = charts_must_draw();
	charts_expect("throughput.svg", ">{lock=none}<");
	charts_expect("throughput.svg", ">{lock=per-worker}<");
	charts_expect("scaling.svg", ">{lock=atomic}<");
	chart_list_clear(&drawn);
}

/* cpu-sum over a number with these values. */
static void add_values(const double *values, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		char text[64], parameters[64];
		struct made made = {.workload = "cpu-sum",
			.text = text,
			.parameters = parameters,
			.runner = "serial",
			.cores = 1,
			.concurrency = 1,
			.rate = 1000,
			.spread = 0.01};

		snprintf(text, sizeof(text), "{number=%.17g}", values[i]);
		snprintf(parameters, sizeof(parameters), "{\"number\": %.17g}", values[i]);
		made_case(&result, made);
		made.runner = "threads";
		made.cores = made.concurrency = 2;
		made.rate = 1900;
		made_case(&result, made);
	}
}

Test(plots, zero_has_its_place_on_every_axis)
{
	static const struct {
		double values[4];
		size_t count;
		const char *script; /* in what gnuplot is told of the axis */
	} table[] = {
		{{0, 50, 100}, 3, "unset logscale x"},
		{{0, 1e6, 1e7, 5e7}, 4, "set logscale x"},
		{{0, 0.001, 1000}, 3, "set logscale x"},
		{{-5, 0, 5}, 3, "unset logscale x"},
		{{-1e9, -1, 0}, 3, "unset logscale x"},
		{{1e12, 1e12 + 1, 1e12 + 2}, 3, "set logscale x"},
		{{0, 1e-100, 1e100}, 3, "set logscale x"},
	};

	for (size_t i = 0; i < COUNT(table); i++) {
		struct chart_list drawn;

		add_values(table[i].values, table[i].count);
		drawn = charts_must_draw();
		cr_expect_eq(drawn.failed, 0, "row %zu: %s", i, drawn.notes[drawn.note_count - 1]);
		charts_expect_picture("granularity.svg");
		charts_expect_picture("granularity.png");
		charts_expect("granularity.gp", table[i].script);
		charts_expect_without("granularity.gp", "inf");
		charts_expect_without("granularity.gp", "nan");
		chart_list_clear(&drawn);
		result_clear(&result);
		charts_result("quick", "");
		cr_assert_eq(unlink("charts/granularity.svg"), 0);
	}
}

/* A picture cannot be of any size, and a reader cannot tell any number of lines apart. */
Test(plots, no_more_than_a_picture_has_room_for)
{
	struct chart_list drawn;
	char *script;
	size_t panels = 0;

	free(result.cases);
	result.cases = calloc(2 * 100, sizeof(struct case_record));
	for (size_t i = 0; i < 100; i++) {
		for (unsigned cores = 1; cores <= 2; cores++) {
			struct case_record *record = &result.cases[result.case_count++];

			cr_assert_gt(asprintf(&record->workload_text, "{lock=%zu}", i), 0);
			record->workload = strdup("counter");
			record->runner = strdup(cores == 1 ? "serial" : "threads");
			record->runner_text = strdup("");
			record->model = strdup(record->runner);
			record->cores = record->concurrency = cores;
			record->status = STATUS_OK;
			record->summary.blocks = 1;
			record->summary.tasks_per_second =
				(struct estimate){.median = 1000.0 * cores};
		}
	}
	drawn = charts_must_draw();
	cr_expect_eq(drawn.path_count, 4);
	charts_expect_picture("throughput.png");
	cr_expect_not_null(strstr(drawn.notes[1], "20 workloads after the first 80 are left out"),
		"%s", drawn.notes[1]);
	script = charts_contents("throughput.gp");
	for (const char *at = script; (at = strstr(at, "{lock=")); at++)
		panels++;
	cr_expect_eq(panels, 80);
	free(script);
	chart_list_clear(&drawn);
}
