/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands in the settings of a result: what was asked for, and what the run made of it. */
#ifndef BREAKEVEN_RESULTS_RECORD_SETTINGS_MEMBERS_H
#define BREAKEVEN_RESULTS_RECORD_SETTINGS_MEMBERS_H

#include "results/record/members.h"

/* The result keeps them as JSON, so they are of no struct. */
extern const struct member_table settings_members;

#endif
