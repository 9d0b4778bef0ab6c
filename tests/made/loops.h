/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests that hold for every event loop: each runs on epoll and on an io_uring, as two tests of one
 * name. The second is skipped with the reason where this system has no io_uring. */
#ifndef BREAKEVEN_TESTS_MADE_LOOPS_H
#define BREAKEVEN_TESTS_MADE_LOOPS_H

#include <criterion/criterion.h>
#include <stdlib.h>

#include "runners/waiting/epoll_loop.h"
#include "runners/waiting/ring_loop.h"

static struct common_loop *loop; /* of the test under way */

static inline void loops_open(struct common_loop *(*make)(unsigned, unsigned, struct error *),
	unsigned helpers)
{
	struct error error = {""};

	loop = make(8, helpers, &error);
	cr_assert_not_null(loop, "%s", error.text);
}

/* At the end of each test; one that looks at what is left calls it before. */
static inline void loops_close(void)
{
	if (loop == NULL)
		return;
	common_loop_close(loop);
	free(loop);
	loop = NULL;
}

static inline void loops_need_ring(void)
{
	struct error reason = {""};

	if (ring_loop_probe(&reason) < 0)
		cr_skip_test("%s", reason.text);
}

static inline void loops_turn(bool wait)
{
	struct error error = {""};

	cr_assert_eq(common_loop_turn(loop, wait, &error), 0, "%s", error.text);
}

#define LOOP_TEST(name, helpers) \
	static void name(void); \
	Test(epoll, name) \
	{ \
		loops_open(epoll_loop_new, helpers); \
		name(); \
		loops_close(); \
	} \
	Test(io_uring, name) \
	{ \
		loops_need_ring(); \
		loops_open(ring_loop_new, helpers); \
		name(); \
		loops_close(); \
	} \
	static void name(void)

#endif
