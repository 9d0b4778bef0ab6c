/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row for each member of a summary; see summary_members.h. */
#include "config.h"

#include "results/record/summary_members.h"

#include <math.h>
#include <string.h>

#include "support/clock.h"

#define MEMBER(type, member_kind, field, ...) \
	{ \
		.name = #field, .kind = member_kind, .offset = offsetof(struct type, field), \
		__VA_ARGS__ \
	}

static const struct member estimate_members[] = {
	MEMBER(estimate, MEMBER_REAL, median),
	MEMBER(estimate, MEMBER_REAL, low),
	MEMBER(estimate, MEMBER_REAL, high),
	MEMBER(estimate, MEMBER_REAL, confidence, .largest = 1,
		.description =
			"The probability with which such an interval covers the true median; where the run ended by its precision, whatever made it end; 0 where a single block gives none."),
	{.name = NULL},
};

const struct member_table estimate_table = {
	.name = "estimate",
	.description = "A median over blocks and its order-statistic interval.",
	.members = estimate_members,
};

static double tasks_per_second(const struct case_record *record, const struct block *block,
	const struct sample *sample)
{
	(void)record;
	return (double)block->tasks * (double)NANOSECONDS_PER_SECOND / (double)sample->elapsed_ns;
}

static double cpu_use(const struct case_record *record, const struct block *block,
	const struct sample *sample)
{
	const double cpu_ns = (double)(sample->user_ns + sample->system_ns);
	const double most_ns = (double)record->cpus_count * (double)sample->elapsed_ns;

	(void)block;
	if (sample->elapsed_ns < SUMMARY_CPU_LEAST_NS ||
		(record->cpus_count > 0 && cpu_ns > SUMMARY_CPU_MOST * most_ns))
		return NAN;
	return cpu_ns / (double)sample->elapsed_ns;
}

/* A figure that is computed from the sample alone. */
#define OF_SAMPLE(name, is_known, value) \
	static double name(const struct case_record *record, const struct block *block, \
		const struct sample *sample) \
	{ \
		(void)record; \
		(void)block; \
		return sample->is_known ? (double)sample->value : NAN; \
	}

OF_SAMPLE(latency_p50, stamped, latency.p50)
OF_SAMPLE(latency_p99, stamped, latency.p99)
OF_SAMPLE(latency_uncorrected_p50, arrived, latency_uncorrected.p50)
OF_SAMPLE(latency_uncorrected_p99, arrived, latency_uncorrected.p99)

#define EVIDENCE_FIGURE(...)
#define SUMMARISED_FIGURE(figure, ...) \
	OF_SAMPLE(evidence_##figure, evidence.known[EVIDENCE_##figure], \
		evidence.values[EVIDENCE_##figure])
#include "results/record/evidence_figures.h"
#undef SUMMARISED_FIGURE

#define SUMMARISED_FIGURE(figure, json_name, ...) \
	{ \
		.name = json_name, \
		.kind = MEMBER_REAL, \
		.offset = offsetof(struct summary, evidence.values[EVIDENCE_##figure]), \
		.known_at = offsetof(struct summary, evidence.known[EVIDENCE_##figure]), \
		.optional = true, \
		.of = evidence_##figure, \
		.description = \
			"Median over blocks of the median over samples; absent where one of these does not know it.", \
	},

static const struct member summary_members[] = {
	MEMBER(summary, MEMBER_WHOLE, blocks, .smallest = 1, .description = "How many were used."),
	MEMBER(summary, MEMBER_STRUCT, tasks_per_second, .table = &estimate_table,
		.of = tasks_per_second),
	MEMBER(summary, MEMBER_STRUCT, cpu_use, .table = &estimate_table, .of = cpu_use,
		.known_at = offsetof(struct summary, cpu_known), .nullable = true,
		.description =
			"Processor time over elapsed time: 1 is one full core; null where a sample was too short to tell."),
	MEMBER(summary, MEMBER_REAL, startup_ns, .description = "Median over blocks."),
	MEMBER(summary, MEMBER_REAL, latency_p50_ns, .of = latency_p50,
		.known_at = offsetof(struct summary, stamped), .nullable = true,
		.description =
			"Median over blocks of the median over samples; null where there are no stamps."),
	MEMBER(summary, MEMBER_REAL, latency_p99_ns, .of = latency_p99,
		.known_at = offsetof(struct summary, stamped), .nullable = true,
		.description = "Likewise."),
	MEMBER(summary, MEMBER_REAL, latency_uncorrected_p50_ns, .of = latency_uncorrected_p50,
		.known_at = offsetof(struct summary, arrived), .optional = true,
		.description =
			"Likewise, of latency_uncorrected_ns; only where tasks arrive at a rate."),
	MEMBER(summary, MEMBER_REAL, latency_uncorrected_p99_ns, .of = latency_uncorrected_p99,
		.known_at = offsetof(struct summary, arrived), .optional = true,
		.description = "Likewise."),
	MEMBER(summary, MEMBER_WHOLE, left_out, .optional = true,
		.description =
			"How many blocks were ok and not used, because they were disturbed; absent: none."),
	MEMBER(summary, MEMBER_FLAG, disturbed, .optional = true,
		.description =
			"Whether disturbed blocks are among those used, because there were too few others; absent: no."),
	MEMBER(summary, MEMBER_WHOLE, throttled, .optional = true,
		.description =
			"How many of those used were stopped by a CPU quota of the control group while they were measured; absent: none."),
	{.name = "observations",
		.kind = MEMBER_OTHER,
		.optional = true,
		.schema = "observations",
		.description = "Median over blocks of the median over samples, of each."},
	{.name = "memory", .kind = MEMBER_OTHER, .optional = true, .schema = "memory_summary"},
#include "results/record/evidence_figures.h"
	{.name = NULL},
};

const struct member_table summary_table = {
	.name = "summary",
	.description =
		"What the blocks that are ok come to. A block counts as the median of its samples.",
	.members = summary_members,
};

double summary_value(const struct summary *summary, const char *figure)
{
	const char *data = (const char *)summary;
	const struct member *member = summary_members;

	while (member->name != NULL && strcmp(member->name, figure) != 0)
		member++;
	if (member->of == NULL ||
		(member->known_at != 0 && !*(const bool *)(data + member->known_at)))
		return NAN;
	data += member->offset;
	return member->table != NULL ? ((const struct estimate *)(const void *)data)->median
				     : *(const double *)(const void *)data;
}
