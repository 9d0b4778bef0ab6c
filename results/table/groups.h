/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The cases of a result by group: what each was measured for. A case in several groups is listed in
 * each of them; a case in no group comes after all groups.
 */
#ifndef BREAKEVEN_RESULTS_TABLE_GROUPS_H
#define BREAKEVEN_RESULTS_TABLE_GROUPS_H

#include "results/record/record.h"

#include <stddef.h>
#include <stdio.h>

struct grouped_case {
	const struct case_record *record;
	size_t group; /* index into the result's groups; their number: none */
};

/* Lists every case in each of its groups, in their order, in a fresh array. 0, or -1 where memory
 * is out. */
int groups_list(const struct result *result, struct grouped_case **cases, size_t *count);

/* Writes the group's text, underlined, `width` as in columns_wrap(). For the number of groups:
 * writes the heading of the cases in no group, or nothing where there are no groups. `on` and `off`
 * go around the text (terminal colours). */
void groups_heading(FILE *stream, const struct result *result, size_t group, size_t width,
	const char *on, const char *off);

#endif
