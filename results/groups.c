/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cases by group, and the headings of groups; see groups.h. */
#include "config.h"

#include "results/groups.h"

#include <stdbool.h>
#include <stdlib.h>

#include "results/columns.h"

static bool is_in_group(const struct result *result, const struct case_record *record, size_t group)
{
	if (group == result->groups_count)
		return record->groups_count == 0;
	for (size_t i = 0; i < record->groups_count; i++)
		if (record->groups[i] == group)
			return true;
	return false;
}

int groups_list(const struct result *result, struct grouped_case **cases, size_t *count)
{
	size_t limit = 1;

	for (size_t i = 0; i < result->case_count; i++)
		limit += result->cases[i].groups_count + 1;
	*count = 0;
	*cases = calloc(limit, sizeof(**cases));
	if (*cases == NULL)
		return -1;
	for (size_t group = 0; group <= result->groups_count; group++)
		for (size_t i = 0; i < result->case_count; i++)
			if (is_in_group(result, &result->cases[i], group))
				(*cases)[(*count)++] =
					(struct grouped_case){&result->cases[i], group};
	return 0;
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
