/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parameters of pools; see pool.h. */
#include "config.h"

#include "runners/pool.h"

const char *const pool_dispatches[] = {"map", "submit", NULL};

const struct team_duty *pool_dispatch(const struct parameters *parameters)
{
	static const struct team_duty *const dispatches[] = {&pool_map, &pool_submit};

	return dispatches[parameters_integer(parameters, "dispatch")];
}

uint64_t pool_chunk(const struct parameters *parameters)
{
	return parameters_integer(parameters, "chunk");
}

int pool_supports(const struct parameters *parameters, const struct workload *workload,
	bool in_order, struct error *reason)
{
	uint64_t chunk = pool_chunk(parameters);

	if (pool_dispatch(parameters) == &pool_submit && chunk > 1)
		return error_set(reason,
			"dispatch=submit hands over one task at a time: use "
			"chunk=1");
	if (workload->partners > 1 && chunk > 1)
		return error_set(reason,
			"its tasks wait for each other, but one worker would take them: use "
			"chunk=1");
	if (workload->partners > 1 && !in_order)
		return error_set(reason,
			"its tasks wait for each other and must start in order: use "
			"queue=shared");
	return 0;
}

int pool_supports_arrivals(const struct parameters *parameters, bool in_order, struct error *reason)
{
	if (pool_chunk(parameters) > 1)
		return error_set(reason,
			"with --rate, tasks that a worker has taken would wait: use chunk=1");
	if (!in_order)
		return error_set(reason,
			"with --rate, tasks must start in order: use "
			"queue=shared");
	return 0;
}
