/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Throttled blocks by their samples; see throttling.h. */
#include "config.h"

#include "results/summary/throttling.h"

#include <stdio.h>

#include "support/text.h"

bool throttling_of_block(const struct case_record *record, const struct block *block)
{
	double stopped_ns = 0, had_ns = 0;
	bool told = true, periods = false;

	for (size_t i = 0; i < block->sample_count; i++) {
		const struct sample *sample = &block->samples[i];
		const struct evidence *evidence = &sample->evidence;

		if (!sample->has_evidence)
			continue;
		had_ns += (double)sample->elapsed_ns * record->cores;
		told = told && evidence->known[EVIDENCE_THROTTLED_NS];
		stopped_ns += evidence->values[EVIDENCE_THROTTLED_NS];
		periods = periods ||
			(evidence->known[EVIDENCE_THROTTLED_PERIODS] &&
				evidence->values[EVIDENCE_THROTTLED_PERIODS] > 0);
	}
	return periods && (!told || stopped_ns > THROTTLING_SHARE * had_ns);
}

static double quota_cores(const struct result *result)
{
	return json_number_value(json_object_get(result->machine, "cgroup_quota_cores"));
}

char *throttling_quota_text(char buffer[THROTTLING_TEXT], const struct result *result)
{
	const double cores = quota_cores(result);

	if (cores > 0)
		snprintf(buffer, THROTTLING_TEXT, "a CPU quota of %.3g core%s", cores,
			text_plural(cores));
	else
		snprintf(buffer, THROTTLING_TEXT, "a CPU quota");
	return buffer;
}
