/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Runs that go on until they are precise enough: which interval there is at each number of blocks,
 * and that it covers as often as it says, whatever made the run end.
 *
 * Simulations are seeded. A rate of 95 % over 2000 trials has a standard error of 0.5 %.
 */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>
#include <gsl/gsl_randist.h>

#include "results/summary/precision.h"
#include "results/statistics/generator.h"
#include "results/statistics/interval.h"
#include "results/summary/summary.h"
#include "tests/made/made_result.h"

#define TRIALS 2000
#define TRUTH 1000.0 /* the median of all that fill() draws */

/* Blocks of one sample each, and room for one result of one case. */
struct trial {
	struct sample samples[PRECISION_BLOCKS_MOST];
	struct block blocks[PRECISION_BLOCKS_MOST];
	char id[8];
	struct case_record record;
};

static void begin(struct trial *trial)
{
	memset(trial, 0, sizeof(*trial));
	strcpy(trial->id, "x");
	trial->record = (struct case_record){.id = trial->id, .blocks = trial->blocks};
}

/* One block more; its rate in tasks a second. */
static void add_block(struct trial *trial, double rate)
{
	const size_t i = trial->record.block_count++;

	trial->samples[i] = (struct sample){.elapsed_ns = (uint64_t)(1e15 / rate), .user_ns = 1};
	trial->blocks[i] = (struct block){
		.block = i, .tasks = 1000000, .samples = &trial->samples[i], .sample_count = 1};
}

static void fill(struct trial *trial, gsl_rng *generator, unsigned blocks)
{
	while (trial->record.block_count < blocks)
		add_block(trial, TRUTH * exp(gsl_ran_gaussian(generator, 0.05)));
}

static const struct estimate *summarise(struct trial *trial)
{
	struct error error = {0};

	cr_assert_eq(case_record_summarise_by_looks(&trial->record, &error), 0, "%s", error.text);
	return &trial->record.summary.tasks_per_second;
}

static bool covers(const struct estimate *estimate)
{
	return estimate->low <= TRUTH && TRUTH <= estimate->high;
}

static void end(struct trial *trial)
{
	free(trial->record.reason);
}

/* Rates 1, 2, 3 … in a shuffled order would do as well: the interval goes by rank alone. */
static void expect_rank(size_t blocks, double rank, double least_confidence)
{
	struct trial trial;
	const struct estimate *estimate;

	begin(&trial);
	for (size_t i = 0; i < blocks; i++)
		add_block(&trial, (double)(1000 * (i + 1)));
	estimate = summarise(&trial);
	cr_expect_float_eq(estimate->low, 1000 * rank, 1, "%zu blocks: low %g", blocks,
		estimate->low);
	cr_expect_float_eq(estimate->high, 1000 * ((double)blocks + 1 - rank), 1,
		"%zu blocks: high %g", blocks, estimate->high);
	cr_expect(estimate->confidence >= least_confidence - 1e-9 && estimate->confidence < 0.97,
		"%zu blocks: confidence %g", blocks, estimate->confidence);
	end(&trial);
}

/* The ranks are those of the largest binomial tails that a fifth, two fifths … of 5 % pay for,
 * counted by hand for the first two looks: P(B(8) <= 0) = 0.0039 <= 0.005 < P(B(8) <= 1) = 0.035,
 * and P(B(16) <= 2) = 0.0021, P(B(16) <= 3) = 0.0106 against 0.0061 that are left then. */
Test(precision, interval_at_a_look_has_the_rank_that_its_error_pays_for)
{
	expect_rank(8, 1, 0.95);
	expect_rank(16, 3, 0.95);
}

Test(precision, interval_between_looks_keeps_the_rank_of_the_last)
{
	expect_rank(9, 1, 0.95);
	expect_rank(15, 1, 0.95);
	expect_rank(17, 3, 0.95);
	expect_rank(31, 3, 0.95);
}

/* 1 - 2^(1-n), and none for a single value. */
Test(precision, interval_before_the_first_look_is_the_range)
{
	expect_rank(2, 1, 0.5);
	expect_rank(5, 1, 0.9375);
	expect_rank(7, 1, 0.95);
	expect_rank(1, 1, 0);
}

Test(precision, confidence_is_never_more_than_the_number_of_blocks_has)
{
	struct trial trial;

	begin(&trial);
	for (size_t i = 0; i < 5; i++)
		add_block(&trial, (double)(1000 * (i + 1)));
	cr_expect_float_eq(summarise(&trial)->confidence, 0.9375, 1e-9);
	end(&trial);
}

/* Of 16 blocks 4 are left out, 2 before the first look: looks after 6 and 12 values, the first of
 * which has no interval. */
Test(precision, looks_count_the_blocks_that_are_used)
{
	struct trial trial;
	const struct estimate *estimate;

	begin(&trial);
	for (size_t i = 0; i < 16; i++)
		add_block(&trial, (double)(1000 * (i + 1)));
	for (size_t i = 0; i < 16; i += 5)
		trial.blocks[i].disturbed.found = true;
	estimate = summarise(&trial);
	cr_assert_eq(trial.record.summary.blocks, 12);
	/* 12 values: P(B <= 1) = 0.0032 and P(B <= 2) = 0.019, and 0.01 a side is allowed. */
	cr_expect_float_eq(estimate->low, 3000, 1, "%g", estimate->low);
	cr_expect_float_eq(estimate->high, 14000, 1, "%g", estimate->high);
	end(&trial);
}

/* As the conductor does. How often it covers; how often each look was the last in ended. */
static size_t count_by_looks(gsl_rng *generator, double wanted, size_t ended[PRECISION_LOOKS])
{
	size_t covered = 0;

	for (size_t t = 0; t < TRIALS; t++) {
		struct trial trial;
		size_t look = 0;

		begin(&trial);
		for (;; look++) {
			fill(&trial, generator, precision_looks[look]);
			summarise(&trial);
			if (!precision_is_missing(&trial.record, wanted) ||
				look + 1 == PRECISION_LOOKS)
				break;
		}
		ended[look]++;
		covered += covers(&trial.record.summary.tasks_per_second);
		end(&trial);
	}
	return covered;
}

Test(precision, interval_covers_where_the_run_ended)
{
	gsl_rng *generator = generator_new(2026, 1);
	const double wanted[] = {0.01, 0.02, 0.03, 0.04};

	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
		size_t ended[PRECISION_LOOKS] = {0}, looks = 0;
		size_t covered = count_by_looks(generator, wanted[i], ended);

		for (size_t look = 0; look < PRECISION_LOOKS; look++)
			looks += ended[look] > 0;
		cr_log_info("±%g: %zu of %d covered, ended at %zu %zu %zu %zu %zu", wanted[i],
			covered, TRIALS, ended[0], ended[1], ended[2], ended[3], ended[4]);
		cr_expect(covered >= TRIALS * 95 / 100 - 30, "±%g: %zu of %d", wanted[i], covered,
			TRIALS);
		cr_expect_geq(looks, 2, "±%g: it always ended at the same look", wanted[i]);
	}
	gsl_rng_free(generator);
}

/* The worst that can make a run end: it ends at the first look at which its interval misses. The
 * interval for a fixed number of blocks does not stand that. */
Test(precision, interval_covers_whatever_made_the_run_end_at_a_look)
{
	gsl_rng *generator = generator_new(2026, 2);
	size_t covered = 0, fixed = 0;

	for (size_t t = 0; t < TRIALS; t++) {
		bool all = true, all_fixed = true;
		struct trial trial;

		begin(&trial);
		for (size_t look = 0; look < PRECISION_LOOKS; look++) {
			fill(&trial, generator, precision_looks[look]);
			all = all && covers(summarise(&trial));
			cr_assert_eq(case_record_summarise(&trial.record, NULL), 0);
			all_fixed = all_fixed && covers(&trial.record.summary.tasks_per_second);
		}
		covered += all;
		fixed += all_fixed;
		end(&trial);
	}
	gsl_rng_free(generator);
	cr_log_info("all looks: %zu, fixed: %zu of %d", covered, fixed, TRIALS);
	cr_expect(covered >= TRIALS * 95 / 100 - 30, "%zu of %d", covered, TRIALS);
	cr_expect(fixed < TRIALS * 92 / 100, "fixed: %zu of %d", fixed, TRIALS);
}

/* The same with an end at any block from the first look on, which is what a budget may be. */
Test(precision, interval_covers_whatever_made_the_run_end_between_looks)
{
	gsl_rng *generator = generator_new(2026, 3);
	size_t covered = 0;

	for (size_t t = 0; t < TRIALS; t++) {
		bool all = true;
		struct trial trial;

		begin(&trial);
		for (unsigned blocks = PRECISION_BLOCKS_LEAST; blocks <= 64 && all; blocks++) {
			fill(&trial, generator, blocks);
			all = covers(summarise(&trial));
		}
		covered += all;
		end(&trial);
	}
	gsl_rng_free(generator);
	cr_log_info("at any block: %zu of %d", covered, TRIALS);
	cr_expect(covered >= TRIALS * 95 / 100 - 30, "%zu of %d", covered, TRIALS);
}

/* A result of two cases whose rates go from 1000 × (1 - spread) to 1000 × (1 + spread). */
static void make(struct result *result, double one, double two, unsigned blocks)
{
	struct error error = {0};

	made_init(result);
	result->settings = json_pack("{s:f}", "precision", 0.05);
	made_case(result,
		(struct made){"one", .runner = "serial", .cores = 1, .concurrency = 1, .rate = 1000,
			.spread = one, .blocks = blocks});
	made_case(result,
		(struct made){"two", .runner = "serial", .cores = 1, .concurrency = 1, .rate = 1000,
			.spread = two, .blocks = blocks});
	cr_assert_eq(precision_summarise(result, &error), 0, "%s", error.text);
}

static void expect_description(const struct result *result, const char *expected)
{
	char *text = precision_describe(result);

	cr_assert_not_null(text);
	cr_expect_str_eq(text, expected);
	free(text);
}

Test(precision, half_the_width_counts)
{
	struct result result;

	make(&result, 0.04, 0.06, 8);
	cr_expect_float_eq(precision_of(&result.cases[0]), 0.04, 1e-6);
	cr_expect_float_eq(precision_of(&result.cases[1]), 0.06, 1e-6);
	cr_expect_eq(precision_missing(&result), 1);
	cr_expect(precision_is_missing(&result.cases[1], 0.05));
	cr_expect(!precision_is_missing(&result.cases[1], 0.0600001));
	result_clear(&result);
}

Test(precision, few_blocks_are_never_precise)
{
	struct result result;

	make(&result, 0, 0, 5);
	cr_expect(isinf(precision_of(&result.cases[0])));
	cr_expect_eq(precision_missing(&result), 2);
	result_clear(&result);
}

Test(precision, nothing_waits_for_a_case_that_went_wrong)
{
	struct result result;

	make(&result, 0.04, 0.5, 8);
	made_fail(&result.cases[1], STATUS_CRASHED, "of itself");
	cr_assert_eq(precision_summarise(&result, NULL), 0);
	cr_expect_eq(precision_missing(&result), 0);
	result_clear(&result);
}

Test(precision, without_one_the_interval_is_that_of_a_fixed_number)
{
	struct result result;

	make(&result, 0.04, 0.06, 16);
	json_object_del(result.settings, "precision");
	cr_assert_eq(precision_summarise(&result, NULL), 0);
	cr_expect_float_eq(result.cases[0].summary.tasks_per_second.confidence,
		interval_confidence(4, 16), 1e-9);
	expect_description(&result, "");
	result_clear(&result);
}

Test(precision, description_says_how_it_ended_and_what_is_missing)
{
	struct result result;

	make(&result, 0.04, 0.06, 8);
	expect_description(&result,
		"Precision of ±5 %: interrupted after 8 blocks; 1 of 2 cases did not reach it: "
		"two/serial/cores=1/concurrency=1 (±6 %).");
	json_object_set_new(result.settings, "stopped", json_string("budget"));
	json_object_set_new(result.settings, "stopped_look", json_integer(1));
	expect_description(&result,
		"Precision of ±5 %: budget spent after 8 blocks (look 1 of 5); 1 of 2 cases "
		"did not reach it: two/serial/cores=1/concurrency=1 (±6 %).");
	json_object_set_new(result.settings, "stopped", json_string("blocks"));
	expect_description(&result,
		"Precision of ±5 %: not reached in 8 blocks (look 1 of 5); 1 of 2 cases did not reach "
		"it: two/serial/cores=1/concurrency=1 (±6 %).");
	json_object_set_new(result.settings, "precision", json_real(0.1));
	json_object_set_new(result.settings, "stopped", json_string("precision"));
	expect_description(&result,
		"Precision of ±10 %: reached after 8 blocks (look 1 of 5); every case reached it.");
	result_clear(&result);
	make(&result, 0.04, 0.06, 1);
	expect_description(&result,
		"Precision of ±5 %: interrupted after 1 block; 2 of 2 cases did not reach it: "
		"one/serial/cores=1/concurrency=1 (no interval), two/serial/cores=1/concurrency=1 "
		"(no interval).");
	result_clear(&result);
}
