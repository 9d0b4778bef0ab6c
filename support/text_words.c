/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The nearest word to a misspelt one, splitting, and lists of CPUs; see text.h. */
#include "config.h"

#include "support/text.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define WORD_LIMIT 63 /* letters of a word that is compared */
#define CPU_LIMIT 65536

static unsigned smaller(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* The letters to insert, delete, replace or exchange with their neighbour to get from a to b. */
static unsigned edit_distance(const char *a, size_t a_length, const char *b, size_t b_length)
{
	unsigned rows[3][WORD_LIMIT + 1];
	unsigned *before = rows[0], *above = rows[1], *row = rows[2];

	for (unsigned j = 0; j <= b_length; j++)
		row[j] = j;
	for (unsigned i = 1; i <= a_length; i++) {
		unsigned *recycled = before;

		before = above, above = row, row = recycled;
		row[0] = i;
		for (unsigned j = 1; j <= b_length; j++) {
			row[j] = smaller(smaller(above[j], row[j - 1]) + 1,
				above[j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				row[j] = smaller(row[j], before[j - 2] + 1);
		}
	}
	return row[b_length];
}

const char *text_nearest(const char *word, const char *const *candidates)
{
	size_t length = strlen(word);
	unsigned allowed = length / 3 > 2 ? (unsigned)length / 3 : 2;
	const char *nearest = NULL;

	if (length > WORD_LIMIT)
		return NULL;
	for (; *candidates != NULL; candidates++) {
		size_t other = strlen(*candidates);
		unsigned distance;

		if (other > WORD_LIMIT)
			continue;
		distance = edit_distance(word, length, *candidates, other);
		/* words without a letter in common are as far apart as they are long */
		if (distance > allowed || distance >= (length > other ? length : other))
			continue;
		nearest = *candidates;
		if (distance == 0)
			break;
		allowed = distance - 1;
	}
	return nearest;
}

char *text_split(char *text, char separator)
{
	char *end = strchr(text, separator);

	if (end == NULL)
		return NULL;
	*end = '\0';
	return end + 1;
}

/* The CPU number at the start of *text; moves *text behind it. 0 or -1. */
static int read_cpu(const char **text, unsigned *cpu)
{
	unsigned number = 0;

	if (!isdigit((unsigned char)**text))
		return -1;
	for (; isdigit((unsigned char)**text); ++*text) {
		number = number * 10 + (unsigned)(**text - '0');
		if (number >= CPU_LIMIT)
			return -1;
	}
	*cpu = number;
	return 0;
}

static bool has_cpu(const unsigned *cpus, unsigned count, unsigned cpu)
{
	for (unsigned i = 0; i < count; i++)
		if (cpus[i] == cpu)
			return true;
	return false;
}

int text_parse_cpus(const char *text, unsigned *cpus, unsigned limit)
{
	unsigned count = 0, above = 0, first, last; /* above: no CPU from here on is in the list */

	do {
		if (read_cpu(&text, &first) < 0)
			return -1;
		last = first;
		if (*text == '-') {
			text++;
			if (read_cpu(&text, &last) < 0)
				return -1;
		}
		if (last < first)
			return -1;
		for (unsigned cpu = first; cpu <= last; cpu++) {
			if (count == limit || (cpu < above && has_cpu(cpus, count, cpu)))
				return -1;
			above = cpu < above ? above : cpu + 1;
			cpus[count++] = cpu;
		}
	} while (*text == ',' && *++text != '\0');
	return *text == '\0' && text[-1] != ',' ? (int)count : -1;
}

/* Writes as much as fits. Returns how long all of it is. */
static size_t append(char *buffer, size_t size, size_t used, const char *before, unsigned cpu)
{
	bool full = used >= size;

	return (size_t)snprintf(full ? NULL : buffer + used, full ? 0 : size - used, "%s%u", before,
		cpu);
}

char *text_format_cpus(char *buffer, size_t size, const unsigned *cpus, unsigned count)
{
	size_t used = 0,
	       cut = 0; /* up to cut, the mark that there is more still fits behind the text */
	unsigned last;

	if (size > 0)
		buffer[0] = '\0';
	for (unsigned first = 0; first < count; first = last + 1) {
		for (last = first; last + 1 < count && cpus[last + 1] == cpus[last] + 1;)
			last++;
		used += append(buffer, size, used, first > 0 ? "," : "", cpus[first]);
		if (last > first)
			used += append(buffer, size, used, "-", cpus[last]);
		if (used >= size) {
			snprintf(buffer + cut, size - cut, "%s", cut > 0 ? ",..." : "...");
			break;
		}
		if (used + sizeof(",...") <= size)
			cut = used;
	}
	return buffer;
}

bool text_has_ending(const char *text, const char *ending)
{
	const size_t length = strlen(text), part = strlen(ending);

	return length > part && strcmp(text + length - part, ending) == 0;
}

const char *text_plural(double count)
{
	return count == 1 ? "" : "s";
}
