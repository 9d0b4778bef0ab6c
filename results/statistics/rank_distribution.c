/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shift algorithm; see rank_distribution.h. */
#include "config.h"

#include "results/statistics/rank_distribution.h"

#include <stdlib.h>

#include "results/statistics/values.h"

static size_t sum_of(const size_t *scores, size_t count)
{
	size_t sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += scores[i];
	return sum;
}

int rank_distribution_signed(struct rank_distribution *distribution, const size_t *scores,
	size_t count, struct error *error)
{
	size_t largest = sum_of(scores, count), reached = 0;
	double *probability = calloc(largest + 1, sizeof(*probability));

	if (probability == NULL)
		return error_set(error, "signed ranks of %zu values: out of memory", count);
	probability[0] = 1;
	for (size_t i = 0; i < count; i++) {
		reached += scores[i];
		/* From the top, so that the added counts are not shifted yet. */
		for (size_t sum = reached + 1; sum-- > 0;) {
			double without = probability[sum];
			double with = sum >= scores[i] ? probability[sum - scores[i]] : 0;

			probability[sum] = (without + with) / 2;
		}
	}
	*distribution = (struct rank_distribution){probability, largest};
	return 0;
}

/* Fills choices[]: row j has the number of ways to choose j of the scores, by sum. */
static void count_choices(double *choices, const size_t *scores, size_t count, size_t chosen,
	size_t largest)
{
	size_t row = largest + 1, reached = 0;

	choices[0] = 1;
	for (size_t i = 0; i < count; i++) {
		size_t score = scores[i], most = i + 1 < chosen ? i + 1 : chosen;

		reached += score;
		if (reached > largest)
			reached = largest;
		for (size_t j = most; j > 0; j--)
			for (size_t sum = score; sum <= reached; sum++)
				choices[j * row + sum] += choices[(j - 1) * row + sum - score];
	}
}

static int descending(const void *one, const void *other)
{
	size_t a = *(const size_t *)one, b = *(const size_t *)other;

	return (a < b) - (a > b);
}

/* The largest sum of `chosen` scores; sorts them. */
static size_t largest_choice(size_t *scores, size_t count, size_t chosen)
{
	qsort(scores, count, sizeof(*scores), descending);
	return sum_of(scores, chosen);
}

int rank_distribution_chosen(struct rank_distribution *distribution, const size_t *scores,
	size_t count, size_t chosen, struct error *error)
{
	size_t *sorted = malloc((count + 1) * sizeof(*sorted));
	double *choices = NULL, *probability = NULL, all = 0;
	size_t largest;

	if (sorted == NULL)
		return error_set(error, "rank sums of %zu values: out of memory", count);
	for (size_t i = 0; i < count; i++)
		sorted[i] = scores[i];
	largest = largest_choice(sorted, count, chosen);
	choices = calloc((chosen + 1) * (largest + 1), sizeof(*choices));
	probability = malloc((largest + 1) * sizeof(*probability));
	if (choices == NULL || probability == NULL) {
		free(sorted);
		free(choices);
		free(probability);
		return error_set(error, "rank sums of %zu values: out of memory", count);
	}
	count_choices(choices, scores, count, chosen, largest);
	for (size_t sum = 0; sum <= largest; sum++)
		all += choices[chosen * (largest + 1) + sum];
	for (size_t sum = 0; sum <= largest; sum++)
		probability[sum] = choices[chosen * (largest + 1) + sum] / all;
	free(sorted);
	free(choices);
	*distribution = (struct rank_distribution){probability, largest};
	return 0;
}

double rank_distribution_up_to(const struct rank_distribution *distribution, size_t sum)
{
	double total = 0;

	for (size_t i = 0; i <= sum && i <= distribution->largest; i++)
		total += distribution->probability[i];
	return total < 1 ? total : 1;
}

double rank_distribution_from(const struct rank_distribution *distribution, size_t sum)
{
	double total = 0;

	/* From the far end: its small terms would lose digits when added to a larger sum. */
	for (size_t i = distribution->largest + 1; i-- > sum;)
		total += distribution->probability[i];
	return total < 1 ? total : 1;
}

size_t rank_distribution_rank(const struct rank_distribution *distribution, double tail)
{
	double below = 0;
	size_t rank = 0;

	while (rank <= distribution->largest) {
		below += distribution->probability[rank];
		if (below > tail + VALUES_ROUNDING)
			break;
		rank++;
	}
	return rank > 0 ? rank : 1;
}

void rank_distribution_free(struct rank_distribution *distribution)
{
	free(distribution->probability);
	*distribution = (struct rank_distribution){0};
}
