/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When a run ends, by what it has and by what it has spent. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "bench/run/stopping.h"
#include "results/summary/precision.h"
#include "tests/made/made_result.h"

#define SECOND 1000000000ULL
#define HOUR (3600 * SECOND) /* nothing in here takes as long */

/* A run of one case with so many blocks, in half an interval of `width` around its median. */
struct made_run {
	struct plan plan;
	struct result result;
	struct journal journal;
	struct stopping stopping;
	char path[64];
};

static void open_run(struct made_run *run, double precision, uint64_t budget_ns, unsigned blocks,
	double width)
{
	json_t *first = json_pack("{s:i}", "journal", 1);
	struct error error = {0};

	*run = (struct made_run){.plan.settings = {.blocks = PRECISION_BLOCKS_MOST,
					 .precision = precision,
					 .budget_ns = (double)budget_ns}};
	made_init(&run->result);
	run->result.settings = json_pack("{s:f}", "precision", precision);
	if (blocks > 0)
		made_case(&run->result,
			(struct made){"one", .runner = "serial", .cores = 1, .concurrency = 1,
				.rate = 1000, .spread = width, .blocks = blocks});
	cr_assert_eq(precision_summarise(&run->result, &error), 0, "%s", error.text);
	snprintf(run->path, sizeof(run->path), "/tmp/breakeven-stopping-%d", (int)getpid());
	cr_assert_eq(journal_create(&run->journal, run->path, first, &error), 0, "%s", error.text);
	json_decref(first);
	stopping_begin(&run->stopping, &run->plan, &run->result, &run->journal);
}

static void close_run(struct made_run *run)
{
	journal_close(&run->journal);
	unlink(run->path);
	result_clear(&run->result);
}

/* What stopping_reached() says before the block that comes next, and what it keeps: a reason with
 * the look, or nothing. */
static void expect_end(double precision, uint64_t budget_ns, uint64_t spent_ns, unsigned blocks,
	double width, const char *reason, int look)
{
	const char *stopped;
	struct error error = {0};
	struct made_run run;

	open_run(&run, precision, budget_ns, blocks, width);
	run.stopping.before_ns = spent_ns;
	cr_expect_eq(stopping_reached(&run.stopping, blocks, &error), reason != NULL,
		"%u blocks, %g s spent: %s", blocks, (double)spent_ns / 1e9, error.text);
	stopped = json_string_value(json_object_get(run.result.settings, "stopped"));
	if (reason == NULL)
		cr_expect_null(stopped);
	else
		cr_expect(stopped != NULL && strcmp(stopped, reason) == 0, "%u blocks: %s", blocks,
			stopped);
	if (reason != NULL)
		cr_expect_eq(json_integer_value(json_object_get(run.result.settings,
				     "stopped_look")),
			look);
	close_run(&run);
}

Test(stopping, precise_only_at_a_look)
{
	expect_end(0.05, 0, 0, 7, 0.01, NULL, 0);
	expect_end(0.05, 0, 0, 8, 0.01, "precision", 1);
	expect_end(0.05, 0, 0, 9, 0.01, NULL, 0);
	expect_end(0.05, 0, 0, 12, 0.01, NULL, 0);
	expect_end(0.05, 0, 0, 16, 0.01, "precision", 2);
	expect_end(0.05, 0, 0, 128, 0.01, "precision", 5);
}

Test(stopping, goes_on_until_there_is_no_look)
{
	expect_end(0.05, 0, 0, 8, 0.5, NULL, 0);
	expect_end(0.05, 0, 0, 64, 0.5, NULL, 0);
	expect_end(0.05, 0, 0, 128, 0.5, "blocks", 5);
}

/* Of 10 hours; 8 blocks in 4 get to 16 in 8, in 6 they would in 12. */
Test(stopping, next_look_must_be_within_the_budget)
{
	expect_end(0.05, 10 * HOUR, 4 * HOUR, 8, 0.5, NULL, 0);
	expect_end(0.05, 10 * HOUR, 6 * HOUR, 8, 0.5, "budget", 1);
	expect_end(0.05, 10 * HOUR, 6 * HOUR, 8, 0.01, "precision", 1);
	expect_end(0.05, 10 * HOUR, 4 * HOUR, 16, 0.5, NULL, 0);
	expect_end(0.05, 10 * HOUR, 6 * HOUR, 16, 0.5, "budget", 2);
}

Test(stopping, no_block_begins_once_the_budget_is_spent)
{
	expect_end(0.05, 10 * HOUR, 9 * HOUR, 11, 0.5, NULL, 0);
	expect_end(0.05, 10 * HOUR, 10 * HOUR, 11, 0.01, "budget", 1);
	expect_end(0.05, 10 * HOUR, 10 * HOUR, 3, 0.01, "budget", 0);
	expect_end(0.05, 10 * HOUR, 11 * HOUR, 0, 0.01, NULL, 0);
}

/* What was begun before the run was gone on with is finished, and looks are not made twice. */
Test(stopping, block_that_was_begun_is_finished)
{
	struct made_run run;

	open_run(&run, 0.05, 10 * HOUR, 9, 0.01);
	run.stopping.before_ns = 11 * HOUR;
	for (unsigned block = 0; block < 9; block++)
		cr_expect_eq(stopping_reached(&run.stopping, block, NULL), 0, "%u", block);
	cr_expect_eq(stopping_reached(&run.stopping, 9, NULL), 1);
	close_run(&run);
}

Test(stopping, end_is_kept_in_the_journal_and_holds)
{
	struct error error = {0};
	struct made_run run;
	struct result again = {.settings = json_object()};
	json_t *lines, *event;
	size_t cut;

	open_run(&run, 0.05, 10 * HOUR, 9, 0.01);
	run.stopping.before_ns = 10 * HOUR;
	cr_expect_eq(stopping_spend(&run.stopping, &error), 0, "%s", error.text);
	cr_expect_eq(stopping_reached(&run.stopping, 9, NULL), 1);
	run.stopping.before_ns = 0;
	cr_expect_eq(stopping_reached(&run.stopping, 9, NULL), 1, "it has ended");
	journal_close(&run.journal);
	cr_assert_eq(journal_open(&run.journal, run.path, &lines, &cut, &error), 0, "%s",
		error.text);
	cr_assert_eq(json_array_size(lines), 3);
	cr_expect_geq((uint64_t)json_integer_value(json_object_get(json_array_get(lines, 1),
			      "spent_ns")),
		10 * HOUR);
	event = json_object_get(json_array_get(lines, 2), "stopped");
	cr_assert_eq(precision_set_stopped(&again, event, &error), 0, "%s", error.text);
	cr_expect_str_eq(json_string_value(json_object_get(again.settings, "stopped")), "budget");
	cr_expect_eq(json_integer_value(json_object_get(again.settings, "stopped_look")), 1);
	json_object_set_new(event, "reason", json_string("boredom"));
	cr_expect_eq(precision_set_stopped(&again, event, &error), -1);
	cr_expect_str_eq(error.text, "\"stopped\" is no end of a run");
	json_decref(lines);
	result_clear(&again);
	close_run(&run);
}

Test(stopping, without_a_precision_the_blocks_decide)
{
	struct made_run run;

	open_run(&run, 0, 0, 8, 0.01);
	run.plan.settings.blocks = 9;
	cr_expect_eq(stopping_reached(&run.stopping, 8, NULL), 0);
	cr_expect_eq(stopping_reached(&run.stopping, 9, NULL), 1);
	cr_expect_eq(stopping_spend(&run.stopping, NULL), 0);
	cr_expect_null(json_object_get(run.result.settings, "stopped"));
	cr_expect_null(json_object_get(run.result.settings, "spent_ns"));
	close_run(&run);
}
