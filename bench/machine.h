/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What machine this is, as far as it tells: the member `machine` of a result. */
#ifndef BREAKEVEN_BENCH_MACHINE_H
#define BREAKEVEN_BENCH_MACHINE_H

#include "support/topology.h"

#include <jansson.h>

/* A new object; what cannot be read is null. NULL where there is no memory. */
json_t *machine_to_json(const struct topology *topology);

#endif
