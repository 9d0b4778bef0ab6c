/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The exact distribution of a sum of ranks where only chance decides which ranks are in it.
 *
 * Each value's rank (or any whole number in its place) is shifted into the count of every sum that
 * was possible without it (B. Streitberg and J. Roehmel, Exact Distributions for Permutation and
 * Rank Tests: An Introduction to Some Recently Published Algorithms, Statistical Software
 * Newsletter 12 (1986), 10-17). With midranks this is the exact distribution given the ties.
 * Probabilities are added up from positive terms only, so even the smallest keep their digits.
 */
#ifndef BREAKEVEN_RESULTS_STATISTICS_RANK_DISTRIBUTION_H
#define BREAKEVEN_RESULTS_STATISTICS_RANK_DISTRIBUTION_H

#include "support/error.h"

#include <stddef.h>

struct rank_distribution {
	double *probability; /* of each sum 0 … largest */
	size_t largest;
};

/* Of the sum of the scores whose sign is positive, each with probability 1/2 on its own: the
 * signed-rank statistic. Takes count times their sum steps. Free it with rank_distribution_free().
 * 0, or -1 with the error where memory is out. */
int rank_distribution_signed(struct rank_distribution *distribution, const size_t *scores,
	size_t count, struct error *error);

/* Of the sum of `chosen` of the scores, every choice equally likely: the rank-sum statistic.
 * Takes count times chosen times their sum steps, so choose the smaller sample. chosen is at most
 * count, and the number of choices within a double (as with count at most 1000).
 * Free it with rank_distribution_free(). 0, or -1 with the error where memory is out. */
int rank_distribution_chosen(struct rank_distribution *distribution, const size_t *scores,
	size_t count, size_t chosen, struct error *error);

/* P(S <= sum). */
double rank_distribution_up_to(const struct rank_distribution *distribution, size_t sum);

/* P(S >= sum). */
double rank_distribution_from(const struct rank_distribution *distribution, size_t sum);

/* The largest k with P(S <= k - 1) at most tail; at least 1, also where no k is. */
size_t rank_distribution_rank(const struct rank_distribution *distribution, double tail);

void rank_distribution_free(struct rank_distribution *distribution);

#endif
