/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A separate process for a plugin: this program, started again as its hidden command `plugin`. It
 * loads the plugin, describes its workload, and then answers questions about it.
 *
 * The process leads its own group, does not have our standard streams, and is killed when this
 * process ends. Each answer has a time limit. If the process ends, hangs or gives an invalid
 * answer, it is killed with its group, and this is the error. An interrupt ends the wait.
 */
#ifndef BREAKEVEN_BENCH_PLUGIN_PLUGIN_PROCESS_H
#define BREAKEVEN_BENCH_PLUGIN_PLUGIN_PROCESS_H

#include "support/capture.h"
#include "bench/program/interrupt.h"
#include "support/error.h"
#include "support/memory_kills.h"

#include <jansson.h>
#include <stdint.h>
#include <sys/types.h>

/* The descriptor for questions and answers. An answer is one message: JSON, or PLUGIN_REFUSAL and a
 * text. */
#define PLUGIN_DESCRIPTOR 3
#define PLUGIN_REFUSAL '!'
#define PLUGIN_MESSAGE_LIMIT (128UL << 10)
#define PLUGIN_MUTE 113 /* its exit status if it cannot write its answer */
#define PLUGIN_LIMIT_NS (5 * UINT64_C(1000000000)) /* for an answer */

struct plugin_process {
	pid_t pid; /* 0: none */
	int channel;
	struct capture complaint; /* what it writes to its standard streams */
	const struct interrupt *interrupt;
	struct memory_kills kills; /* before it was started */
};

/* The outcome of a question. */
enum plugin_answer {
	PLUGIN_ANSWERED,
	PLUGIN_FAILED,      /* with the error; the process may have ended */
	PLUGIN_INTERRUPTED, /* with the error; the process has ended, the signal stays pending */
};

/* Starts a process for the plugin in this file. *description is its answer, which the caller
 * releases. The interrupt must stay open until the process is ended. */
enum plugin_answer plugin_process_start(struct plugin_process *process, const char *path,
	const struct interrupt *interrupt, json_t **description, struct error *error);

/* Asks the process, which must exist. `subject` is named in an error: "its cost()". */
enum plugin_answer plugin_process_ask(struct plugin_process *process, const char *question,
	const char *subject, json_t **answer, struct error *error);

/* Ends the process with its group, if it still exists. */
void plugin_process_end(struct plugin_process *process);

#endif
