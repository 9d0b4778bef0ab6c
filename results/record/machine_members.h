/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a result says about the machine. The record keeps it as it is; it is only checked. */
#ifndef BREAKEVEN_RESULTS_RECORD_MACHINE_MEMBERS_H
#define BREAKEVEN_RESULTS_RECORD_MACHINE_MEMBERS_H

#include "results/record/members.h"
#include "support/error.h"

#include <jansson.h>

/* The members of the machine, and of its caches. */
extern const struct member_table machine_table, cache_table;

/* Checks the object against the schema; further members are allowed. 0, or -1 with the error. */
int machine_members_check(const json_t *machine, struct error *error);

#endif
