/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Charts when things are against them: hostile text, and a gnuplot that is missing,
 * fails or hangs. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "plots/charts.h"
#include "plots/gnuplot.h"
#include "tests/made/made_charts.h"

/* What a hostile text creates in the working folder where it is run. */
#define TRAP "breakeven-was-run"

TestSuite(plots_safety, .init = charts_open, .fini = charts_close);

Test(plots_safety, text_of_a_result_is_drawn_and_never_run)
{
	static const char *const texts[] = {
		"`touch " TRAP "`",
		"$(touch " TRAP ")",
		"'.system('touch " TRAP "').'",
		"''.system(\"touch " TRAP "\")#",
		"\"; system(\"touch " TRAP "\"); \"",
		"x\nsystem('touch " TRAP "')\n",
		"x\r!touch " TRAP "\r",
		"@GPVAL_VERSION %s %d \\ \\n {/:Bold b} ^a _b & ~c} {",
		"'\\''`touch " TRAP "`",
		"<script>touch " TRAP "</script>&amp;",
		("| touch " TRAP),
		"\xff\xfe broken \xc3",
		"\xe2\x80\xae\x1b[31m",
	};

	for (size_t i = 0; i < COUNT(texts); i++) {
		struct chart_list drawn;

		result_clear(&result);
		charts_result(texts[i], texts[i]);
		charts_add_runner(texts[i]);
		charts_add_sum(texts[i], texts[i], texts[i]);
		charts_add_mixed(1, 0.01);
		charts_add("mixed", "{cpu=20,task=1ms}", texts[i], 1, 64, 4000);
		json_object_set_new(result.cases[result.case_count - 1].workload_parameters,
			"cpu_percent", json_integer(20));
		drawn = charts_must_draw();
		cr_expect_eq(drawn.path_count, 6, "with %s", texts[i]);
		charts_expect_picture("throughput.svg");
		charts_expect_picture("crossover.png");
		cr_expect_eq(access(TRAP, F_OK), -1, "was run: %s", texts[i]);
		cr_expect_eq(access("charts/" TRAP, F_OK), -1, "was run: %s", texts[i]);
		cr_expect_eq(charts_count(), 12, "with %s", texts[i]);
		chart_list_clear(&drawn);
	}
}

Test(plots_safety, hostile_text_is_drawn_as_it_is)
{
	struct chart_list drawn;

	charts_add_sum("a'b`c @d \\n %s {/:Bold e} <f>&", "", "threads");
	drawn = charts_must_draw();
	charts_expect("throughput.svg", ">a’b`c @d \\n %s {/:Bold e} &lt;f>&amp;<");
	charts_expect("throughput.gp", "'a’b`c @d \\n %s {/:Bold e} <f>&'");
	chart_list_clear(&drawn);
}

Test(plots_safety, a_missing_gnuplot_names_the_package)
{
	struct chart_list drawn;
	struct error error = {0};

	charts_add_sum("cpu-sum", "{iterations=9}", "threads");
	setenv("PATH", charts_base, 1);
	cr_assert_eq(charts_draw(&result, charts, &drawn, &error), -1);
	cr_expect_not_null(strstr(error.text, "gnuplot-nox"), "%s", error.text);
	cr_expect_eq(charts_count(), 0, "a partial chart was left behind");
	chart_list_clear(&drawn);
}

/* Puts a shell script in gnuplot's place. */
static void replace_gnuplot(const char *script)
{
	char path[512];
	FILE *file;

	snprintf(path, sizeof(path), "%s/gnuplot", charts_base);
	file = fopen(path, "we");
	cr_assert_not_null(file);
	fprintf(file, "#!/bin/sh\n%s\n", script);
	cr_assert_eq(fclose(file), 0);
	cr_assert_eq(chmod(path, 0700), 0);
	setenv("PATH", charts_base, 1);
}

Test(plots_safety, a_failing_gnuplot_is_quoted_and_leaves_nothing)
{
	struct chart_list drawn;
	struct error error = {0};

	charts_add_sum("cpu-sum", "{iterations=9}", "threads");
	replace_gnuplot(
		"echo half >throughput.svg; printf 'line 7:\\n\\n  no terminal\\n' >&2; exit 3");
	cr_assert_eq(charts_draw(&result, charts, &drawn, &error), -1);
	cr_expect_str_eq(error.text,
		"throughput.gp: gnuplot failed with exit code 3: line 7: no terminal");
	cr_expect_eq(charts_count(), 0, "a partial chart was left behind");
	chart_list_clear(&drawn);
}

Test(plots_safety, a_gnuplot_that_draws_nothing_is_an_error)
{
	static const struct {
		const char *script, *message;
	} table[] = {
		{":", "throughput.svg: gnuplot drew nothing"},
		{": >throughput.svg", "throughput.svg: gnuplot drew nothing"},
		{"echo x >throughput.svg", "throughput.png: gnuplot drew nothing"},
	};

	charts_add_sum("cpu-sum", "{iterations=9}", "threads");
	for (size_t i = 0; i < COUNT(table); i++) {
		struct chart_list drawn;
		struct error error = {0};

		replace_gnuplot(table[i].script);
		cr_assert_eq(charts_draw(&result, charts, &drawn, &error), -1);
		cr_expect_eq(strncmp(error.text, table[i].message, strlen(table[i].message)), 0,
			"%s", error.text);
		cr_expect_eq(charts_count(), 0, "a partial chart was left behind");
		chart_list_clear(&drawn);
	}
}

Test(plots_safety, a_gnuplot_that_hangs_is_ended)
{
	struct error error = {0};

	replace_gnuplot("echo stuck >&2; exec /bin/sleep 1000");
	cr_assert_eq(gnuplot_run(charts_base, "x.gp", NULL, 300, &error), -1);
	cr_expect_str_eq(error.text, "x.gp: gnuplot took longer than 300 ms and was ended: stuck");
	error.text[0] = '\0';
	cr_assert_eq(gnuplot_run(charts_base, "y.gp", NULL, 3600000, &error), -1);
	cr_expect_str_eq(error.text, "gnuplot did not end in time before and is not started again");
}

/* It gets none of our streams in the place of one that could not be made. */
Test(plots_safety, a_gnuplot_that_can_be_given_no_descriptors_is_not_started)
{
	struct rlimit files;

	replace_gnuplot("/bin/readlink /proc/self/fd/0 >&2; exit 3");
	cr_assert_eq(getrlimit(RLIMIT_NOFILE, &files), 0);
	for (files.rlim_cur = 6; files.rlim_cur < 24; files.rlim_cur++) {
		struct error error = {0};

		cr_assert_eq(setrlimit(RLIMIT_NOFILE, &files), 0);
		cr_assert_eq(gnuplot_run(charts_base, "x.gp", NULL, 60000, &error), -1);
		cr_expect(strstr(error.text, " open files: ulimit -n") != NULL ||
				strstr(error.text, "exit code 3: /dev/null") != NULL,
			"%d: %s", (int)files.rlim_cur, error.text);
	}
}

/* The others would wait as long, each. */
Test(plots_safety, after_a_chart_that_hangs_no_other_is_tried)
{
	static const char script[] = "echo >>\"${0%/*}/started\"\n"
				     "[ \"$3\" = crossover.gp ] || exec /bin/sleep 1000\n"
				     "echo x >crossover.svg; echo x >crossover.png";
	const struct chart_order order = {
		.directory = charts, .formats = CHART_ALL, .limit_ms = 3000};
	struct chart_list drawn;
	struct error error = {0};
	char started[600];
	struct stat about;

	for (unsigned i = 0; i < 6; i++) {
		char text[64], parameters[64];

		snprintf(text, sizeof(text), "{iterations=%u}", 1000 << i / 2);
		snprintf(parameters, sizeof(parameters), "{\"iterations\": %u}", 1000 << i / 2);
		made_case(&result,
			(struct made){.workload = "cpu-sum",
				.text = text,
				.parameters = parameters,
				.runner = i % 2 == 0 ? "serial" : "threads",
				.cores = 1 + i % 2,
				.concurrency = 1 + i % 2,
				.rate = 1000,
				.spread = 0.01});
	}
	charts_add_mixed(1, 0.01);
	replace_gnuplot(script);
	cr_assert_eq(charts_draw_as(&result, &order, &drawn, &error), 0, "%s", error.text);
	snprintf(started, sizeof(started), "%s/started", charts_base);
	cr_assert_eq(stat(started, &about), 0);
	cr_expect_eq(about.st_size, 2, "gnuplot was started %d times", (int)about.st_size);
	cr_expect_eq(drawn.path_count, 2);
	cr_assert_eq(drawn.note_count, 2);
	cr_expect_not_null(strstr(drawn.notes[0], "gnuplot took longer than 3.00 s"), "%s",
		drawn.notes[0]);
	cr_expect_str_eq(drawn.notes[1],
		"scaling, granularity: not drawn: gnuplot did not end in time before and is not "
		"started again");
	chart_list_clear(&drawn);
}

Test(plots_safety, an_unusable_folder_is_named)
{
	struct chart_list drawn;
	struct error error = {0};

	cr_assert_eq(charts_draw(&result, "/dev/null/charts", &drawn, &error), -1);
	cr_expect_not_null(strstr(error.text, "/dev/null"), "%s", error.text);
	chart_list_clear(&drawn);
}
