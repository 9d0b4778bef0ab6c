/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Comparisons of cases whose ratios, intervals and p values can be counted by hand. */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "results/verdict/comparison.h"
#include "results/summary/summary.h"

#define LIMIT 8
#define TASKS 10

/* A case with a block of three samples for each value, the median of which is that value. */
struct made {
	struct case_record record;
	struct block blocks[LIMIT];
	struct sample samples[LIMIT][3];
	struct error error;
};

static void make(struct made *made, const double *values, size_t count)
{
	*made = (struct made){
		.record = {.id = (char *)"a-case", .blocks = made->blocks, .block_count = count}};
	for (size_t i = 0; i < count; i++) {
		uint64_t elapsed_ns = (uint64_t)llround(TASKS * values[i]);

		made->samples[i][0].elapsed_ns = 9 * elapsed_ns;
		made->samples[i][1].elapsed_ns = elapsed_ns;
		made->samples[i][2].elapsed_ns = elapsed_ns / 2;
		made->blocks[i] = (struct block){
			.block = i, .tasks = TASKS, .samples = made->samples[i], .sample_count = 3};
	}
	cr_assert_eq(case_record_summarise(&made->record, &made->error), 0, "%s", made->error.text);
}

static void make_times(struct made *made, const double *values, const double *factors, size_t count)
{
	double products[LIMIT];

	for (size_t i = 0; i < count; i++)
		products[i] = values[i] * factors[i];
	make(made, products, count);
}

static struct comparison compare(const struct made *a, const struct made *b, bool side_by_side)
{
	struct comparison comparison = {
		.a = &a->record, .b = &b->record, .side_by_side = side_by_side};
	struct error error = {0};

	cr_assert_eq(comparison_family(&comparison, 1, COMPARISON_LEVEL, &error), 0, "%s",
		error.text);
	return comparison;
}

static const double even[LIMIT] = {10000, 10100, 10200, 10300, 10400, 10500, 10600, 10700};
static const double ten_percent[LIMIT] = {1.1, 1.1, 1.1, 1.1, 1.1, 1.1, 1.1, 1.1};

/* All values of one case are below all of the other: of the 252 ways to choose five of ten there is
 * one so, and one the other way. Of the 25 ratios the interval leaves out two at either end. */
Test(comparison, of_blocks_apart)
{
	struct comparison found;
	struct made a, b;

	make(&a, even, 5);
	make_times(&b, even, ten_percent, 5);
	found = compare(&a, &b, false);
	cr_expect_eq(found.change, CHANGE_SLOWER);
	cr_expect_not(found.paired);
	cr_expect_float_eq(found.ratio.median, 1.1, 1e-12, "%.15g", found.ratio.median);
	cr_expect_float_eq(found.ratio.low, 111.1 / 104, 1e-12, "%.15g", found.ratio.low);
	cr_expect_float_eq(found.ratio.high, 114.4 / 101, 1e-12, "%.15g", found.ratio.high);
	cr_expect_float_eq(found.ratio.confidence, 1 - 8.0 / 252, 1e-12);
	cr_expect_float_eq(found.p, 2.0 / 252, 1e-12, "%.15g", found.p);
	cr_expect_eq(found.p_holm, found.p);
	cr_expect_eq(found.p_benjamini_hochberg, found.p);
	/* Half of the interval's logarithms, times 1 + qnorm(0.8) / qnorm(0.5 + 0.968… / 2). */
	cr_expect_float_eq(log1p(found.detectable),
		log(114.4 / 101 / (111.1 / 104)) / 2 * (1 + 0.8416212335729143 / 2.1475938835560),
		1e-7, "%.15g", found.detectable);

	found = compare(&b, &a, false);
	cr_expect_eq(found.change, CHANGE_FASTER);
	cr_expect_float_eq(found.ratio.median, 1 / 1.1, 1e-12, "%.15g", found.ratio.median);
}

/* What all blocks of a number share drops out in pairs, and hides the change otherwise. */
Test(comparison, of_pairs)
{
	static const double drifting[LIMIT] = {1000, 2000, 3000, 4000, 5000, 6000};
	static const double slower[LIMIT] = {1.01, 1.02, 1.03, 1.04, 1.05, 1.06};
	struct comparison found;
	struct made a, b;

	make(&a, drifting, 6);
	make_times(&b, drifting, slower, 6);
	found = compare(&a, &b, true);
	cr_expect(found.paired);
	cr_expect_eq(found.change, CHANGE_SLOWER);
	cr_expect_float_eq(found.p, 2.0 / 64, 1e-12, "%.15g", found.p);
	cr_expect_float_eq(found.ratio.low, 1.01, 1e-12, "%.15g", found.ratio.low);
	cr_expect_float_eq(found.ratio.high, 1.06, 1e-12, "%.15g", found.ratio.high);
	found = compare(&a, &b, false);
	cr_expect_not(found.paired);
	cr_expect_eq(found.change, CHANGE_NONE);
	cr_expect_gt(found.detectable, 1);
}

/* With five pairs the signed-rank test says 0.0625 at best, and with a block that does not count
 * only five of six are left. */
Test(comparison, too_few_pairs_are_compared_apart)
{
	struct comparison found;
	struct made a, b;

	make(&a, even, 5);
	make_times(&b, even, ten_percent, 5);
	found = compare(&a, &b, true);
	cr_expect_not(found.paired);
	cr_expect_eq(found.change, CHANGE_SLOWER);

	make(&a, even, 6);
	make_times(&b, even, ten_percent, 6);
	cr_expect(compare(&a, &b, true).paired);
	b.blocks[2].disturbed.found = true;
	cr_assert_eq(case_record_summarise(&b.record, &b.error), 0);
	found = compare(&a, &b, true);
	cr_expect_not(found.paired);
	cr_expect_eq(found.a_blocks, 6);
	cr_expect_eq(found.b_blocks, 5);
	cr_expect_float_eq(found.p, 2.0 / 462, 1e-12, "%.15g", found.p);
}

/* Most blocks of b are disturbed, so that it counts them all: a's disturbed one is taken, too, as
 * the quiet blocks of one beside all of the other are no fair comparison. */
Test(comparison, disturbed_blocks_count_on_both_sides_or_on_none)
{
	struct comparison found;
	struct made a, b;

	make(&a, even, 7);
	make_times(&b, even, ten_percent, 7);
	a.blocks[1].disturbed.found = true;
	for (size_t i = 0; i < 5; i++)
		b.blocks[i].disturbed.found = true;
	cr_assert_eq(case_record_summarise(&a.record, &a.error), 0);
	cr_assert_eq(case_record_summarise(&b.record, &b.error), 0);
	cr_assert(b.record.summary.disturbed && !a.record.summary.disturbed);
	found = compare(&a, &b, true);
	cr_expect_eq(found.a_blocks, 7);
	cr_expect_eq(found.b_blocks, 7);
	cr_expect(found.paired);

	b.blocks[0].disturbed.found = b.blocks[1].disturbed.found = false;
	cr_assert_eq(case_record_summarise(&b.record, &b.error), 0);
	cr_assert_not(b.record.summary.disturbed);
	found = compare(&a, &b, true);
	cr_expect_eq(found.a_blocks, 6);
	cr_expect_eq(found.b_blocks, 4);
}

/* Pairs are blocks of the same number, wherever they stand. */
Test(comparison, pairs_go_by_number)
{
	static const double backwards[LIMIT] = {7000, 6000, 5000, 4000, 3000, 2000, 1000};
	static const double forwards[LIMIT] = {1000, 2000, 3000, 4000, 5000, 6000, 7000};
	struct comparison found;
	struct made a, b;

	make(&a, forwards, 7);
	make(&b, backwards, 7);
	for (size_t i = 0; i < 7; i++)
		b.blocks[i].block = 6 - i;
	found = compare(&a, &b, true);
	cr_expect_eq(found.ratio.low, 1);
	cr_expect_eq(found.ratio.high, 1);
	cr_expect_eq(found.p, 1);
	cr_expect_eq(found.change, CHANGE_NONE);
}

/* Batches that last as long as their arrivals do, in which tasks take ten percent longer. */
Test(comparison, of_tasks_that_arrive)
{
	struct comparison found;
	struct made a, b;

	make(&a, even, 5);
	make(&b, even, 5);
	for (size_t i = 0; i < 5; i++)
		for (size_t j = 0; j < 3; j++) {
			a.samples[i][j].arrived = b.samples[i][j].arrived = true;
			a.samples[i][j].latency.p50 = 1000 + i;
			b.samples[i][j].latency.p50 = 1100 + i;
		}
	found = compare(&a, &b, false);
	cr_expect_eq(found.change, CHANGE_SLOWER);
	cr_expect_float_eq(found.ratio.median, 1.1, 1e-3, "%.15g", found.ratio.median);
}

Test(comparison, too_few_blocks_say_nothing)
{
	struct comparison found;
	struct made a, b;

	make(&a, even, 3);
	make_times(&b, even, ten_percent, 3);
	found = compare(&a, &b, false);
	cr_expect_eq(found.change, CHANGE_UNKNOWN);
	cr_expect_eq(found.detectable, INFINITY);
	cr_expect_float_eq(found.p, 0.1, 1e-12, "%.15g", found.p);
	make(&b, even, 0);
	found = compare(&a, &b, false);
	cr_expect_eq(found.change, CHANGE_UNKNOWN);
	cr_expect_eq(found.p, 1);
	cr_expect_eq(found.ratio.median, 0);
	free(b.record.reason);
}

/* Five blocks against five, p = 2 / 252, are findings among six comparisons and none among seven.
 */
Test(comparison, families_are_adjusted)
{
	struct comparison family[7];
	struct error error = {0};
	struct made a, b;

	make(&a, even, 5);
	make_times(&b, even, ten_percent, 5);
	for (size_t count = 6; count <= 7; count++) {
		for (size_t i = 0; i < count; i++)
			family[i] = (struct comparison){.a = &a.record, .b = &b.record};
		cr_assert_eq(comparison_family(family, count, COMPARISON_LEVEL, &error), 0, "%s",
			error.text);
		for (size_t i = 0; i < count; i++) {
			cr_expect_eq(family[i].change, count == 6 ? CHANGE_SLOWER : CHANGE_UNKNOWN);
			cr_expect_float_eq(family[i].p_holm, (double)count * 2 / 252, 1e-12);
			cr_expect_float_eq(family[i].p_benjamini_hochberg, 2.0 / 252, 1e-12);
		}
	}
	cr_assert_eq(comparison_family(family, 0, COMPARISON_LEVEL, &error), 0);
}

Test(comparison, is_a_line_of_text)
{
	static const struct case_record nothing = {.id = (char *)"b"};
	static const struct {
		struct comparison comparison;
		const char *text;
	} cases[] = {
		{{.a_blocks = 5,
			 .b_blocks = 5,
			 .family = 1,
			 .ratio = {1.004, 0.989, 1.019, 0.95},
			 .p = 0.5,
			 .p_holm = 0.5,
			 .detectable = 0.032},
			"no change (+0.4 % [-1.1, +1.9]); a change of 3.2 % would have been found"},
		{{.a_blocks = 5,
			 .b_blocks = 5,
			 .family = 1,
			 .ratio = {1.051, 1.04, 1.06, 0.95},
			 .p_holm = 2.0 / 252,
			 .detectable = 0.01,
			 .change = CHANGE_SLOWER},
			"slower (+5.1 % [+4.0, +6.0]); p = 0.0079"},
		{{.a_blocks = 9,
			 .b_blocks = 9,
			 .family = 1,
			 .ratio = {0.5, 0.45, 0.55, 0.95},
			 .p_holm = 0.00001,
			 .detectable = 0.01,
			 .change = CHANGE_FASTER},
			"faster (-50.0 % [-55.0, -45.0]); p < 0.0001"},
		{{.a_blocks = 3,
			 .b_blocks = 5,
			 .family = 1,
			 .ratio = {1.1, 1, 1.2, 0.9},
			 .detectable = INFINITY,
			 .change = CHANGE_UNKNOWN},
			"cannot say (+10.0 % [+0.0, +20.0]); with 3 blocks no change can be found"},
		{{.a_blocks = 5,
			 .b_blocks = 5,
			 .family = 80,
			 .ratio = {1.1, 1, 1.2, 0.9},
			 .detectable = INFINITY,
			 .change = CHANGE_UNKNOWN},
			"cannot say (+10.0 % [+0.0, +20.0]); with 5 blocks no change can be found among so many comparisons"},
		{{.b = &nothing, .a_blocks = 5, .change = CHANGE_UNKNOWN},
			"cannot say: no block of b counts"},
	};
	char text[256];

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		cr_expect_str_eq(comparison_format(&cases[i].comparison, text, sizeof(text)),
			cases[i].text);
}

Test(comparison, refuses_what_it_cannot_use)
{
	struct comparison comparison;
	struct error error = {0};
	struct made a;

	make(&a, even, 5);
	comparison = (struct comparison){.a = &a.record, .b = &a.record};
	cr_expect_eq(comparison_family(&comparison, 1, 1, &error), -1);
	cr_expect_str_eq(error.text, "comparison: level is 1, must be above 0 and below 1");
	error = (struct error){0};
	a.samples[1][1].elapsed_ns = a.samples[1][2].elapsed_ns = 0;
	cr_expect_eq(comparison_family(&comparison, 1, COMPARISON_LEVEL, &error), -1);
	cr_expect_str_eq(error.text, "a-case: block 1: a sample took no time");
}
