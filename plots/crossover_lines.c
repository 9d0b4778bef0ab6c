/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Choosing the lines of the crossover, and naming them. */
#include "config.h"

#include "plots/crossover_lines.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "plots/label.h"
#include "plots/look.h"
#include "results/summary/summary.h"
#include "support/text.h"

#define TEXT_LIMIT 40 /* characters of a line in words */

static bool same_runner(const struct crossover_line *left, const struct crossover_line *right)
{
	return strcmp(left->cases[0]->runner, right->cases[0]->runner) == 0 &&
		strcmp(left->cases[0]->runner_text, right->cases[0]->runner_text) == 0;
}

/* The score of a whole line: the mean of the logarithm of its throughput. */
static double merit(const struct crossover_line *line)
{
	double sum = 0;

	for (size_t i = 0; i < line->count; i++)
		sum += log(case_record_throughput(line->cases[i]));
	return sum / (double)line->count;
}

static bool is_serial(const struct crossover_line *line)
{
	return strcmp(line->cases[0]->model, "serial") == 0;
}

static bool is_better(const struct crossover_line *line, const struct crossover_line *than)
{
	if (is_serial(line) != is_serial(than))
		return is_serial(line);
	if (line->count != than->count)
		return line->count > than->count;
	return merit(line) > merit(than);
}

/* Whether the chart has room for only one of the two. */
static bool is_rival(const struct crossover_line *left, const struct crossover_line *right)
{
	return left->kind == right->kind &&
		(left->kind == LINE_BASELINE || left->kind == LINE_BOTH ||
			same_runner(left, right));
}

void crossover_lines_choose(struct crossover_lines *chosen, const struct crossover *crossover)
{
	*chosen = (struct crossover_lines){.count = 0};
	for (size_t i = 0; i < crossover->line_count; i++) {
		const struct crossover_line *line = &crossover->lines[i];
		size_t rival = 0;

		if (line->count == 0)
			continue;
		while (rival < chosen->count && !is_rival(line, chosen->lines[rival]))
			rival++;
		if (rival == CROSSOVER_LINES)
			chosen->left_out++;
		else if (rival == chosen->count)
			chosen->lines[chosen->count++] = line;
		else if (is_better(line, chosen->lines[rival]))
			chosen->lines[rival] = line;
	}
}

bool crossover_line_leads(const struct crossover *crossover, const struct crossover_line *line)
{
	for (size_t i = 0; i < crossover->crossing_count; i++) {
		const struct crossing *crossing = &crossover->crossings[i];
		const struct crossover_line *best = line->kind == LINE_CONCURRENT
			? crossing->concurrent
			: line->kind == LINE_PARALLEL ? crossing->parallel
						      : NULL;

		if (best && same_runner(line, best))
			return true;
	}
	return false;
}

char *crossover_line_text(char *buffer, size_t size, const struct looks *looks,
	const struct crossover_line *line)
{
	const struct case_record *record = line->cases[0];
	char name[LABEL_SIZE], whole[2 * LABEL_SIZE];
	char axes[64] = "";

	if (line->kind == LINE_PARALLEL)
		snprintf(axes, sizeof(axes), ", %u cores", record->cores);
	else if (line->kind != LINE_BASELINE)
		snprintf(axes, sizeof(axes), ", %u core%s, %u in flight", record->cores,
			text_plural(record->cores), record->concurrency);
	look_name(name, sizeof(name), TEXT_LIMIT - strlen(axes), looks, record->runner,
		record->runner_text);
	snprintf(whole, sizeof(whole), "%s%s", name, axes);
	return label_clean(buffer, size, TEXT_LIMIT, whole);
}
