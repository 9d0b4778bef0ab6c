/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the numbers of an axis measure, and in which unit: how a parameter's axis is titled and its
 * ticks are written, in every chart.
 */
#ifndef BREAKEVEN_PLOTS_QUANTITY_H
#define BREAKEVEN_PLOTS_QUANTITY_H

#include <stddef.h>

#define QUANTITY_SIZE 168 /* 40 characters and an ellipsis */

/* All zero: a number without a name and a unit. */
struct quantity {
	char words[QUANTITY_SIZE]; /* "delay" */
	char unit[QUANTITY_SIZE];  /* of every number ("requests"); "" for none or several */
	const struct quantity_unit *units; /* to choose from for each number; NULL: one or none */
};

/* Of a workload's parameter by its key in a result ("delay_ns"). `text` has parameters as they are
 * written in the id of a case ("{delay=10ms}"): it tells where in the key the name ends. */
void quantity_of_parameter(struct quantity *quantity, const char *key, const char *text);

/* A number on the axis: "10 ms", "4 KiB", "10 k". NULL is a quantity all zero. Returns buffer. */
char *quantity_tick(const struct quantity *quantity, char *buffer, size_t size, double number);

/* The title of an axis with these numbers: "delay (ms)"; the unit only where all of them, beside 0,
 * are written in the same. Returns buffer. */
char *quantity_title(const struct quantity *quantity, char *buffer, size_t size,
	const double *numbers, size_t count);

#endif
