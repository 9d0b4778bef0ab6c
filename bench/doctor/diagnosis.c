/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reasons from findings and checks; see diagnosis.h. */
#include "config.h"

#include "bench/doctor/diagnosis.h"

#include <stdio.h>

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
