/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sets of parameters that are stored once: a final set is used by its address, and equal sets of
 * one table have the same address. They live as long as the process (pool.h).
 */
#ifndef BREAKEVEN_SUPPORT_PARAMETER_POOL_H
#define BREAKEVEN_SUPPORT_PARAMETER_POOL_H

#include "support/error.h"
#include "support/parameter.h"

/* The stored set that is equal to this one. NULL with the error: no memory. */
const struct parameters *parameter_pool_keep(const struct parameters *parameters,
	struct error *error);

/* The stored set of this table with what the text sets ("name=value,…"; "" or NULL: nothing). NULL
 * with the error. */
const struct parameters *parameter_pool_make(const struct parameter *table, const char *assignments,
	struct error *error);

/* The stored set that differs from this one by what the text sets. NULL with the error. */
const struct parameters *parameter_pool_change(const struct parameters *parameters,
	const char *assignments, struct error *error);

#endif
