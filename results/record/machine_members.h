/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a result says about the machine, which the record keeps as it is: only checked. */
#ifndef BREAKEVEN_RESULTS_RECORD_MACHINE_MEMBERS_H
#define BREAKEVEN_RESULTS_RECORD_MACHINE_MEMBERS_H

#include "support/error.h"

#include <jansson.h>

/* Whether the object is as the schema has it; further members are allowed. 0, or -1 with the error.
 */
int machine_members_check(const json_t *machine, struct error *error);

#endif
