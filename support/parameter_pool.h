/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sets of parameters that are kept once: once they are settled, whoever has a set has its address,
 * and equal sets of one table have the same. They live as long as the process (pool.h).
 */
#ifndef BREAKEVEN_SUPPORT_PARAMETER_POOL_H
#define BREAKEVEN_SUPPORT_PARAMETER_POOL_H

#include "support/error.h"
#include "support/parameter.h"

/* The one set that is equal to this. NULL with the error: no memory. */
const struct parameters *parameter_pool_keep(const struct parameters *parameters,
	struct error *error);

/* The one of this table with what the text sets ("name=value,…"; "" or NULL: nothing). NULL with
 * the error. */
const struct parameters *parameter_pool_make(const struct parameter *table, const char *assignments,
	struct error *error);

/* The one that differs from this by what the text sets. NULL with the error. */
const struct parameters *parameter_pool_change(const struct parameters *parameters,
	const char *assignments, struct error *error);

#endif
