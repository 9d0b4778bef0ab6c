/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plan in memory, and the order of each block; see plan.h. */
#include "config.h"

#include "bench/plan/plan.h"

#include <stdlib.h>
#include <string.h>

#include "results/statistics/shuffle.h"

int plan_init(struct plan *plan, const char *suite, const struct settings *settings)
{
	memset(plan, 0, sizeof(*plan));
	plan->suite = strdup(suite);
	plan->settings = *settings;
	return plan->suite != NULL ? 0 : -1;
}

void plan_clear(struct plan *plan)
{
	for (size_t i = 0; i < plan->case_count; i++) {
		free(plan->cases[i].id);
		free(plan->cases[i].groups);
	}
	for (size_t i = 0; i < plan->omission_count; i++) {
		free(plan->omissions[i].id);
		free(plan->omissions[i].reason);
	}
	for (size_t i = 0; i < plan->groups_count; i++)
		free(plan->groups[i]);
	free(plan->groups);
	free(plan->cases);
	free(plan->omissions);
	free(plan->suite);
	numbering_clear(&plan->case_numbers);
	numbering_clear(&plan->omission_numbers);
	numbering_clear(&plan->group_numbers);
	numbering_clear(&plan->work_numbers);
	*plan = (struct plan){0};
}

int plan_order(const struct plan *plan, unsigned block, size_t *order, struct error *error)
{
	const size_t count = plan->case_count;

	if (shuffle_order(plan->settings.seed, block / 2, order, count, error) < 0)
		return -1;
	for (size_t i = 0; block % 2 == 1 && i < count / 2; i++) {
		size_t other = order[count - 1 - i];

		order[count - 1 - i] = order[i];
		order[i] = other;
	}
	return 0;
}
