/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds lines by their start and parses whole numbers; see probe_parse.h. */
#include "config.h"

#include "bench/measure/probe_parse.h"

#include <stdio.h>
#include <string.h>

/* The text after the name at the start of a complete line; NULL if there is none. */
static const char *after(const char *text, const char *name)
{
	size_t length = strlen(name);

	while (text != NULL && *text != '\0') {
		const char *end = strchr(text, '\n');

		if (end == NULL)
			return NULL;
		if (strncmp(text, name, length) == 0 && strchr(" \t:", text[length]) != NULL)
			return text + length;
		text = end + 1;
	}
	return NULL;
}

/* The number at `text`, which must end with a blank or the end of the line. */
static struct figure number(const char *text)
{
	char digits[24];
	size_t length = strspn(text, "0123456789");

	if (length == 0 || length >= sizeof(digits) || strchr(" \t\n", text[length]) == NULL ||
		text[length] == '\0')
		return (struct figure){0};
	memcpy(digits, text, length);
	digits[length] = '\0';
	return figure_parse(digits);
}

enum column { USER, NICE, SYSTEM, IDLE, IOWAIT, IRQ, SOFTIRQ, STEAL, COLUMNS };

int probe_parse_cpu(const char *text, unsigned cpu, uint64_t *busy, uint64_t *steal)
{
	static const int of_busy[] = {USER, NICE, SYSTEM, IRQ, SOFTIRQ};
	uint64_t ticks[COLUMNS];
	char name[24];
	const char *at;

	snprintf(name, sizeof(name), "cpu%u", cpu);
	at = after(text, name);
	for (int i = 0; i < COLUMNS; i++) {
		struct figure figure;

		if (at == NULL)
			return -1;
		at += strspn(at, " ");
		figure = number(at);
		if (!figure.known)
			return -1;
		ticks[i] = (uint64_t)figure.value;
		at += strspn(at, "0123456789");
	}
	*steal = ticks[STEAL];
	*busy = 0;
	for (size_t i = 0; i < sizeof(of_busy) / sizeof(of_busy[0]); i++)
		*busy += ticks[of_busy[i]];
	return 0;
}

int probe_parse_cpus(const char *text, const unsigned *cpus, unsigned count, uint64_t *busy,
	uint64_t *steal)
{
	*busy = *steal = 0;
	for (unsigned i = 0; i < count; i++) {
		uint64_t busy_here, steal_here;

		if (probe_parse_cpu(text, cpus[i], &busy_here, &steal_here) < 0)
			return -1;
		*busy += busy_here;
		*steal += steal_here;
	}
	return 0;
}

struct figure probe_parse_counter(const char *text, const char *name)
{
	const char *at = after(text, name);

	if (at == NULL)
		return (struct figure){0};
	at += strspn(at, " \t");
	if (*at == ':')
		at++;
	return number(at + strspn(at, " \t"));
}

struct figure probe_parse_run_queue_delay(const char *text)
{
	enum schedstat { RUNNING, WAITING, SLICES, NUMBERS };
	struct figure figures[NUMBERS];

	if (text == NULL)
		return (struct figure){0};
	for (int i = 0; i < NUMBERS; i++) {
		figures[i] = number(text);
		if (!figures[i].known)
			return figures[i];
		text += strspn(text, "0123456789");
		text += strspn(text, " ");
	}
	return figures[SLICES].value > 0 ? figures[WAITING] : (struct figure){0};
}

struct figure probe_parse_pressure(const char *text)
{
	const char *line = after(text, "some");
	const char *total = line != NULL ? strstr(line, " total=") : NULL;

	if (total == NULL || total > strchr(line, '\n'))
		return (struct figure){0};
	return number(total + strlen(" total="));
}
