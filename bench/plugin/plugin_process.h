/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A process of its own for a plugin: this program started anew as its hidden command `plugin`. It
 * loads the plugin, describes its workload, and then answers questions about it.
 *
 * The process leads a group of its own, its standard streams are not ours, and it dies with this
 * process. Each answer has its time; a process that ends, hangs or answers nonsense is ended with
 * its group, and that is the error. An interrupt ends the waiting.
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

/* Where the process gets questions and answers them, one message each: JSON, or
 * PLUGIN_REFUSAL and a text. */
#define PLUGIN_DESCRIPTOR 3
#define PLUGIN_REFUSAL '!'
#define PLUGIN_MESSAGE_LIMIT (128UL << 10)
#define PLUGIN_MUTE 113 /* its exit status where it cannot answer there any more */
#define PLUGIN_LIMIT_NS (5 * UINT64_C(1000000000)) /* for an answer */

struct plugin_process {
	pid_t pid; /* 0: none */
	int channel;
	struct capture complaint; /* what it says on its standard streams */
	const struct interrupt *interrupt;
	struct memory_kills kills; /* before it was started */
};

/* How asking went. */
enum plugin_answer {
	PLUGIN_ANSWERED,
	PLUGIN_FAILED,      /* with the error; the process may be gone */
	PLUGIN_INTERRUPTED, /* with the error; the process is gone, the signal is not taken */
};

/* Starts a process for the plugin in this file; its description is the answer, to be released. The
 * interrupt is open until the process is ended. */
enum plugin_answer plugin_process_start(struct plugin_process *process, const char *path,
	const struct interrupt *interrupt, json_t **description, struct error *error);

/* Asks the process, which must be there. `subject` is what would be to blame: "its cost()". */
enum plugin_answer plugin_process_ask(struct plugin_process *process, const char *question,
	const char *subject, json_t **answer, struct error *error);

/* Ends it, with its group. One that is gone is fine. */
void plugin_process_end(struct plugin_process *process);

#endif
