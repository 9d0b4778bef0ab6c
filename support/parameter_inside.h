/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What parameter.c and parameter_values.c share. */
#ifndef BREAKEVEN_SUPPORT_PARAMETER_INSIDE_H
#define BREAKEVEN_SUPPORT_PARAMETER_INSIDE_H

#include "support/parameter.h"

/* The position of a parameter in the table, or -1. */
int parameter_find(const struct parameter *table, const char *name);

/* Sets the error for a name that the table does not have, with the nearest name in it, or all
 * names. Returns -1. */
int parameter_refuse_name(const struct parameter *table, const char *name, struct error *error);

/* Refuses a text that is no number as `described`; if a unit follows the number, says how to write
 * it. Returns -1. */
int parameter_refuse_number(const struct parameter *parameter, const char *text,
	const char *described, struct error *error);

#endif
