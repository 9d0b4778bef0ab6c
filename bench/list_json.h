/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `list --json` prints: plugins and suites as JSON, for programs. */
#ifndef BREAKEVEN_BENCH_LIST_JSON_H
#define BREAKEVEN_BENCH_LIST_JSON_H

#include "bench/suite.h"
#include "bench/suite_library.h"
#include "runners/runner.h"
#include "support/error.h"
#include "workloads/workload.h"

#include <jansson.h>
#include <stdbool.h>

/* Arrays of objects, or NULL without memory. */
json_t *list_json_workloads(void);
json_t *list_json_runners(void);

/* Whether the runner does not support the workload as both stand by default, however many tasks are
 * in flight; then the reason. */
bool list_unsupported(const struct runner *runner, const struct workload *workload,
	struct error *reason);

/* One object of a suite that was read. */
json_t *list_json_suite(const struct suite *suite, const char *path);

#endif
