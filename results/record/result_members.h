/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The members of a result besides what was measured: their JSON and their schema. */
#ifndef BREAKEVEN_RESULTS_RECORD_RESULT_MEMBERS_H
#define BREAKEVEN_RESULTS_RECORD_RESULT_MEMBERS_H

#include "results/record/members.h"

/* Of struct result, struct runner_record and struct case_record. */
extern const struct member_table result_table, result_runner_table, case_table, case_workload_table,
	case_runner_table;

/* The members of an object that the record keeps as it is. */
extern const struct member_table result_tool_table;

#endif
