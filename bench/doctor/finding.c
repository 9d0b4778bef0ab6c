/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The findings from the tables of checks; see finding.h. */
#include "config.h"

#include "bench/doctor/finding.h"

#include <stdarg.h>
#include <stdio.h>

size_t findings_make(struct finding *findings, const struct machine *machine,
	const struct surroundings *surroundings)
{
	/* Temporary causes come first: they are the easiest to fix. */
	static const struct finding_check *const tables[] = {finding_checks_now,
		finding_checks_processor, finding_checks_system, finding_checks_limits};
	size_t count = 0;

	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		for (const struct finding_check *check = tables[i];
			check->name != NULL && count < FINDING_LIMIT; check++) {
			findings[count] = (struct finding){.name = check->name,
				.title = check->title,
				.decides = check->decides};
			check->look(machine, surroundings, &findings[count]);
			count++;
		}
	return count;
}

const char *severity_name(enum severity severity)
{
	static const char *const names[] = {
		[SEVERITY_UNKNOWN] = "unknown",
		[SEVERITY_FINE] = "fine",
		[SEVERITY_NOTE] = "note",
		[SEVERITY_DISTRUST] = "distrust",
	};

	return names[severity];
}

void finding_say(struct finding *finding, enum severity severity, const char *format, ...)
{
	va_list arguments;

	finding->severity = severity;
	va_start(arguments, format);
	vsnprintf(finding->text, sizeof(finding->text), format, arguments);
	va_end(arguments);
}

void finding_write(char text[FINDING_TEXT], const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, FINDING_TEXT, format, arguments);
	va_end(arguments);
}
