/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line under a case: what is in it when, and in how much room. */
#include "config.h"

#include <string.h>

#include <criterion/criterion.h>

#include "results/table/case_notes.h"

static struct sample samples[2];
static struct block block = {.status = STATUS_OK, .samples = samples, .sample_count = 2};
static struct case_record record = {.blocks = &block, .block_count = 1};

static void check(const char *wanted)
{
	char text[CASE_NOTES_SIZE];

	cr_assert_str_eq(case_notes_text(text, sizeof(text), &record), wanted, "%s", text);
}

Test(case_notes, stamped_tasks_and_a_cheap_clock_need_none)
{
	record.summary.stamped = true;
	samples[0].clock_share = 0.0012;
	samples[1].clock_share = 0.0007;
	check("");
}

Test(case_notes, the_time_of_a_task_is_the_inverse_of_the_rate)
{
	record.summary.tasks_per_second =
		(struct estimate){.median = 5e8, .low = 4e8, .high = 1e9, .confidence = 0.9};
	check("2.00 ns [1.00 ns, 2.50 ns] for each task");
	record.summary.tasks_per_second.confidence = 0;
	check("2.00 ns for each task");
}

Test(case_notes, a_clock_that_costs)
{
	record.summary.stamped = true;
	samples[0].clock_share = 0.003;
	samples[1].clock_share = 0.005;
	check("reading the clock took about 0.4 % of the time");
	block.status = STATUS_FAILED;
	check("");
}

Test(case_notes, all_of_it)
{
	record.summary.observed_count = 2;
	record.summary.observed[0] = (struct observed){"lost_updates", 12};
	record.summary.observed[1] = (struct observed){"others", 0.5};
	record.summary.tasks_per_second.median = 1e6;
	samples[0].clock_share = samples[1].clock_share = 0.02;
	check("lost_updates: 12, others: 0.5; 1.00 µs for each task; reading the clock took about "
	      "2.0 % of the time");
}

/* Never with an exponent, and beyond all reason with what to do. */
Test(case_notes, a_clock_that_costs_most)
{
	record.summary.stamped = true;
	samples[0].clock_share = samples[1].clock_share = 0.6;
	check("reading the clock took about 60 % of the time: use more --tasks");
	samples[0].clock_share = samples[1].clock_share = 123456;
	check("reading the clock took about 12345600 % of the time: use more --tasks");
}

/* Once is no more than the program itself. */
Test(case_notes, pages_from_a_device)
{
	record.summary.stamped = true;
	evidence_set(&samples[0].evidence, EVIDENCE_MAJOR_FAULTS, 7);
	evidence_set(&samples[1].evidence, EVIDENCE_MAJOR_FAULTS, 0);
	check("in 1 of 2 samples pages had to be read from a device");
	evidence_set(&samples[0].evidence, EVIDENCE_MAJOR_FAULTS, 0);
	check("");
}

Test(case_notes, what_does_not_fit_is_cut)
{
	char text[8];

	record.summary.tasks_per_second.median = 1e6;
	case_notes_text(text, sizeof(text), &record);
	cr_assert_eq(strlen(text), 7);
}
