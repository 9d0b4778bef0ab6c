/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The figures of evidence as members; see evidence_figures.h. */
#include "config.h"

#include "results/record/evidence.h"

#define FIGURE(figure, json_name, member_kind, ...) \
	{.name = json_name, \
		.kind = member_kind, \
		.offset = offsetof(struct evidence, values[EVIDENCE_##figure]), \
		.known_at = offsetof(struct evidence, known[EVIDENCE_##figure]), \
		__VA_ARGS__},
#define EVIDENCE_FIGURE FIGURE
#define SUMMARISED_FIGURE FIGURE

static const struct member evidence_members[] = {
#include "results/record/evidence_figures.h"
	{.name = NULL},
};

const struct member_table evidence_table = {
	.name = "evidence",
	.description =
		"What the system did around the batch, read just before and just after it; null: it cannot be read on this machine.",
	.members = evidence_members,
};
