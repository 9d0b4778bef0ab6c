/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An axis: its range, whether it is logarithmic, and the numbers written on it.
 *
 * A logarithmic axis has no place for zero. Where zero was measured, the axis is linear if that
 * shows the other values as well; otherwise zero stands before them, and the axis is broken in
 * between.
 */
#ifndef BREAKEVEN_PLOTS_SCALE_H
#define BREAKEVEN_PLOTS_SCALE_H

#include "plots/quantity.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#define SCALE_TICKS 24

struct scale {
	bool logarithmic;
	double zero;  /* where zero stands on an axis that is broken; else 0 */
	double first; /* the smallest value on such an axis beside zero */
	double low, high;
	double ticks[SCALE_TICKS];
	size_t tick_count;
	const struct quantity *quantity; /* how ticks are written; NULL: as plain numbers */
};

/* A scale for figures from smallest to largest, both above 0: logarithmic where they differ so much
 * that the smaller ones would lie at the bottom of a linear one, which begins at 0. */
void scale_fit(struct scale *scale, double smallest, double largest);

/* A scale whose ticks are measured values (ascending, at least one), as many of them as `length`
 * pixels have room for, written as the quantity is (or NULL), which is kept. `logarithmic` is a
 * request; it is ignored where values are negative. */
void scale_fit_values(struct scale *scale, const double *values, size_t count, bool logarithmic,
	double length, const struct quantity *quantity);

/* The number on gnuplot's axis for a value: the value itself, except for the zero of a broken axis.
 */
double scale_place(const struct scale *scale, double value);

/* Where a value lies: 0 at the low end, 1 at the high one. */
double scale_fraction(const struct scale *scale, double value);

/* Writes the gnuplot commands for axis 'x' or 'y'. */
void scale_write(const struct scale *scale, char axis, FILE *script);

/* Writes the marks that show where axis 'x' is broken; nothing where it is not. */
void scale_write_break(const struct scale *scale, FILE *script);

#endif
