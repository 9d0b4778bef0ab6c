/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is kept of what comes through a pipe: all, its end or its beginning. */
#include "config.h"

#include <string.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "support/capture.h"

#define PIECE 1000

/* Pieces of the letters a, b, c, …, each read before the next is written. */
static void feed(struct capture *capture, enum capture_kind kind, int pieces)
{
	struct error error = {0};
	int writer = capture_open(capture, kind, &error);
	char piece[PIECE];

	cr_assert_geq(writer, 0, "%s", error.text);
	for (int i = 0; i < pieces; i++) {
		memset(piece, 'a' + i, PIECE);
		cr_assert_eq(write(writer, piece, PIECE), PIECE);
		capture_read(capture);
	}
	cr_expect_geq(capture->descriptor, 0, "the writer is still there");
	close(writer);
	capture_rest(capture);
	cr_expect_eq(capture->descriptor, -1, "nobody can write any more");
}

Test(capture, each_kind_keeps_its_part)
{
	struct capture capture;

	feed(&capture, CAPTURE_ALL, 20);
	cr_expect_eq(capture.length, 20 * PIECE);
	cr_expect_eq(capture.refused, 0);
	capture_close(&capture);
	feed(&capture, CAPTURE_END, 20);
	cr_expect_lt(capture.length, 20 * PIECE);
	cr_expect_eq(capture.text[capture.length - 1], 'a' + 19);
	capture_close(&capture);
	feed(&capture, CAPTURE_BEGIN, 20);
	cr_expect_eq(capture.length, CAPTURE_BEGIN_SIZE - 1);
	cr_expect_eq(strspn(capture.text, "a"), PIECE);
	cr_expect_eq(strspn(capture.text + PIECE, "b"), capture.length - PIECE);
	capture_close(&capture);
}

Test(capture, nothing_is_no_text)
{
	struct capture capture;

	feed(&capture, CAPTURE_BEGIN, 0);
	cr_expect_null(capture.text);
	cr_expect_null(capture_last_line(&capture));
	capture_close(&capture);
}
