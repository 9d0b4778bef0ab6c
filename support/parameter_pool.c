/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sets of parameters that are stored once; see parameter_pool.h. */
#include "config.h"

#include "support/parameter_pool.h"

#include "support/pool.h"

_Static_assert(sizeof(struct parameters) ==
		sizeof(const struct parameter *) +
			PARAMETER_LIMIT * (sizeof(double) + sizeof(const char *)),
	"sets are compared by their bytes, so there is no padding");

const struct parameters *parameter_pool_keep(const struct parameters *parameters,
	struct error *error)
{
	const struct parameters *kept = pool_keep(parameters, sizeof(*parameters));

	if (kept == NULL)
		error_set(error, "no memory for parameters");
	return kept;
}

const struct parameters *parameter_pool_change(const struct parameters *parameters,
	const char *assignments, struct error *error)
{
	struct parameters changed = *parameters;

	if (parameters_set_all(&changed, assignments, error) < 0)
		return NULL;
	return parameter_pool_keep(&changed, error);
}

const struct parameters *parameter_pool_make(const struct parameter *table, const char *assignments,
	struct error *error)
{
	struct parameters made;

	if (parameters_init(&made, table, error) < 0)
		return NULL;
	return parameter_pool_change(&made, assignments != NULL ? assignments : "", error);
}
