/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All that `doctor` found, and the conclusion. */
#ifndef BREAKEVEN_BENCH_DOCTOR_DIAGNOSIS_H
#define BREAKEVEN_BENCH_DOCTOR_DIAGNOSIS_H

#include "bench/doctor/finding.h"
#include "bench/doctor/self_test.h"

#include <jansson.h>
#include <stdbool.h>

struct diagnosis {
	struct machine machine;
	struct surroundings surroundings;
	struct finding findings[FINDING_LIMIT];
	size_t finding_count;
	bool tested; /* whether the self-test was done */
	struct self_test self_test;
};

#define DIAGNOSIS_REASON_LIMIT (FINDING_LIMIT + CHECK_COUNT)
#define DIAGNOSIS_REASON_SIZE 1024

/* Writes why the machine cannot be trusted into reasons[], one line each. Returns how many; 0: it
 * is trusted. */
size_t diagnosis_reasons(const struct diagnosis *diagnosis,
	char reasons[DIAGNOSIS_REASON_LIMIT][DIAGNOSIS_REASON_SIZE]);

/* Whether all checks that could be a reason were made. */
bool diagnosis_tells(const struct diagnosis *diagnosis);

/* "2 of 18 checks could not be made: frequency governor, boost." Returns how many; if 0, do not use
 * the text. */
size_t diagnosis_unchecked(const struct diagnosis *diagnosis, char text[DIAGNOSIS_REASON_SIZE]);

/* A new object, described in docs/doctor.md; NULL without memory. (diagnosis_json.c) */
json_t *diagnosis_to_json(const struct diagnosis *diagnosis);

#endif
