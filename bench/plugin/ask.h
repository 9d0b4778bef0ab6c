/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a workload says before it is measured: its description, its needs and its cost. For the
 * program's own workloads this calls the hooks. No code of a plugin runs in this process: another
 * process is asked (plugin_process.h), so whatever the plugin does there, the result is at worst an
 * error.
 *
 * Answers and errors are kept, so each question is asked once. A plugin that keeps failing or
 * hanging is not asked again without end.
 *
 * While processes of plugins exist, signals are blocked (interrupt.h). A signal ends the wait for
 * an answer, and after it nothing is asked.
 */
#ifndef BREAKEVEN_BENCH_PLUGIN_ASK_H
#define BREAKEVEN_BENCH_PLUGIN_ASK_H

#include "support/error.h"
#include "support/parameter.h"
#include "workloads/workload.h"

/* Adds the workload of the plugin in this file to the registry, by its description. Returns 0, or
 * -1 with an error that says why it is refused. */
int ask_load(const char *path, struct error *error);

/* What the hooks return, checked. Returns 0, or -1 with an error that names the hook. */
int ask_needs(const struct workload *workload, const struct parameters *parameters, unsigned *needs,
	struct error *error);
int ask_cost(const struct work *work, struct cost *cost, struct error *error);

/* Ends the processes of all plugins and all processes that they have started. Call it before
 * anything is measured or shown, and before this process ends. A later question starts a new
 * process. Returns 0. If a signal has come, now or earlier, returns -1 with an error that says what
 * was being asked: the command must end. */
int ask_end(struct error *error);

/* Returns the same as ask_end(), but ends nothing. */
int ask_check(struct error *error);

#endif
