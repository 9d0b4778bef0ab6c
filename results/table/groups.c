/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cases by group, and the headings of groups; see groups.h. */
#include "config.h"

#include "results/table/groups.h"

#include <stdlib.h>
#include <string.h>

#include "results/table/columns.h"

/* The group at a place in a case's list. For a case without groups, place 0 is the group of such
 * cases, numbered groups_count. groups_count + 1 if there are no more. */
static size_t group_at(const struct result *result, const struct case_record *record, size_t place)
{
	if (record->groups_count == 0)
		return place == 0 ? result->groups_count : result->groups_count + 1;
	return place < record->groups_count ? record->groups[place] : result->groups_count + 1;
}

/* Walks the groups of all cases: counts them into next[group + 1], or, if `cases` is given, puts
 * each case into its place, next[group]. A group that a case names twice counts once. */
static void go_through(const struct result *result, size_t *next, size_t *seen,
	struct grouped_case *cases)
{
	memset(seen, 0, (result->groups_count + 1) * sizeof(*seen));
	for (size_t i = 0; i < result->case_count; i++) {
		const struct case_record *record = &result->cases[i];
		size_t group;

		for (size_t j = 0; (group = group_at(result, record, j)) <= result->groups_count;
			j++) {
			if (seen[group] == i + 1)
				continue;
			seen[group] = i + 1;
			if (cases == NULL)
				next[group + 1]++;
			else
				cases[next[group]++] = (struct grouped_case){record, group};
		}
	}
}

int groups_list(const struct result *result, struct grouped_case **cases, size_t *count)
{
	const size_t groups = result->groups_count + 1;
	size_t *next = calloc(groups + 1, sizeof(*next)), *seen = calloc(groups, sizeof(*seen));

	*count = 0;
	*cases = NULL;
	if (next != NULL && seen != NULL) {
		go_through(result, next, seen, NULL);
		for (size_t group = 1; group <= groups; group++)
			next[group] += next[group - 1];
		*cases = calloc(next[groups] + 1, sizeof(**cases));
	}
	if (*cases != NULL) {
		*count = next[groups];
		go_through(result, next, seen, *cases);
	}
	free(next);
	free(seen);
	return *cases != NULL ? 0 : -1;
}

void groups_heading(FILE *stream, const struct result *result, size_t group, size_t width,
	const char *on, const char *off)
{
	const char *text = group < result->groups_count ? result->groups[group] : "In no group";
	size_t length = columns_of(text);

	if (result->groups_count == 0)
		return;
	fputs(on, stream);
	columns_wrap(stream, text, width, 0);
	fputs(off, stream);
	for (size_t i = 0; i < length && (width == 0 || i < width); i++)
		fputs("─", stream);
	fputs("\n\n", stream);
}
