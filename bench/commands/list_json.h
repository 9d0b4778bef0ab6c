/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The output of `list --json`: plugins and suites as JSON, for programs. */
#ifndef BREAKEVEN_BENCH_COMMANDS_LIST_JSON_H
#define BREAKEVEN_BENCH_COMMANDS_LIST_JSON_H

#include "bench/suite/suite.h"
#include "bench/suite/suite_library.h"

#include <jansson.h>

/* Arrays of objects, or NULL without memory. */
json_t *list_json_workloads(void);
json_t *list_json_runners(void);

/* One object for a suite that was read. */
json_t *list_json_suite(const struct suite *suite, const char *path);

#endif
