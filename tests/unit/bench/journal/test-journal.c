/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal: what is written comes back, whatever byte it was cut off at; damage is refused. */
#include "config.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "bench/journal/journal.h"
#include "bench/run/run_folder.h"
#include "support/checksum.h"

#define LINES 4
#define ROOM 4096

/* A journal of LINES lines in a folder of its own, closed again, and its bytes. */
struct made {
	char folder[64], path[96];
	char bytes[ROOM];
	size_t length, ends[LINES]; /* behind each line */
};

static void make(struct made *made)
{
	struct journal journal;
	struct error error = {0};
	json_t *first = json_pack("{s:i, s:s}", "number", 0, "text", "first \n \"line\" ü");
	int file;

	strcpy(made->folder, "/tmp/breakeven-test-XXXXXX");
	cr_assert_not_null(mkdtemp(made->folder));
	snprintf(made->path, sizeof(made->path), "%s/journal.jsonl", made->folder);
	cr_assert_eq(journal_create(&journal, made->path, first, &error), 0, "%s", error.text);
	made->ends[0] = (size_t)journal.length;
	for (int i = 1; i < LINES; i++) {
		cr_assert_eq(journal_append(&journal,
				     json_pack("{s:i, s:f}", "number", i, "real", i / 3.0), &error),
			0, "%s", error.text);
		made->ends[i] = (size_t)journal.length;
	}
	journal_close(&journal);
	json_decref(first);
	file = open(made->path, O_RDONLY);
	made->length = (size_t)read(file, made->bytes, ROOM);
	close(file);
	cr_assert_eq(made->length, made->ends[LINES - 1]);
}

/* Fails where anything but the journal is in the folder. */
static void discard(const struct made *made)
{
	unlink(made->path);
	cr_assert_eq(rmdir(made->folder), 0, "something was left behind");
}

static size_t lines_up_to(const struct made *made, size_t length)
{
	size_t count = 0;

	while (count < LINES && made->ends[count] <= length)
		count++;
	return count;
}

static void check_lines(json_t *lines, size_t count)
{
	cr_assert_eq(json_array_size(lines), count, "%zu lines instead of %zu",
		json_array_size(lines), count);
	for (size_t i = 0; i < count; i++) {
		json_t *line = json_array_get(lines, i);

		cr_assert_eq(json_integer_value(json_object_get(line, "number")), (json_int_t)i);
		cr_assert_eq(json_object_size(line), 2);
		if (i > 0)
			cr_assert_eq(json_real_value(json_object_get(line, "real")),
				(double)i / 3.0);
	}
}

static void put(const char *path, const char *bytes, size_t length)
{
	int file = open(path, O_WRONLY | O_TRUNC);

	cr_assert_eq(write(file, bytes, length), (ssize_t)length);
	close(file);
}

Test(journal, each_prefix_gives_exactly_its_whole_lines)
{
	struct made made;

	make(&made);
	for (size_t length = 0; length <= made.length; length++) {
		size_t count = lines_up_to(&made, length), whole;
		struct error error = {0};
		json_t *lines;

		cr_assert_eq(journal_parse(made.bytes, length, &lines, &whole, &error), 0, "%s",
			error.text);
		check_lines(lines, count);
		cr_assert_eq(whole, count > 0 ? made.ends[count - 1] : 0);
		json_decref(lines);
	}
	discard(&made);
}

/* Pages that were never written read as zeros; the length may be there before them. */
Test(journal, zeros_at_the_end_are_a_torn_line)
{
	struct made made;

	make(&made);
	for (size_t length = 0; length < made.length; length++) {
		char bytes[ROOM] = "";
		struct error error = {0};
		json_t *lines;
		size_t whole, count = lines_up_to(&made, length);

		memcpy(bytes, made.bytes, length);
		cr_assert_eq(journal_parse(bytes, made.length, &lines, &whole, &error), 0, "%s",
			error.text);
		check_lines(lines, count);
		json_decref(lines);
	}
	discard(&made);
}

/* The end of the last line is there, its beginning is not. */
Test(journal, a_last_line_with_a_hole_is_torn)
{
	struct made made;
	struct error error = {0};
	json_t *lines;
	size_t whole;

	make(&made);
	memset(made.bytes + made.ends[LINES - 2] + 3, 0, 20);
	cr_assert_eq(journal_parse(made.bytes, made.length, &lines, &whole, &error), 0);
	check_lines(lines, LINES - 1);
	json_decref(lines);
	discard(&made);
}

Test(journal, any_change_before_the_last_line_is_refused_with_its_number)
{
	struct made made;

	make(&made);
	for (size_t i = 0; i < made.ends[LINES - 2]; i++) {
		struct error error = {0};
		json_t *lines;
		size_t whole, number = lines_up_to(&made, i) + 1;
		char expected[64];

		made.bytes[i] ^= 1;
		cr_assert_eq(journal_parse(made.bytes, made.length, &lines, &whole, &error), -1,
			"byte %zu may be changed", i);
		made.bytes[i] ^= 1;
		snprintf(expected, sizeof(expected), "%zu: this line is damaged", number);
		cr_assert_eq(strncmp(error.text, expected, strlen(expected)), 0, "byte %zu: %s", i,
			error.text);
	}
	discard(&made);
}

Test(journal, opening_cuts_off_a_torn_line_and_goes_on_behind_the_whole_ones)
{
	struct made made;

	make(&made);
	for (size_t length = made.ends[0]; length <= made.length; length += 7) {
		size_t count = lines_up_to(&made, length), cut;
		struct error error = {0};
		struct journal journal;
		struct stat about;
		json_t *lines;

		put(made.path, made.bytes, length);
		cr_assert_eq(journal_open(&journal, made.path, &lines, &cut, &error), 0, "%s",
			error.text);
		check_lines(lines, count);
		cr_assert_eq(cut, length - made.ends[count - 1]);
		json_decref(lines);
		cr_assert_eq(journal_append(&journal,
				     json_pack("{s:i, s:f}", "number", (int)count, "real",
					     (double)count / 3.0),
				     &error),
			0);
		cr_assert_eq(stat(made.path, &about), 0);
		cr_expect_eq(about.st_size, journal.length);
		journal_close(&journal);
		cr_assert_eq(journal_open(&journal, made.path, &lines, &cut, &error), 0, "%s",
			error.text);
		cr_expect_eq(cut, 0);
		check_lines(lines, count + 1);
		json_decref(lines);
		journal_close(&journal);
	}
	discard(&made);
}

Test(journal, only_one_may_have_it_open)
{
	struct made made;
	struct journal journal, second;
	struct error error = {0};
	json_t *lines, *more;
	size_t cut;

	make(&made);
	cr_assert_eq(journal_open(&journal, made.path, &lines, &cut, &error), 0);
	cr_expect_eq(journal_open(&second, made.path, &more, &cut, &error), -1);
	cr_expect_not_null(strstr(error.text, "another breakeven has it open"), "%s", error.text);
	journal_close(&journal);
	json_decref(lines);
	cr_expect_eq(journal_open(&journal, made.path, &lines, &cut, &error), 0);
	journal_close(&journal);
	json_decref(lines);
	discard(&made);
}

Test(journal, errors_name_the_file)
{
	struct journal journal;
	struct error error = {0};
	json_t *lines, *first = json_pack("{s:i}", "number", 0);
	size_t cut;

	cr_expect_eq(journal_open(&journal, "/nowhere/journal.jsonl", &lines, &cut, &error), -1);
	cr_expect_str_eq(error.text,
		"/nowhere/journal.jsonl: cannot be opened: No such file or directory");
	error = (struct error){0};
	cr_expect_eq(journal_create(&journal, "/nowhere/journal.jsonl", first, &error), -1);
	cr_expect_str_eq(error.text,
		"/nowhere/journal.jsonl: cannot be written: No such file or directory");
	error = (struct error){0};
	journal =
		(struct journal){.descriptor = open("/dev/full", O_WRONLY), .path = strdup("full")};
	cr_expect_eq(journal_append(&journal, json_pack("{s:i}", "number", 0), &error), -1);
	cr_expect_str_eq(error.text, "full: cannot be written: No space left on device");
	error = (struct error){0};
	cr_expect_eq(journal_append(&journal, NULL, &error), -1);
	cr_expect_str_eq(error.text, "full: no memory for a line");
	journal_close(&journal);
	json_decref(first);
}

/* From the appendix of RFC 9923. */
Test(checksum, is_fnv_1a)
{
	cr_expect_eq(checksum(CHECKSUM_START, "", 0), 0xcbf29ce484222325U);
	cr_expect_eq(checksum(CHECKSUM_START, "a", 1), 0xaf63dc4c8601ec8cU);
	cr_expect_eq(checksum(CHECKSUM_START, "foobar", 6), 0x85944171f73967e8U);
	cr_expect_eq(checksum(checksum(CHECKSUM_START, "foo", 3), "bar", 3), 0x85944171f73967e8U);
}

Test(run_folder, the_command_that_goes_on_is_quoted_for_a_shell)
{
	static const char *const rows[][2] = {
		{"runs/quick-20261122-152002", "runs/quick-20261122-152002"},
		{"runs/quick//", "runs/quick"},
		{"/", "/"},
		{"my results", "'my results'"},
		{"it's", "'it'\\''s'"},
		{"-o", "'./-o'"},
		{"$(reboot)", "'$(reboot)'"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct run_folder folder;
		struct error error = {0};
		char *command, expected[128];

		cr_assert_eq(run_folder_name(&folder, rows[i][0], &error), 0, "%s", error.text);
		snprintf(expected, sizeof(expected), "breakeven run --resume %s", rows[i][1]);
		command = run_folder_command(&folder);
		cr_assert_not_null(command);
		cr_expect_str_eq(command, expected);
		free(command);
		run_folder_close(&folder);
	}
}
