/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line under a case; see case_notes.h. */
#include "config.h"

#include "results/table/case_notes.h"

#include <stdarg.h>
#include <stdio.h>

#include "support/percent.h"
#include "support/clock.h"
#include "support/text.h"

/* Over all samples of the ok blocks; 0 if not known. */
static double mean_clock_share(const struct case_record *record)
{
	double sum = 0;
	size_t count = 0;

	for (size_t i = 0; i < record->block_count; i++)
		for (size_t j = 0;
			record->blocks[i].status == STATUS_OK && j < record->blocks[i].sample_count;
			j++) {
			sum += record->blocks[i].samples[j].clock_share;
			count++;
		}
	return count > 0 ? sum / (double)count : 0;
}

/* The number of samples in which pages were read from a device; 0 if fewer than half of them,
 * because the first ones may read the program itself. */
static size_t count_major_faults(const struct case_record *record, size_t *samples)
{
	size_t count = 0;

	*samples = 0;
	for (size_t i = 0; i < record->block_count; i++)
		for (size_t j = 0;
			record->blocks[i].status == STATUS_OK && j < record->blocks[i].sample_count;
			j++) {
			const struct evidence *evidence = &record->blocks[i].samples[j].evidence;

			++*samples;
			count += evidence->known[EVIDENCE_MAJOR_FAULTS] &&
				evidence->values[EVIDENCE_MAJOR_FAULTS] > 0;
		}
	return 2 * count >= *samples ? count : 0;
}

static char *task_time(char *buffer, size_t size, double tasks_per_second)
{
	return text_duration_rounded(buffer, size,
		tasks_per_second > 0 ? (double)NANOSECONDS_PER_SECOND / tasks_per_second : 0);
}

/* A text that is appended to while there is room. */
struct line {
	char *text;
	size_t size, used;
};

static void __attribute__((format(printf, 2, 3))) add(struct line *line, const char *format, ...)
{
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(line->text + line->used, line->size - line->used, format, arguments);
	va_end(arguments);
	if (length > 0)
		line->used += (size_t)length;
	if (line->used >= line->size)
		line->used = line->size - 1;
}

static void add_observed(struct line *line, const struct summary *summary)
{
	char number[TEXT_NUMBER_SIZE];

	for (unsigned i = 0; i < summary->observed_count; i++)
		add(line, "%s%s: %s", i > 0 ? ", " : "", summary->observed[i].name,
			text_rounded(number, sizeof(number), summary->observed[i].value));
}

static void add_time(struct line *line, const struct estimate *rate)
{
	char median[TEXT_NUMBER_SIZE], low[TEXT_NUMBER_SIZE], high[TEXT_NUMBER_SIZE];

	add(line, "%s%s", line->used > 0 ? "; " : "",
		task_time(median, sizeof(median), rate->median));
	if (rate->confidence > 0)
		add(line, " [%s, %s]", task_time(low, sizeof(low), rate->high),
			task_time(high, sizeof(high), rate->low));
	add(line, " for each task");
}

char *case_notes_text(char *buffer, size_t size, const struct case_record *record)
{
	const double share = mean_clock_share(record);
	char percent[TEXT_NUMBER_SIZE];
	size_t samples;
	const size_t from_device = count_major_faults(record, &samples);
	struct line line = {.text = buffer, .size = size};

	buffer[0] = '\0';
	add_observed(&line, &record->summary);
	if (!record->summary.stamped)
		add_time(&line, &record->summary.tasks_per_second);
	if (share > CLOCK_SHARE_LIMIT)
		add(&line, "%sreading the clock took about %s of the time",
			line.used > 0 ? "; " : "", percent_text(percent, sizeof(percent), share));
	if (share > CLOCK_SHARE_TOO_MUCH)
		add(&line, ": use more --tasks");
	if (from_device > 0)
		add(&line, "%sin %zu of %zu sample%s pages had to be read from a device",
			line.used > 0 ? "; " : "", from_device, samples, text_plural(samples));
	return buffer;
}
