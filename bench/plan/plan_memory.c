/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory for accounts; see plan_memory.h. */
#include "config.h"

#include "bench/plan/plan_memory.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

#include "support/cgroup.h"
#include "support/text.h"

double plan_memory_bytes(const struct plan_case *entry)
{
	const unsigned figures =
		1 + (entry->stamped ? 2 : 0) + (entry->arrivals.rate_per_second > 0 ? 1 : 0);

	return (double)entry->tasks * figures * sizeof(uint64_t);
}

int plan_memory_check(const struct plan *plan, const struct plan_memory *memory,
	struct error *error)
{
	for (size_t i = 0; i < plan->case_count; i++) {
		const struct plan_case *entry = &plan->cases[i];
		const double needed = plan_memory_bytes(entry);
		char needs[TEXT_NUMBER_SIZE];

		if (needed > memory->bytes)
			return error_set(error,
				"%s: a batch of %" PRIu64
				" tasks needs %s for its stamps, but %s; use fewer --tasks, a "
				"lower --rate or a shorter --sample-time",
				entry->id, entry->tasks,
				text_bytes_rounded(needs, sizeof(needs), needed), memory->text);
	}
	return 0;
}

int plan_memory_holds(const struct plan_memory *memory, const struct plan_case *entry,
	struct error *reason)
{
	const bool worker_each = entry->runner->workers == CREW_WORKER_PER_TASK;
	const double task = (double)entry->workload->task_size +
		(worker_each ? (double)sizeof(struct worker) : 0);
	const double all = task * entry->concurrency;
	char each[TEXT_NUMBER_SIZE], needs[TEXT_NUMBER_SIZE];

	if (all <= memory->bytes)
		return 0;
	return error_set(reason, "%u task%s in flight need%s %s each, together %s, but %s",
		entry->concurrency, text_plural(entry->concurrency),
		entry->concurrency == 1 ? "s" : "", text_bytes_rounded(each, sizeof(each), task),
		text_bytes_rounded(needs, sizeof(needs), all), memory->text);
}

/* Whether this is less than the least so far, which it then replaces. */
static bool take(struct plan_memory *memory, double bytes, char has[TEXT_NUMBER_SIZE])
{
	if (bytes >= memory->bytes)
		return false;
	memory->bytes = bytes;
	text_bytes_rounded(has, TEXT_NUMBER_SIZE, bytes);
	return true;
}

void plan_memory_here(struct plan_memory *memory, const char *root)
{
	struct rlimit space = {.rlim_cur = RLIM_INFINITY};
	char has[TEXT_NUMBER_SIZE];
	struct cgroup cgroup;

	*memory = (struct plan_memory){.bytes = INFINITY};
	cgroup_read(&cgroup, root);
	if (take(memory, (double)sysconf(_SC_PHYS_PAGES) * (double)sysconf(_SC_PAGESIZE), has))
		snprintf(memory->text, sizeof(memory->text), "this machine has %s", has);
	if (cgroup.memory_bytes.file != NULL && take(memory, cgroup.memory_bytes.figure.value, has))
		snprintf(memory->text, sizeof(memory->text),
			"this process may have %s (limit of its control group, %s)", has,
			cgroup.memory_bytes.file);
	if (getrlimit(RLIMIT_AS, &space) == 0 && space.rlim_cur != RLIM_INFINITY &&
		take(memory, (double)space.rlim_cur, has))
		snprintf(memory->text, sizeof(memory->text),
			"this process may have %s of address space (ulimit -v)", has);
	cgroup_clear(&cgroup);
}
