/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan as text, with cases in the order they were asked for, not in the order of a block. */
#include "config.h"

#include "bench/plan/plan_print.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>

#include "results/table/columns.h"
#include "results/summary/precision.h"
#include "support/text.h"

static void print_settings(const struct settings *settings, FILE *stream)
{
	char time[TEXT_NUMBER_SIZE], pin[256];

	fprintf(stream, "each block: %u sample%s of ", settings->samples,
		text_plural(settings->samples));
	if (settings->tasks > 0)
		fprintf(stream, "%" PRIu64 " tasks", settings->tasks);
	else
		fprintf(stream, "at least %s",
			text_format_duration(time, sizeof(time), settings->sample_minimum_ns));
	fprintf(stream, " a case, in a fresh process; pin: %s; seed: %" PRIu64 "\n",
		pin_format(&settings->pin, pin, sizeof(pin)), settings->seed);
}

#define SECONDS_FROM 0.1e9 /* shorter times have a smaller unit */

/* Decimal places of a time in seconds. */
static int digits(double time_ns)
{
	return time_ns < 10e9 ? 1 : 0;
}

/* With its unit. Returns buffer. */
static char *format_time(char buffer[TEXT_NUMBER_SIZE], double time_ns)
{
	if (time_ns < SECONDS_FROM)
		return text_duration_rounded(buffer, TEXT_NUMBER_SIZE, time_ns);
	snprintf(buffer, TEXT_NUMBER_SIZE, "%.*f s", digits(time_ns), time_ns / 1e9);
	return buffer;
}

/* From the first look to the last, or to the end of the budget. */
static void print_range(const struct plan *plan, FILE *stream)
{
	const struct settings *settings = &plan->settings;
	double least_ns = plan->estimate_ns * PRECISION_BLOCKS_LEAST / settings->blocks;
	char budget[TEXT_NUMBER_SIZE], from[TEXT_NUMBER_SIZE], to[TEXT_NUMBER_SIZE];

	snprintf(from, sizeof(from), "%.*f", digits(least_ns), least_ns / 1e9);
	if (least_ns < SECONDS_FROM)
		format_time(from, least_ns);
	fprintf(stream, "%d to %u blocks, until each interval is within ±%.4g %%, ",
		PRECISION_BLOCKS_LEAST, settings->blocks, 100 * settings->precision);
	fprintf(stream, "about %s to %s\nlooks after", from, format_time(to, plan->estimate_ns));
	for (size_t i = 0; i < PRECISION_LOOKS; i++)
		fprintf(stream, "%s %u", i > 0 ? "," : "", precision_looks[i]);
	fputs(" blocks", stream);
	if (settings->budget_ns > 0)
		fprintf(stream, "; no block begins after %s%s",
			text_format_duration(budget, sizeof(budget), settings->budget_ns),
			settings->budget_ns < least_ns ? ", which is before the first look" : "");
	fputc('\n', stream);
}

static void print_case(const struct plan_case *entry, FILE *stream)
{
	char time[TEXT_NUMBER_SIZE];

	text_duration_rounded(time, sizeof(time), entry->estimate_ns);
	fprintf(stream, "%13s  ", time);
	columns_write(stream, entry->id, 0);
	if (entry->arrivals.rate_per_second > 0)
		fprintf(stream, "  (%" PRIu64 " tasks)", entry->tasks);
	fputc('\n', stream);
}

/* The cases of all groups, group after group; the cases of a group start at first[group]. Both to
 * be freed; NULL without memory. */
static const struct plan_case **list_by_group(const struct plan *plan, size_t **first)
{
	const struct plan_case **cases;
	size_t *next = calloc(plan->groups_count + 2, sizeof(*next));

	*first = next;
	if (next == NULL)
		return NULL;
	/* Counts at group + 2: filling moves next[group + 1] from the group's start to its end. */
	for (size_t i = 0; i < plan->case_count; i++)
		for (size_t j = 0; j < plan->cases[i].groups_count; j++)
			next[plan->cases[i].groups[j] + 2]++;
	for (size_t group = 2; group < plan->groups_count + 2; group++)
		next[group] += next[group - 1];
	cases = calloc(next[plan->groups_count + 1] + 1, sizeof(*cases));
	for (size_t i = 0; cases != NULL && i < plan->case_count; i++)
		for (size_t j = 0; j < plan->cases[i].groups_count; j++)
			cases[next[plan->cases[i].groups[j] + 1]++] = &plan->cases[i];
	return cases;
}

static void print_groups(const struct plan *plan, FILE *stream)
{
	size_t *first;
	const struct plan_case **cases = list_by_group(plan, &first);

	for (size_t group = 0; cases != NULL && group < plan->groups_count; group++) {
		fputc('\n', stream);
		columns_write(stream, plan->groups[group], 0);
		fputc('\n', stream);
		for (size_t i = first[group]; i < first[group + 1]; i++)
			print_case(cases[i], stream);
		if (first[group] == first[group + 1])
			fputs("               none of its cases is possible here\n", stream);
	}
	if (cases == NULL)
		fputs("\nno memory for the cases by group\n", stream);
	free(cases);
	free(first);
}

void plan_print(const struct plan *plan, FILE *stream)
{
	char time[TEXT_NUMBER_SIZE];
	bool headed = false;

	fprintf(stream, "suite %s: %zu case%s × ", plan->suite, plan->case_count,
		text_plural(plan->case_count));
	if (plan->settings.precision > 0)
		print_range(plan, stream);
	else
		fprintf(stream, "%u block%s, about %s\n", plan->settings.blocks,
			text_plural(plan->settings.blocks), format_time(time, plan->estimate_ns));
	print_settings(&plan->settings, stream);
	fputs("\na block of it  case\n", stream);
	print_groups(plan, stream);
	for (size_t i = 0; i < plan->case_count; i++) {
		if (plan->cases[i].groups_count > 0)
			continue;
		if (plan->groups_count > 0 && !headed)
			fputs("\nin no group\n", stream);
		headed = true;
		print_case(&plan->cases[i], stream);
	}
	if (plan->omission_count == 0)
		return;
	fputs("\nleft out\n", stream);
	for (size_t i = 0; i < plan->omission_count; i++)
		columns_line(stream, "  %s: %s", plan->omissions[i].id, plan->omissions[i].reason);
}
