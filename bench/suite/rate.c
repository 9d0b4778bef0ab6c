/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rates of cases; see rate.h. */
#include "config.h"

#include "bench/suite/rate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/text.h"

static int parse_distribution(struct arrivals *arrivals, const char *word, struct error *error)
{
	static const char *const words[] = {"poisson", NULL};

	if (strcmp(word, words[0]) == 0) {
		arrivals->poisson = true;
		return 0;
	}
	if (text_nearest(word, words) != NULL)
		return error_set(error, "unknown word '%s' after the rate; did you mean '%s'?",
			word, words[0]);
	return error_set(error, "unknown word '%s' after the rate; there is %s", word, words[0]);
}

/* Parses the number and the optional word after it, already separated. */
static int parse(struct arrivals *arrivals, const char *number, const char *word,
	struct error *error)
{
	*arrivals = (struct arrivals){0};
	if (text_parse_number(number, &arrivals->rate_per_second) != 0 ||
		arrivals->rate_per_second < RATE_SMALLEST ||
		arrivals->rate_per_second > RATE_LARGEST)
		return error_set(error,
			"'%s' is not a rate; it must be a number of tasks per second from %.5f "
			"up to %.0f",
			number, RATE_SMALLEST, RATE_LARGEST);
	return word != NULL ? parse_distribution(arrivals, word, error) : 0;
}

int rate_add(struct rate_list *list, const char *text, struct error *error)
{
	struct arrivals *rates = realloc(list->rates, (list->count + 1) * sizeof(*rates));
	char *copy = strdup(text), *word;
	int status = -1;

	if (rates != NULL)
		list->rates = rates;
	if (rates == NULL || copy == NULL) {
		error_set(error, "no memory");
		goto free_copy;
	}
	word = text_split(copy, ',');
	status = parse(&rates[list->count], copy, word, error);
	if (status == 0)
		list->count++;

free_copy:
	free(copy);
	return status;
}

void rate_clear(struct rate_list *list)
{
	free(list->rates);
	*list = (struct rate_list){0};
}

char *rate_format(const struct arrivals *arrivals, char *buffer, size_t size)
{
	char number[TEXT_NUMBER_SIZE];

	snprintf(buffer, size, "%s%s",
		text_format_number(number, sizeof(number), arrivals->rate_per_second),
		arrivals->poisson ? ",poisson" : "");
	return buffer;
}
