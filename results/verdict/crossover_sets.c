/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cases by the parameters that stay the same; see crossover_sets.h. */
#include "config.h"

#include "results/verdict/crossover_sets.h"
#include "results/summary/summary.h"

#include <stdlib.h>
#include <string.h>

#include "support/numbering.h"

/* Whether this assignment ("cpu=50") sets the parameter with that JSON key, which is its name, or
 * its name followed by a unit ("cpu_percent"). Returns how many letters agree, 0 for none. */
static size_t matches_key(const char *assignment, size_t length, const char *key)
{
	const char *equals = memchr(assignment, '=', length);
	size_t name = equals != NULL ? (size_t)(equals - assignment) : length;

	if (strncmp(assignment, key, name) != 0 || (key[name] != '\0' && key[name] != '_'))
		return 0;
	return name;
}

/* Up to the next comma that is not part of a value. */
static size_t assignment_length(const char *text)
{
	size_t length = 0;

	while (text[length] != '\0' && text[length] != ',' && text[length] != '}') {
		if (text[length] == '\\' && text[length + 1] != '\0')
			length++;
		length++;
	}
	return length;
}

/* A copy of the parameters' text without the one with that key; NULL if memory is out. */
static char *fixed_text(const char *text, const char *key)
{
	char *fixed = calloc(1, strlen(text) + 3);
	const char *skipped = NULL;
	size_t best = 0;

	if (fixed == NULL || text[0] != '{')
		return fixed;
	for (const char *at = text + 1; *at != '\0' && *at != '}';) {
		size_t length = assignment_length(at), match = matches_key(at, length, key);

		if (match > best) {
			best = match;
			skipped = at;
		}
		at += length + (at[length] == ',');
	}
	for (const char *at = text + 1; *at != '\0' && *at != '}';) {
		size_t length = assignment_length(at);

		if (at != skipped) {
			strcat(fixed, fixed[0] == '\0' ? "{" : ",");
			strncat(fixed, at, length);
		}
		at += length + (at[length] == ',');
	}
	if (fixed[0] != '\0')
		strcat(fixed, "}");
	return fixed;
}

/* The x of a case, if it belongs to the workload and has a figure. */
static bool case_x(const struct case_record *record, const char *workload, const char *key,
	double *x)
{
	const json_t *value = json_object_get(record->workload_parameters, key);

	if (strcmp(record->workload, workload) != 0 || !json_is_number(value))
		return false;
	*x = json_number_value(value);
	return case_record_measured(record) && !case_record_has_rate(record) &&
		case_record_throughput(record) > 0;
}

/* Numbers the line of a case; both texts of its runner are part of the key, as numbers. */
static int number_line(struct numbering *texts, struct numbering *lines, struct set_case *point)
{
	const struct case_record *record = point->record;
	size_t key[5] = {point->set, record->cores, record->concurrency};

	if (numbering_add_text(texts, record->runner, &key[3]) < 0 ||
		numbering_add_text(texts, record->runner_text, &key[4]) < 0)
		return -1;
	return numbering_add(lines, key, sizeof(key), &point->line);
}

/* The set of a case; keeps its text if it is the first of the set. -1 if memory is out. */
static int number_set(struct crossover_sets *sets, struct numbering *numbers, const char *key,
	struct set_case *point)
{
	char *fixed = fixed_text(point->record->workload_text, key);
	int is_new = fixed != NULL ? numbering_add_text(numbers, fixed, &point->set) : -1;

	if (is_new > 0)
		sets->fixed[point->set] = fixed;
	else
		free(fixed);
	return is_new < 0 ? -1 : 0;
}

/* Orders by set; cases of one set keep their order in the result. */
static int compare_points(const void *one, const void *other)
{
	const struct set_case *a = one, *b = other;

	if (a->set != b->set)
		return a->set < b->set ? -1 : 1;
	return (a->record > b->record) - (a->record < b->record);
}

void crossover_sets_clear(struct crossover_sets *sets)
{
	for (size_t i = 0; sets->fixed != NULL && i < sets->set_count; i++)
		free(sets->fixed[i]);
	free(sets->fixed);
	free(sets->cases);
}

int crossover_sets_find(struct crossover_sets *sets, const struct result *result,
	const char *workload, const char *parameter)
{
	struct numbering numbers = {0}, texts = {0}, lines = {0};
	int outcome = 0;

	*sets = (struct crossover_sets){
		.cases = calloc(result->case_count + 1, sizeof(*sets->cases)),
		.fixed = calloc(result->case_count + 1, sizeof(*sets->fixed)),
	};
	if (sets->cases == NULL || sets->fixed == NULL)
		outcome = -1;
	for (size_t i = 0; i < result->case_count && outcome >= 0; i++) {
		struct set_case *point = &sets->cases[sets->count];

		point->record = &result->cases[i];
		if (!case_x(point->record, workload, parameter, &point->x))
			continue;
		sets->count++;
		outcome = number_set(sets, &numbers, parameter, point);
		sets->set_count = numbers.count;
		if (outcome == 0)
			outcome = number_line(&texts, &lines, point);
	}
	if (outcome >= 0)
		qsort(sets->cases, sets->count, sizeof(*sets->cases), compare_points);
	numbering_clear(&numbers);
	numbering_clear(&texts);
	numbering_clear(&lines);
	return outcome < 0 ? -1 : 0;
}
