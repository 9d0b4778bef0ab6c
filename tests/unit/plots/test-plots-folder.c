/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The folder that charts go into: links, files of others, and what killed drawings have left. */
#include "config.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "plots/charts.h"
#include "tests/made/made_charts.h"

#define STRANGER 12345

static void put(const char *path, const char *text)
{
	FILE *file = fopen(path, "we");

	cr_assert_not_null(file, "%s", path);
	fputs(text, file);
	cr_assert_eq(fclose(file), 0);
}

static void make(const char *path)
{
	cr_assert_eq(mkdir(path, 0700), 0, "%s", path);
}

static bool exists(const char *path)
{
	struct stat about;

	return lstat(path, &about) == 0;
}

static void expect_text(const char *path, const char *text)
{
	char line[64] = "";
	FILE *file = fopen(path, "re");

	cr_assert_not_null(file, "%s", path);
	cr_expect_not_null(fgets(line, sizeof(line), file));
	cr_expect_str_eq(line, text, "%s", path);
	fclose(file);
}

static void open_folder(void)
{
	charts_open();
	charts_add_sum("cpu-sum", "{iterations=9}", "threads");
}

TestSuite(plots_folder, .init = open_folder, .fini = charts_close);

Test(plots_folder, a_link_is_followed_only_where_the_user_named_it)
{
	struct chart_order order = {.directory = charts, .formats = CHART_ALL};
	struct chart_list drawn;
	struct error error = {0};

	make("theirs");
	put("theirs/throughput.svg", "precious");
	cr_assert_eq(symlink("theirs", "charts"), 0);
	cr_expect_eq(charts_draw_as(&result, &order, &drawn, &error), -1);
	cr_expect_not_null(strstr(error.text, "charts is a symbolic link"), "%s", error.text);
	cr_expect_eq(drawn.path_count, 0);
	cr_expect_eq(charts_count(), 1);
	expect_text("theirs/throughput.svg", "precious");
	chart_list_clear(&drawn);

	order.follow = true;
	error = (struct error){0};
	cr_assert_eq(charts_draw_as(&result, &order, &drawn, &error), 0, "%s", error.text);
	charts_expect_picture("throughput.svg");
	chart_list_clear(&drawn);
}

Test(plots_folder, links_and_files_in_it_are_replaced_and_never_written_through)
{
	static const char *const names[] = {
		"throughput.dat", "throughput.gp", "throughput.svg", "throughput.png"};
	struct chart_list drawn;

	make("charts");
	put("precious", "precious");
	put("charts/notes.svg", "mine");
	for (size_t i = 0; i < COUNT(names); i++) {
		char path[64];

		snprintf(path, sizeof(path), "charts/%s", names[i]);
		cr_assert_eq(i % 2 ? link("precious", path) : symlink("../precious", path), 0);
	}
	drawn = charts_must_draw();
	expect_text("precious", "precious");
	expect_text("charts/notes.svg", "mine");
	for (size_t i = 0; i < COUNT(names); i++) {
		struct stat about;
		char path[64];

		snprintf(path, sizeof(path), "charts/%s", names[i]);
		cr_expect(lstat(path, &about) == 0 && S_ISREG(about.st_mode) && about.st_nlink == 1,
			"%s", path);
	}
	chart_list_clear(&drawn);
}

Test(plots_folder, a_folder_in_the_place_of_a_picture_stops_no_other_chart)
{
	struct chart_list drawn;

	make("charts");
	make("charts/throughput.svg");
	drawn = charts_must_draw();
	cr_expect_eq(drawn.failed, 1);
	cr_expect_not_null(strstr(drawn.notes[1], "throughput: only dat, gp, png written: "), "%s",
		drawn.notes[1]);
	cr_expect_not_null(strstr(drawn.notes[1], ", which is a folder: remove or rename it, or "),
		"%s", drawn.notes[1]);
	charts_expect_picture("throughput.png");
	charts_expect_picture("scaling.svg");
	chart_list_clear(&drawn);
}

Test(plots_folder, what_a_killed_drawing_left_is_removed_and_nothing_else)
{
	static const char *const kept[] = {"charts/.drawing-held00", "charts/.drawing-more00/mine",
		"charts/.drawing-link00", "theirs/throughput.gp", "charts/.drawing-file00",
		"charts/.drawing-longer0/throughput.gp", "charts/.drawings"};
	struct chart_list drawn;
	int held;

	make("charts");
	make("theirs");
	put("theirs/throughput.gp", "");
	make("charts/.drawing-left00");
	put("charts/.drawing-left00/throughput.gp", "");
	put("charts/.drawing-left00/scaling.png", "");
	make("charts/.drawing-left01");
	make("charts/.drawing-held00");
	held = open("charts/.drawing-held00", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	cr_assert_eq(flock(held, LOCK_EX), 0);
	make("charts/.drawing-more00");
	put("charts/.drawing-more00/mine", "");
	cr_assert_eq(symlink("../theirs", "charts/.drawing-link00"), 0);
	put("charts/.drawing-file00", "");
	make("charts/.drawing-longer0");
	put("charts/.drawing-longer0/throughput.gp", "");
	make("charts/.drawings");
	drawn = charts_must_draw();
	cr_expect_not(exists("charts/.drawing-left00"));
	cr_expect_not(exists("charts/.drawing-left01"));
	for (size_t i = 0; i < COUNT(kept); i++)
		cr_expect(exists(kept[i]), "%s was removed", kept[i]);
	close(held);
	chart_list_clear(&drawn);
}

Test(plots_folder, what_a_drawing_of_somebody_else_left_is_theirs)
{
	struct chart_list drawn;

	if (getuid() != 0)
		cr_skip_test("only root can make a folder of somebody else");
	make("charts");
	make("charts/.drawing-left00");
	cr_assert_eq(chown("charts/.drawing-left00", STRANGER, (gid_t)-1), 0);
	drawn = charts_must_draw();
	cr_expect(exists("charts/.drawing-left00"));
	chart_list_clear(&drawn);
}
