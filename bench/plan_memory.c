/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory for accounts; see plan_memory.h. */
#include "config.h"

#include "bench/plan_memory.h"

#include <inttypes.h>
#include <unistd.h>

#include "support/text.h"

double plan_memory_bytes(const struct plan_case *entry)
{
	const unsigned figures =
		1 + (entry->stamped ? 2 : 0) + (entry->arrivals.rate_per_second > 0 ? 1 : 0);

	return (double)entry->tasks * figures * sizeof(uint64_t);
}

int plan_memory_check(const struct plan *plan, double memory_bytes, struct error *error)
{
	for (size_t i = 0; i < plan->case_count; i++) {
		const struct plan_case *entry = &plan->cases[i];
		const double needed = plan_memory_bytes(entry);
		char needs[TEXT_NUMBER_SIZE], has[TEXT_NUMBER_SIZE];

		if (needed > memory_bytes)
			return error_set(error,
				"%s: a batch of %" PRIu64 " tasks needs %s for its stamps, this "
				"machine has %s; take fewer --tasks, a lower --rate or a shorter "
				"--sample-time",
				entry->id, entry->tasks,
				text_bytes_rounded(needs, sizeof(needs), needed),
				text_bytes_rounded(has, sizeof(has), memory_bytes));
	}
	return 0;
}

double plan_memory_here(void)
{
	return (double)sysconf(_SC_PHYS_PAGES) * (double)sysconf(_SC_PAGESIZE);
}
