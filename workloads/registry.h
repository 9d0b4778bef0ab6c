/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The workloads that the program knows: its own table, then those loaded from plugins in the order
 * of loading. Loaded ones stay until the program ends.
 */
#ifndef BREAKEVEN_WORKLOADS_REGISTRY_H
#define BREAKEVEN_WORKLOADS_REGISTRY_H

#include "support/error.h"
#include "workloads/workload.h"

#include <stddef.h>

#define PLUGIN_LIMIT 64 /* loaded ones */

/* The program's own, NULL at the end: generated from the build's list. */
extern const struct workload *const workload_table[];

/* The workload at this position among all, or NULL past the last. */
const struct workload *workload_at(size_t position);

/* By name, or NULL with an error that gives the nearest valid name. */
const struct workload *workload_find(const char *name, struct error *error);

/* Loads the plugin in this file into this process and adds its workload. Only a case process does
 * that, and other processes that exist for the plugin: the plugin's code runs in this process. 0,
 * or -1 with an error that says why it is refused: the file cannot be loaded, has no
 * breakeven_workload, was made for another interface, lacks a hook, or has a name that is taken. */
int workload_load(const char *path, struct error *error);

/* Adds the workload of a plugin that this process knows only by its description
 * (bench/plugin/ask.h); both must stay valid, `path` is absolute. 0, or -1 with the error where it
 * is not valid, its name is taken, or there are too many. */
int workload_add(const struct workload *workload, const char *path, struct error *error);

/* The absolute path of the plugin that a workload came from; NULL for the program's own. */
const char *workload_plugin(const struct workload *workload);

/* Whether a workload is complete and consistent. 0, or -1 with an error that names what is missing.
 */
int workload_validate(const struct workload *workload, struct error *error);

/* Calls the hook if there is one. 0, or -1 with the error if it did not return 0. */
int workload_open(struct work *work, struct error *error);
int workload_prepare(struct work *work, uint64_t tasks, struct error *error);

/* Calls the hook in this process and checks what it returns. 0, or -1 with an error that says what
 * is wrong with it. */
int workload_needs(const struct workload *workload, const struct parameters *parameters,
	unsigned *needs, struct error *error);
int workload_cost(const struct work *work, struct cost *cost, struct error *error);

/* Validates every workload of the program's own table, and that names are unique. 0 or -1. */
int workload_validate_all(struct error *error);

#endif
