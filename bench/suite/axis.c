/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lists of cores and of concurrency; words in them are resolved when the machine is known
 * (plan.c). */
#include "config.h"

#include "bench/suite/axis.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "support/text.h"

static int axis_append(struct axis_list *list, long number, struct error *error)
{
	long *numbers = realloc(list->numbers, (list->count + 1) * sizeof(*numbers));

	if (numbers == NULL)
		return error_set(error, "no memory");
	numbers[list->count++] = number;
	list->numbers = numbers;
	return 0;
}

int axis_add(struct axis_list *list, enum axis axis, const char *text, struct error *error)
{
	long largest = axis == AXIS_CORES ? AXIS_CORES_LIMIT : AXIS_CONCURRENCY_LIMIT;
	double number;

	if (strcmp(text, "max") == 0)
		return axis_append(list, AXIS_MAXIMUM, error);
	if (axis == AXIS_CONCURRENCY && strcmp(text, "cores") == 0)
		return axis_append(list, AXIS_AS_CORES, error);
	if (text_parse_number(text, &number) != 0 || number < 1 || number > (double)largest ||
		floor(number) < number)
		return error_set(error,
			"'%s' is not a number of %s; it must be a whole number from 1 to %ld "
			"or %s",
			text, axis == AXIS_CORES ? "cores" : "tasks in flight", largest,
			axis == AXIS_CORES ? "the word max" : "one of the words max and cores");
	return axis_append(list, (long)number, error);
}

int axis_parse(struct axis_list *list, enum axis axis, const char *text, struct error *error)
{
	char *copy = strdup(text);
	int status = 0;

	if (copy == NULL)
		return error_set(error, "no memory");
	for (char *entry = copy, *rest; entry != NULL && status == 0; entry = rest) {
		rest = text_split(entry, ',');
		status = axis_add(list, axis, entry, error);
	}
	free(copy);
	return status;
}

void axis_clear(struct axis_list *list)
{
	free(list->numbers);
	*list = (struct axis_list){0};
}
