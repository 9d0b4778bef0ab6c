/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The workload of a plugin without its hooks, as JSON and back. */
#ifndef BREAKEVEN_BENCH_PLUGIN_PLUGIN_DESCRIPTION_H
#define BREAKEVEN_BENCH_PLUGIN_PLUGIN_DESCRIPTION_H

#include "support/error.h"
#include "support/parameter.h"
#include "workloads/workload.h"

#include <jansson.h>

/* A workload made from a description. It has the hooks of a valid workload, but they only report
 * that they must not be called. */
struct plugin_description {
	struct workload workload;
	struct parameter parameters[PARAMETER_LIMIT + 1];
	const char **choices[PARAMETER_LIMIT]; /* of each parameter; NULL: it has no choices */
	json_t *json;                          /* owns the texts */
};

/* NULL with the error if a text cannot be written as JSON. */
json_t *plugin_description_to_json(const struct workload *workload, struct error *error);

/* Keeps a reference to `json`. Returns 0, or -1 with the error if it is not a description. */
int plugin_description_open(struct plugin_description *description, json_t *json,
	struct error *error);
void plugin_description_close(struct plugin_description *description);

#endif
