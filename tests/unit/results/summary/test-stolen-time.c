/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Blocks whose CPUs a hypervisor kept from them, from made evidence. */
#include "config.h"

#include <criterion/criterion.h>

#include "results/record/block_json.h"
#include "results/summary/disturbance.h"
#include "tests/made/made_result.h"

#define CASES 8
#define BLOCKS 5

static struct result result;
static struct error error;

/* A run that nothing disturbed. */
static void make_run(void)
{
	made_init(&result);
	for (unsigned i = 0; i < CASES; i++) {
		struct case_record *record = made_case(&result,
			(struct made){.workload = "noop",
				.runner = "threads",
				.cores = 1,
				.concurrency = i + 1,
				.rate = 1000,
				.blocks = BLOCKS});

		for (unsigned j = 0; j < BLOCKS; j++)
			record->blocks[j].has_canaries = true;
	}
}

/* Marks and counts. */
static size_t mark(void)
{
	size_t count = 0;

	cr_assert_eq(disturbance_mark(&result, &error), 0, "%s", error.text);
	for (size_t i = 0; i < result.case_count; i++)
		for (size_t j = 0; j < result.cases[i].block_count; j++)
			count += result.cases[i].blocks[j].disturbed.found;
	return count;
}

static void tear_down(void)
{
	result_clear(&result);
}

/* Gives all blocks of a run samples from which so much was stolen, in ticks. */
static void steal(unsigned ticks, uint64_t elapsed_ns)
{
	for (size_t i = 0; i < result.case_count; i++)
		for (size_t j = 0; j < result.cases[i].block_count; j++) {
			struct sample *sample = &result.cases[i].blocks[j].samples[0];

			sample->has_evidence = true;
			sample->elapsed_ns = elapsed_ns;
			evidence_set(&sample->evidence, EVIDENCE_STEAL_NS, 1e7 * ticks);
		}
}

/* What is stolen from one block while so many ticks are stolen from each of the others. A tick may
 * be of the time before; what everybody loses tells no block from another. */
Test(stolen_time, marks_a_block, .fini = tear_down)
{
	static const struct {
		unsigned others, one;
		uint64_t elapsed_ns;
		double percent; /* 0: it is not marked */
	} cases[] = {
		{0, 0, 100000000, 0},
		{0, 1, 20000000, 0},
		{0, 2, 100000000, 10},
		{0, 2, 1000000000, 0},
		{0, 4, 1000000000, 3},
		{5, 5, 100000000, 0},
		{5, 6, 100000000, 50},
		{0, 90, 100000000, 100},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct disturbance *disturbed;
		struct sample *sample;

		make_run();
		steal(cases[i].others, cases[i].elapsed_ns);
		sample = &result.cases[2].blocks[1].samples[0];
		evidence_set(&sample->evidence, EVIDENCE_STEAL_NS, 1e7 * cases[i].one);
		cr_expect_eq(mark(), cases[i].percent > 0, "case %zu", i);
		disturbed = &result.cases[2].blocks[1].disturbed;
		cr_expect_float_eq(disturbed->stolen_percent, cases[i].percent, 1e-6,
			"case %zu: %g", i, disturbed->stolen_percent);
		sample->has_evidence = false;
		cr_expect_eq(mark(), 0, "what is not known marks nothing");
		result_clear(&result);
	}
	make_run();
}

Test(stolen_time, is_told, .fini = tear_down)
{
	struct block again;
	char text[512];
	json_t *json;

	make_run();
	steal(0, 100000000);
	evidence_set(&result.cases[2].blocks[1].samples[0].evidence, EVIDENCE_STEAL_NS, 3e7);
	mark();
	disturbance_describe(text, sizeof(text), &result);
	cr_expect_str_eq(text, "1 of 40 blocks was disturbed, 1 by stolen CPU time (up to 20 %)");
	json = block_to_json(&result.cases[2].blocks[1]);
	cr_assert_eq(block_from_json(&again, json, &error), 0, "%s", error.text);
	cr_expect(again.disturbed.found);
	cr_expect_float_eq(again.disturbed.stolen_percent, 20, 1e-9);
	block_clear(&again);
	json_decref(json);
}
