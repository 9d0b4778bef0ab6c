/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a result says about the machine, which the record keeps as it is: only checked. */
#ifndef BREAKEVEN_RESULTS_RECORD_MACHINE_MEMBERS_H
#define BREAKEVEN_RESULTS_RECORD_MACHINE_MEMBERS_H

#include "results/record/members.h"
#include "support/error.h"

#include <jansson.h>

/* Their members; those of its caches. */
extern const struct member_table machine_table, cache_table;

/* Whether the object is as the schema has it; further members are allowed. 0, or -1 with the error.
 */
int machine_members_check(const json_t *machine, struct error *error);

#endif
