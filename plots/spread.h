/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Labels beside lines, moved apart so that none lies on another. */
#ifndef BREAKEVEN_PLOTS_SPREAD_H
#define BREAKEVEN_PLOTS_SPREAD_H

#include <stddef.h>

/* Moves positions (ascending) as little as possible so that neighbours are at least `distance`
 * apart and all lie within low … high; where there is no room for that, they are as far apart as
 * there is. */
void spread(double *positions, size_t count, double distance, double low, double high);

#endif
