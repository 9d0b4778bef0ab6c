/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When a run ends; see stopping.h. */
#include "config.h"

#include "bench/run/stopping.h"

#include <stdio.h>
#include <string.h>

#include "bench/run/run_journal.h"
#include "results/summary/precision.h"
#include "support/clock.h"
#include "support/text.h"
#include "support/whole.h"

void stopping_begin(struct stopping *stopping, const struct plan *plan, struct result *result,
	struct journal *journal)
{
	*stopping = (struct stopping){
		.plan = plan,
		.result = result,
		.journal = journal,
		.begin_ns = clock_now_ns(),
		.before_ns =
			(uint64_t)json_integer_value(json_object_get(result->settings, "spent_ns")),
	};
}

static double spent_ns(const struct stopping *stopping)
{
	return (double)(stopping->before_ns + clock_now_ns() - stopping->begin_ns);
}

/* The number of looks in the first `blocks` blocks. */
static unsigned looks_made(unsigned blocks)
{
	unsigned made = 0;

	while (made < PRECISION_LOOKS && precision_looks[made] <= blocks)
		made++;
	return made;
}

bool stopping_is_look(const struct stopping *stopping, unsigned blocks)
{
	const unsigned made = looks_made(blocks);

	return stopping->plan->settings.precision > 0 && made > 0 &&
		precision_looks[made - 1] == blocks;
}

static bool is_begun(const struct stopping *stopping, unsigned block)
{
	const struct result *result = stopping->result;

	for (size_t i = 0; i < result->case_count; i++) {
		const struct case_record *record = &result->cases[i];

		if (record->block_count > 0 &&
			record->blocks[record->block_count - 1].block >= block)
			return true;
	}
	return false;
}

/* Whether the budget allows `more` blocks, at the pace of the `blocks` so far. */
static bool lasts(const struct stopping *stopping, unsigned blocks, unsigned more)
{
	const double budget_ns = stopping->plan->settings.budget_ns;
	const double spent = spent_ns(stopping);

	return budget_ns <= 0 || spent + spent / blocks * more <= budget_ns;
}

/* The reason to end before this block, of which nothing is measured yet; NULL: there is none. */
static const char *reason_to_end(const struct stopping *stopping, unsigned block)
{
	const double budget_ns = stopping->plan->settings.budget_ns;
	const unsigned made = looks_made(block);

	if (block == 0)
		return NULL;
	if (stopping_is_look(stopping, block)) {
		if (precision_missing(stopping->result) == 0)
			return "precision";
		if (made == PRECISION_LOOKS)
			return "blocks";
		if (!lasts(stopping, block, precision_looks[made] - block))
			return "budget";
	}
	return budget_ns > 0 && spent_ns(stopping) >= budget_ns ? "budget" : NULL;
}

static int end(struct stopping *stopping, const char *reason, unsigned block, struct error *error)
{
	json_t *event = json_pack("{s:s, s:i}", "reason", reason, "look", (int)looks_made(block));
	int status = event == NULL ? error_set(error, "no memory")
				   : precision_set_stopped(stopping->result, event, error);

	if (status < 0) {
		json_decref(event);
		return -1;
	}
	return run_journal_event(stopping->journal, "stopped", event, error) < 0 ? -1 : 1;
}

int stopping_reached(struct stopping *stopping, unsigned block, struct error *error)
{
	const char *reason;

	if (stopping->plan->settings.precision <= 0)
		return block >= stopping->plan->settings.blocks;
	if (is_begun(stopping, block))
		return 0;
	if (json_object_get(stopping->result->settings, "stopped") != NULL)
		return 1;
	reason = reason_to_end(stopping, block);
	return reason != NULL ? end(stopping, reason, block, error) : 0;
}

int stopping_spend(const struct stopping *stopping, struct error *error)
{
	json_t *spent;

	if (stopping->plan->settings.precision <= 0)
		return 0;
	spent = json_integer((json_int_t)whole_within(spent_ns(stopping), INT64_MAX));
	if (json_object_set(stopping->result->settings, "spent_ns", spent) < 0) {
		json_decref(spent);
		return error_set(error, "no memory");
	}
	return run_journal_event(stopping->journal, "spent_ns", spent, error);
}

void stopping_aim(const struct stopping *stopping, unsigned block, struct progress *progress)
{
	const struct settings *settings = &stopping->plan->settings;
	const unsigned made = looks_made(block);
	char text[PROGRESS_STAGE], left[TEXT_NUMBER_SIZE];
	double left_ns = settings->budget_ns - spent_ns(stopping);
	int length;

	if (settings->precision <= 0)
		return;
	length = snprintf(text, sizeof(text), "block %u, look %u of %d after %u", block + 1,
		made + 1, PRECISION_LOOKS, precision_looks[made]);
	if (settings->budget_ns > 0 && length > 0 && (size_t)length < sizeof(text))
		snprintf(text + length, sizeof(text) - (size_t)length, ", %s of the budget left",
			text_duration_rounded(left, sizeof(left), left_ns > 0 ? left_ns : 0));
	progress_aim(progress, stopping->plan, precision_looks[made], text);
}
