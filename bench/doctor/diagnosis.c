/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reasons from findings and checks; see diagnosis.h. */
#include "config.h"

#include "bench/doctor/diagnosis.h"

#include <stdio.h>
#include <string.h>

static void describe_check(char reason[DIAGNOSIS_REASON_SIZE], const struct check *check)
{
	char figure[CHECK_TEXT_SIZE], bound[CHECK_TEXT_SIZE];

	if (!check->known) {
		snprintf(reason, DIAGNOSIS_REASON_SIZE, "%s: %s", check_bound(check->kind)->title,
			check->reason);
		return;
	}
	snprintf(reason, DIAGNOSIS_REASON_SIZE, "%s: %s, where %s is wanted: %s",
		check_bound(check->kind)->title,
		check_figure_text(figure, check->kind, check->measured),
		check_bound_text(bound, check->kind), check->reason);
}

size_t diagnosis_reasons(const struct diagnosis *diagnosis,
	char reasons[DIAGNOSIS_REASON_LIMIT][DIAGNOSIS_REASON_SIZE])
{
	size_t count = 0;

	for (size_t i = 0; i < diagnosis->finding_count; i++)
		if (diagnosis->findings[i].severity == SEVERITY_DISTRUST)
			snprintf(reasons[count++], DIAGNOSIS_REASON_SIZE, "%s: %s",
				diagnosis->findings[i].title, diagnosis->findings[i].text);
	for (int kind = 0; diagnosis->tested && kind < CHECK_COUNT; kind++)
		if (diagnosis->self_test.checks[kind].status == CHECK_FAILED)
			describe_check(reasons[count++], &diagnosis->self_test.checks[kind]);
	return count;
}

static bool is_unseen(const struct finding *finding)
{
	return finding->severity == SEVERITY_UNKNOWN || finding->unseen;
}

bool diagnosis_tells(const struct diagnosis *diagnosis)
{
	for (size_t i = 0; i < diagnosis->finding_count; i++)
		if (diagnosis->findings[i].decides && is_unseen(&diagnosis->findings[i]))
			return false;
	return true;
}

/* Adds a title to a list; all titles together fit. */
static void name_check(char text[DIAGNOSIS_REASON_SIZE], size_t before, const char *title)
{
	const size_t used = strlen(text);

	snprintf(text + used, DIAGNOSIS_REASON_SIZE - used, "%s%s", before > 0 ? ", " : "", title);
}

size_t diagnosis_unchecked(const struct diagnosis *diagnosis, char text[DIAGNOSIS_REASON_SIZE])
{
	const size_t all = diagnosis->finding_count + (diagnosis->tested ? CHECK_COUNT : 0);
	char names[DIAGNOSIS_REASON_SIZE] = "";
	size_t count = 0;

	for (size_t i = 0; i < diagnosis->finding_count; i++)
		if (is_unseen(&diagnosis->findings[i]))
			name_check(names, count++, diagnosis->findings[i].title);
	for (int kind = 0; diagnosis->tested && kind < CHECK_COUNT; kind++)
		if (diagnosis->self_test.checks[kind].status == CHECK_UNTESTED)
			name_check(names, count++, check_bound(kind)->title);
	snprintf(text, DIAGNOSIS_REASON_SIZE, "%zu of %zu checks could not be made: %s.", count,
		all, names);
	return count;
}
