/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compares the quota of the control groups with the cores of a plan; see quota_note.h. */
#include "config.h"

#include "bench/commands/quota_note.h"

#include <stdio.h>
#include <string.h>

#include "bench/doctor/finding.h"
#include "support/text.h"

/* How to raise it, from the doctor. */
static void find_fix(struct finding *finding, const struct machine *machine)
{
	const struct surroundings nothing = {0};

	*finding = (struct finding){0};
	for (const struct finding_check *check = finding_checks_limits; check->name != NULL;
		check++)
		if (strcmp(check->name, "quota") == 0)
			check->look(machine, &nothing, finding);
}

char *quota_note(char buffer[QUOTA_NOTE_TEXT], const struct machine *machine, unsigned cores)
{
	static const char to_remove[] = "; to remove the quota: ";
	const struct cgroup_limit *quota = &machine->cgroup.quota_cores;
	struct finding finding;

	buffer[0] = '\0';
	if (quota->file == NULL || quota->figure.value >= cores)
		return buffer;
	find_fix(&finding, machine);
	snprintf(buffer, QUOTA_NOTE_TEXT,
		"warning: this process may use %.3g cores (CPU quota of its control group, "
		"%s), fewer than the %u core%s of the plan: the system stops what uses more, "
		"so no winner will be named%s%s%s%s",
		quota->figure.value, quota->file, cores, text_plural(cores),
		finding.command[0] == '\0' && finding.advice[0] == '\0' ? "" : to_remove,
		finding.command, finding.command[0] != '\0' ? ", " : "", finding.advice);
	return buffer;
}
