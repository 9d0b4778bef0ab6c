/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables: the example as a golden text, and what must hold for any result and width. */
#include "config.h"

#include <criterion/criterion.h>

#include "results/table/columns.h"
#include "results/summary/summary.h"
#include "results/record/summary_members.h"
#include "results/table/table.h"
#include "results/table/table_rows.h"
#include "tests/made/made_arrived.h"
#include "tests/made/made_result.h"

static char *table(const struct result *result, bool colour, unsigned width)
{
	char *text = NULL;
	size_t size;
	FILE *memory = open_memstream(&text, &size);

	cr_assert_not_null(memory);
	cr_assert_eq(table_write(memory, result, colour, width), 0);
	fclose(memory);
	return text;
}

/* The widest of the lines, in columns; cuts the text up. */
static size_t widest(char *text)
{
	size_t most = 0;

	for (char *line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n"))
		if (columns_of(line) > most)
			most = columns_of(line);
	return most;
}

static void make(struct result *result, const char *runner, unsigned cores, double rate,
	unsigned blocks)
{
	made_case(result,
		(struct made){.workload = "noop",
			.runner = runner,
			.cores = cores,
			.concurrency = cores,
			.rate = rate,
			.spread = 0.01,
			.blocks = blocks});
}

Test(table, example)
{
	struct result result;
	char *text, *expected = made_read_file("example-table.txt");

	made_read_example(&result);
	text = table(&result, false, 0);
	made_compare(text, expected);
	free(text);
	free(expected);
	result_clear(&result);
}

Test(table, fits_the_width)
{
	struct result result;
	char *text;

	made_read_example(&result);
	for (unsigned width = 62; width < 160; width += 3) {
		size_t columns;

		text = table(&result, false, width);
		columns = widest(text);
		cr_expect_leq(columns, width, "%zu columns at %u", columns, width);
		free(text);
	}
	text = table(&result, false, 78);
	cr_expect_null(strstr(text, "  p50  "), "the first to go is the median latency");
	cr_expect_not_null(strstr(text, "interval"));
	free(text);
	text = table(&result, false, 74);
	cr_expect_null(strstr(text, "  interval  "));
	cr_expect_not_null(strstr(text, "  tasks/s"));
	free(text);
	result_clear(&result);
}

/* A case of each kind of line under it: a failure, a time of tasks, a warning about a rate. */
static void make_lines(struct result *result)
{
	struct case_record *failed;

	made_init(result);
	make(result, "serial", 1, 1e8, 5);
	made_arrived(result, "sleep", "async", 64, 500);
	make(result, "threads", 2, 1000, 5);
	failed = &result->cases[2];
	failed->status = STATUS_FAILED;
	failed->reason = strdup("worker 19871 of 20000 could not be started: no room (ulimit -u)");
}

/* Rows have gaps; what stands under them has none. */
Test(table, lines_under_rows_fit_the_width)
{
	struct result result;

	make_lines(&result);
	for (unsigned width = 20; width < 70; width += 8) {
		char *text = table(&result, false, width);

		cr_expect_not_null(strstr(text, "failed: "), "%s", text);
		for (char *line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n"))
			cr_expect(columns_of(line) <= width ||
					(strstr(line + strspn(line, " "), "  ") != NULL &&
						strstr(line, "failed") == NULL),
				"at %u: %s", width, line);
		free(text);
	}
	result_clear(&result);
}

/* By titles in the head of a table, and how the notes below it begin to explain them. */
static void expect_explained(const char *text, bool unstamped)
{
	static const char *const columns[][2] = {{"p99", "—: tasks"}, {"interval", "interval"},
		{"p50", "p50"}, {"p99", "p99"}, {" max", "max"}, {"uncorrected", "uncorrected:"},
		{" memory", "memory:"}, {"mem/task", "mem/task:"}, {"CPU", "CPU:"},
		{"CPU", "CPU —:"}};
	const char *head = strstr(text, "  runner "), *notes = strstr(text, "\n\ntasks/s:");
	char *titles;

	cr_assert(head != NULL && notes != NULL, "%s", text);
	titles = strndup(head, strcspn(head, "\n"));
	for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++)
		if (i != unstamped)
			cr_expect_eq(strstr(notes, columns[i][1]) != NULL,
				strstr(titles, columns[i][0]) != NULL, "%s: %s", columns[i][1],
				text);
	/* The time of a task, below a case that is not stamped, has an interval at any width. */
	cr_expect(!unstamped || strstr(notes, "interval") != NULL, "%s", text);
	free(titles);
}

Test(table, notes_explain_the_columns_that_are_shown)
{
	struct result result;
	struct error error = {0};

	for (int rates = 0; rates < 2; rates++) {
		made_init(&result);
		if (rates)
			made_arrived(&result, "sleep", "async", 64, 1000);
		else
			make(&result, "serial", 1, 1000, 5);
		result.cases[0].blocks[0].memory =
			(struct memory){.readings = 2, .peak_bytes = 5e9, .bytes_per_task = 9789};
		cr_assert_eq(case_record_summarise(&result.cases[0], &error), 0);
		result.cases[0].summary.cpu_known = false;
		for (unsigned width = 30; width < 140; width += 5) {
			char *text = table(&result, false, width);

			expect_explained(text, !rates);
			free(text);
		}
		result_clear(&result);
	}
}

Test(table, best_and_level)
{
	struct result result;
	char *text;

	made_init(&result);
	make(&result, "serial", 1, 1000, 5);
	make(&result, "threads", 2, 2000, 5);
	make(&result, "processes", 2, 1990, 5);
	text = table(&result, false, 0);
	cr_expect_not_null(strstr(text, "threads        2          2   2.00 k"), "%s", text);
	cr_expect_not_null(strstr(text, "0.0 %  best\n"), "%s", text);
	cr_expect_not_null(strstr(text, "0.0 %  ≈ best\n"), "%s", text);
	cr_expect_not_null(strstr(text, "0.0 %\n"), "%s", text);
	cr_expect_not_null(strstr(text, "over 5 blocks"), "%s", text);
	cr_expect_not_null(strstr(text, "93.75 % confidence."), "%s", text);
	free(text);
	result_clear(&result);
}

Test(table, memory_where_it_is_known)
{
	struct result result;
	struct error error = {0};
	char *text;

	made_init(&result);
	make(&result, "serial", 1, 1000, 5);
	make(&result, "threads", 2, 2000, 5);
	make(&result, "processes", 2, 1990, 5);
	text = table(&result, false, 0);
	cr_expect_null(strstr(text, "mem"), "nothing is known: %s", text);
	free(text);
	result.cases[0].blocks[1].memory = (struct memory){.readings = 2, .peak_bytes = 4000000};
	result.cases[1].blocks[0].memory =
		(struct memory){.readings = 2, .peak_bytes = 5e9, .bytes_per_task = 9789};
	for (size_t i = 0; i < result.case_count; i++)
		cr_assert_eq(case_record_summarise(&result.cases[i], &error), 0, "%s", error.text);
	text = table(&result, false, 0);
	cr_expect_not_null(strstr(text, "   memory  mem/task    CPU\n"), "%s", text);
	cr_expect_not_null(strstr(text, "  4.00 MB            0.0 %\n"), "%s", text);
	cr_expect_not_null(strstr(text, "  5.00 GB   9.79 kB  0.0 %  best\n"), "%s", text);
	cr_expect_not_null(strstr(text, "                     0.0 %  ≈ best\n"), "%s", text);
	cr_expect_not_null(strstr(text, "\nmemory: "), "%s", text);
	free(text);
	text = table(&result, false, 84);
	cr_expect_null(strstr(text, "mem"), "the first to go: %s", text);
	cr_expect_not_null(strstr(text, "  p50  "), "%s", text);
	free(text);
	result_clear(&result);
}

/* One block has no interval, so nothing is the best of anything. */
Test(table, single_block_claims_nothing)
{
	struct result result;
	char *text;

	made_init(&result);
	make(&result, "serial", 1, 1000, 1);
	make(&result, "threads", 2, 2000, 1);
	text = table(&result, false, 0);
	cr_expect_null(strstr(text, "best"), "%s", text);
	cr_expect_not_null(strstr(text, "highest"), "%s", text);
	cr_expect_not_null(strstr(text, "there is no interval"), "%s", text);
	free(text);
	result_clear(&result);
}

/* A case in two groups stands in both, and is the best of each table by itself. */
Test(table, groups_have_tables_of_their_own)
{
	static const char *const expected[] = {
		"\nfirst claim\n───────────\n\nnoop\n",
		"threads        2          2   2.00 k ",
		"best\n",
		"\nsecond claim\n────────────\n\nnoop\n",
		"threads        2          2   2.00 k ",
		"processes      2          2   3.00 k ",
		"best\n",
		"\nnot here\n────────\n\nNone of its cases is possible here.\n",
		"\nIn no group\n───────────\n\nnoop\n",
		"async          1          1   4.00 k ",
		"\ntasks/s: median over 5 blocks",
	};
	struct result result;
	char *text, *whole, *place;

	made_init(&result);
	make(&result, "serial", 1, 1000, 5);
	make(&result, "threads", 2, 2000, 5);
	make(&result, "processes", 2, 3000, 5);
	make(&result, "async", 1, 4000, 5);
	made_group(&result, &result.cases[0], "first claim");
	made_group(&result, &result.cases[1], "first claim");
	made_group(&result, &result.cases[1], "second claim");
	made_group(&result, &result.cases[2], "second claim");
	result.groups = reallocarray(result.groups, 3, sizeof(*result.groups));
	cr_assert_not_null(result.groups);
	result.groups[result.groups_count++] = strdup("not here");
	text = table(&result, false, 0);
	cr_assert_gt(asprintf(&whole, "\n%s", text), 0);
	place = whole;
	for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
		char *found = strstr(place, expected[i]);

		cr_assert_not_null(found, "no \"%s\" behind the one before in %s", expected[i],
			text);
		place = found + strlen(expected[i]) -
			(expected[i][strlen(expected[i]) - 1] == '\n');
	}
	free(whole);
	free(text);
	result_clear(&result);
}

Test(table, a_result_without_cases_says_so)
{
	struct result result;
	char *text;

	made_init(&result);
	text = table(&result, false, 0);
	cr_expect_str_eq(text, "The result has no cases: nothing was measured.\n");
	free(text);
	result_clear(&result);
}

Test(table, failures_say_why)
{
	struct result result;
	char *text;

	made_init(&result);
	make(&result, "serial", 1, 1000, 5);
	make(&result, "threads", 2, 2000, 5);
	made_fail(&result.cases[1], STATUS_CRASHED, "ended by signal 11");
	text = table(&result, false, 0);
	cr_expect_not_null(
		strstr(text, "2          2  crashed: ended by signal 11 (4 of 5 blocks are ok)\n"),
		"%s", text);
	cr_expect_null(strstr(text, "best"), "one row has nothing to be best of");
	free(text);
	result_clear(&result);
}

/* Text of a result must not be able to control the terminal. */
Test(table, control_characters_are_replaced)
{
	struct result result;
	char *text;

	made_init(&result);
	make(&result, "se\033[2Jrial", 1, 1000, 5);
	make(&result, "thr\xc2\x9b\xff\teads", 2, 1000, 5);
	made_fail(&result.cases[1], STATUS_FAILED, "bell\a\n\x7f");
	text = table(&result, false, 0);
	cr_expect_not_null(strstr(text, "  se?[2Jrial "), "%s", text);
	cr_expect_not_null(strstr(text, "  thr???eads "), "%s", text);
	cr_expect_not_null(strstr(text, "failed: bell???"), "%s", text);
	cr_expect_null(strchr(text, '\033'));
	free(text);
	text = table(&result, true, 0);
	cr_expect_not_null(strchr(text, '\033'), "colour was asked for");
	free(text);
	result_clear(&result);
}

Test(table, stream_that_fails)
{
	struct result result;
	FILE *full = fopen("/dev/full", "we");

	cr_assert_not_null(full);
	setvbuf(full, NULL, _IONBF, 0);
	made_read_example(&result);
	cr_expect_eq(table_write(full, &result, false, 0), -1);
	fclose(full);
	result_clear(&result);
}

Test(columns, counting_cutting_wrapping)
{
	static const struct {
		const char *text;
		size_t limit, width;
		const char *written;
	} cases[] = {
		{"µs … ≈", 0, 0, "µs … ≈"},
		{"abcdef", 6, 0, "abcdef"},
		{"abcdef", 5, 0, "abcd…"},
		{"ééé", 2, 0, "é…"},
		{"漢字漢字", 8, 0, "漢字漢字"},
		{"漢字漢字", 7, 0, "漢字漢…"},
		{"漢字漢字", 6, 0, "漢字…"},
		{"漢字 漢字", 0, 8, "漢字\n  漢字\n"},
		{"e\u0301e\u0301e\u0301", 3, 0, "e\u0301e\u0301e\u0301"},
		{"e\u0301e\u0301e\u0301", 2, 0, "e\u0301…"},
		{"one two three", 0, 8, "one two\n  three\n"},
		{"one two three", 0, 7, "one two\n  three\n"},
		{"one two three", 0, 6, "one\n  two\n three\n"},
		{"a longestword b", 0, 6, "a\nlongestword\n  b\n"},
		{"1\u00a0k of 2\u00a0k", 0, 6, "1 k of\n  2 k\n"},
		{"all in one", 0, 100, "all in one\n"},
	};

	cr_expect_eq(columns_of("µs … ≈"), 6);
	cr_expect_eq(columns_of("漢字かな한글🚀"), 14);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *text = NULL;
		size_t size;
		FILE *memory = open_memstream(&text, &size);

		cr_assert_not_null(memory);
		if (cases[i].width > 0)
			columns_wrap(memory, cases[i].text, cases[i].width, 2);
		else
			columns_write(memory, cases[i].text, cases[i].limit);
		fclose(memory);
		cr_expect_str_eq(text, cases[i].written, "case %zu: \"%s\"", i, text);
		free(text);
	}
}

/* A name in column_rows.h that no summary has would leave its column empty. */
Test(table, columns_show_figures_that_a_summary_has)
{
	size_t shown = 0;

	for (int column = 0; column < TABLE_COLUMN_COUNT; column++) {
		const struct member *member = summary_table.members;
		const char *figure = table_columns[column].figure;

		if (figure == NULL)
			continue;
		while (member->name != NULL && strcmp(member->name, figure) != 0)
			member++;
		cr_expect(member->name != NULL && member->of != NULL, "%s: %s",
			table_columns[column].title, figure);
		shown++;
	}
	cr_expect_gt(shown, 0);
}
