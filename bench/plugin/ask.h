/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a workload says before it is measured: its description, its needs and its cost. For the
 * program's own workloads the hooks are called. Of a plugin nothing runs in this process: another
 * is asked (plugin_process.h), so whatever the plugin does there, the answer is at worst an error.
 *
 * The same question is asked once: answers are kept, errors too. A plugin that keeps failing, or
 * hanging, is not asked for ever.
 *
 * While there are processes of plugins, signals wait (interrupt.h): one that comes ends the answer
 * that is waited for, and after it nothing is asked any more.
 */
#ifndef BREAKEVEN_BENCH_PLUGIN_ASK_H
#define BREAKEVEN_BENCH_PLUGIN_ASK_H

#include "support/error.h"
#include "support/parameter.h"
#include "workloads/workload.h"

/* Adds the workload of the plugin in this file to the registry, by its description. 0, or -1 with
 * an error that says why it is refused. */
int ask_load(const char *path, struct error *error);

/* What the hooks return, checked. 0, or -1 with an error that names the hook. */
int ask_needs(const struct workload *workload, const struct parameters *parameters, unsigned *needs,
	struct error *error);
int ask_cost(const struct work *work, struct cost *cost, struct error *error);

/* Ends the processes of all plugins with whatever they have started: before anything is measured or
 * shown, and before this process ends. A question after that starts one anew. 0, or -1 with an
 * error that says what was being asked when a signal came, now or earlier: the command is to end.
 */
int ask_end(struct error *error);

/* Likewise, without ending anything. */
int ask_check(struct error *error);

#endif
