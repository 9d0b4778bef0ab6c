/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The settings of a result: what was requested, and what the run did with it. */
#ifndef BREAKEVEN_RESULTS_RECORD_SETTINGS_MEMBERS_H
#define BREAKEVEN_RESULTS_RECORD_SETTINGS_MEMBERS_H

#include "results/record/members.h"

/* The result keeps them as JSON, so they belong to no struct. */
extern const struct member_table settings_members;

#endif
