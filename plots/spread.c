/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Labels that would touch form a group, centred on the mean of the wanted places of its labels.
 * Groups that then touch are joined, until none do.
 */
#include "config.h"

#include "plots/spread.h"

#include <math.h>

/* The labels first … first + count - 1, stacked without a gap; the first of them
 * lies at `begin`. */
struct group {
	size_t first, count;
	double wanted; /* sum of the values of `begin` that each label alone would want */
	double begin;
};

#define GROUPS 64

static void group_place(struct group *group, double distance, double low, double high)
{
	double length = distance * (double)(group->count - 1);

	group->begin = fmax(low, fmin(group->wanted / (double)group->count, high - length));
}

void spread(double *positions, size_t count, double distance, double low, double high)
{
	struct group groups[GROUPS];
	size_t used = 0;

	if (count > GROUPS)
		count = GROUPS;
	if (count > 1)
		distance = fmin(distance, (high - low) / (double)(count - 1));
	for (size_t i = 0; i < count; i++) {
		struct group *group = &groups[used++];

		*group = (struct group){.first = i, .count = 1, .wanted = positions[i]};
		group_place(group, distance, low, high);
		for (; used > 1; used--) {
			struct group *before = &groups[used - 2];
			const struct group *last = &groups[used - 1];
			double shift = distance * (double)before->count;

			if (before->begin + shift <= last->begin)
				break;
			before->wanted += last->wanted - shift * (double)last->count;
			before->count += last->count;
			group_place(before, distance, low, high);
		}
	}
	for (size_t i = 0; i < used; i++)
		for (size_t j = 0; j < groups[i].count; j++)
			positions[groups[i].first + j] = groups[i].begin + distance * (double)j;
}
