/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The walk over the looks; see looks.h. */
#include "config.h"

#include "results/statistics/looks.h"

#include <stdlib.h>

#include "results/statistics/interval.h"
#include "results/statistics/values.h"

#define WHAT "looks"

static int check(const struct look *looks, size_t count, double confidence, struct error *error)
{
	if (values_check_share(confidence, "confidence", WHAT, error) < 0)
		return -1;
	if (count == 0)
		return error_set(error, WHAT ": needs at least 1 look, has 0");
	for (size_t i = 0; i < count; i++) {
		if (looks[i].blocks == 0 || looks[i].blocks > LOOKS_BLOCKS_MAX)
			return error_set(error, WHAT ": look %zu is at %zu blocks, must be 1 … %d",
				i + 1, looks[i].blocks, LOOKS_BLOCKS_MAX);
		if (i > 0 && looks[i].blocks <= looks[i - 1].blocks)
			return error_set(error,
				WHAT
				": look %zu is at %zu blocks, must be more than the %zu before it",
				i + 1, looks[i].blocks, looks[i - 1].blocks);
	}
	return 0;
}

/* Turns the probabilities of 0 … blocks values on one side into those for one more value. */
static void step(double *probability, size_t blocks)
{
	for (size_t above = blocks + 1; above > 0; above--)
		probability[above] = (probability[above] + probability[above - 1]) / 2;
	probability[0] /= 2;
}

/* Sets the largest rank whose error, at both ends, is within what is left; adds this error to
 * look->spent, and removes the walks that ended here. */
static void spend(struct look *look, double *probability, double allowed)
{
	look->rank = 0;
	while (2 * (look->rank + 1) <= look->blocks &&
		look->spent + 2 * probability[look->rank] <= allowed + VALUES_ROUNDING) {
		look->spent += 2 * probability[look->rank];
		probability[look->rank] = 0;
		probability[look->blocks - look->rank] = 0;
		look->rank++;
	}
	look->confidence = look->rank > 0 ? interval_confidence(look->rank, look->blocks) : 0;
}

int looks_plan(struct look *looks, size_t count, double confidence, struct error *error)
{
	double *probability;
	double spent = 0;
	size_t walked = 0;

	if (check(looks, count, confidence, error) < 0)
		return -1;
	probability = calloc(looks[count - 1].blocks + 1, sizeof(*probability));
	if (probability == NULL)
		return error_set(error, WHAT " at %zu blocks: out of memory",
			looks[count - 1].blocks);
	probability[0] = 1;
	for (size_t i = 0; i < count; i++) {
		for (; walked < looks[i].blocks; walked++)
			step(probability, walked);
		looks[i].spent = spent;
		spend(&looks[i], probability, (1 - confidence) * (double)(i + 1) / (double)count);
		spent = looks[i].spent;
	}
	free(probability);
	return 0;
}
