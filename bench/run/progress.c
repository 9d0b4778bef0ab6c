/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The progress of a run; see progress.h. */
#include "config.h"

#include "bench/run/progress.h"

#include "bench/program/message.h"
#include "support/clock.h"
#include "support/text.h"

#include <stdio.h>

#define PLAIN_LINE_EVERY_NS (10 * NANOSECONDS_PER_SECOND)

void progress_begin(struct progress *progress, const struct plan *plan, bool quiet)
{
	*progress = (struct progress){
		.quiet = quiet,
		.terminal = message_has_status(),
		.begin_ns = clock_now_ns(),
		.said_ns = clock_now_ns(),
		.estimate_ns = plan->estimate_ns,
		.total = plan->case_count * plan->settings.blocks,
	};
}

void progress_aim(struct progress *progress, const struct plan *plan, unsigned blocks,
	const char *stage)
{
	progress->total = plan->case_count * blocks;
	progress->estimate_ns = -progress->estimate_skipped_ns;
	for (size_t i = 0; i < plan->case_count; i++)
		progress->estimate_ns += plan->cases[i].estimate_ns * blocks;
	snprintf(progress->stage, sizeof(progress->stage), "%s", stage);
}

static void describe(const struct progress *progress, char *text, size_t size)
{
	double elapsed_ns = (double)(clock_now_ns() - progress->begin_ns), left_ns;
	int length = snprintf(text, size, "%s%s%zu of %zu case%s, %.0f s", progress->stage,
		progress->stage[0] != '\0' ? ": " : "", progress->done, progress->total,
		text_plural(progress->total), elapsed_ns / 1e9);

	if (progress->estimate_done_ns <= 0 || length < 0 || (size_t)length >= size)
		return;
	left_ns = (progress->estimate_ns - progress->estimate_done_ns) * elapsed_ns /
		progress->estimate_done_ns;
	snprintf(text + length, size - (size_t)length, ", about %.0f s left",
		left_ns > 0 ? left_ns / 1e9 : 0);
}

/* Redraws the status line. */
static void redraw(const struct progress *progress, const char *what)
{
	char figures[128 + PROGRESS_STAGE];

	describe(progress, figures, sizeof(figures));
	message_status(figures, what);
}

void progress_say(struct progress *progress, const char *what)
{
	if (progress->quiet)
		return;
	if (progress->terminal)
		redraw(progress, what);
	else
		message_line("%s", what);
}

void progress_case(struct progress *progress, const struct plan_case *entry)
{
	if (!progress->quiet && progress->terminal)
		redraw(progress, entry->id);
}

void progress_done(struct progress *progress, const struct plan_case *entry,
	const struct block *block)
{
	char figures[128 + PROGRESS_STAGE];

	progress->done++;
	progress->estimate_done_ns += entry->estimate_ns;
	if (block->status != STATUS_OK)
		message_line("%s: %s: %s", status_name(block->status), entry->id, block->reason);
	if (progress->quiet || progress->terminal ||
		(clock_now_ns() - progress->said_ns < PLAIN_LINE_EVERY_NS &&
			progress->done < progress->total))
		return;
	progress->said_ns = clock_now_ns();
	describe(progress, figures, sizeof(figures));
	message_line("%s", figures);
}

void progress_skip(struct progress *progress, const struct plan_case *entry)
{
	progress->done++;
	progress->estimate_ns -= entry->estimate_ns;
	progress->estimate_skipped_ns += entry->estimate_ns;
}

void progress_warn(struct progress *progress, const char *text)
{
	(void)progress;
	message_line("warning: %s", text);
}

void progress_end(struct progress *progress)
{
	(void)progress;
	message_status_end();
}
