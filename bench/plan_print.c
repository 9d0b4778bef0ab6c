/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan as text: cases in the order they were asked for, not in that of a block. */
#include "config.h"

#include "bench/plan_print.h"

#include <inttypes.h>

#include "support/text.h"

static void print_settings(const struct settings *settings, FILE *stream)
{
	char time[TEXT_NUMBER_SIZE], pin[256];

	fprintf(stream, "each block: %u sample%s of ", settings->samples,
		settings->samples == 1 ? "" : "s");
	if (settings->tasks > 0)
		fprintf(stream, "%" PRIu64 " tasks", settings->tasks);
	else
		fprintf(stream, "at least %s",
			text_format_duration(time, sizeof(time), settings->sample_minimum_ns));
	fprintf(stream, " a case, in a fresh process; pin: %s; seed: %" PRIu64 "\n",
		pin_format(&settings->pin, pin, sizeof(pin)), settings->seed);
}

void plan_print(const struct plan *plan, FILE *stream)
{
	char time[TEXT_NUMBER_SIZE];

	fprintf(stream, "suite %s: %zu case%s × %u block%s, about %.*f s\n", plan->suite,
		plan->case_count, plan->case_count == 1 ? "" : "s", plan->settings.blocks,
		plan->settings.blocks == 1 ? "" : "s", plan->estimate_ns < 10e9 ? 1 : 0,
		plan->estimate_ns / 1e9);
	print_settings(&plan->settings, stream);
	fputs("\na block of it  case\n", stream);
	for (size_t i = 0; i < plan->case_count; i++) {
		text_duration_rounded(time, sizeof(time), plan->cases[i].estimate_ns);
		fprintf(stream, "%13s  %s\n", time, plan->cases[i].id);
	}
	if (plan->omission_count == 0)
		return;
	fputs("\nleft out\n", stream);
	for (size_t i = 0; i < plan->omission_count; i++)
		fprintf(stream, "  %s: %s\n", plan->omissions[i].id, plan->omissions[i].reason);
}
