/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The built-in HTTP server as a process of its own, for the time of a run.
 *
 * It is this program, started anew as `serve`. However the process that started it ends, it ends
 * too: the kernel kills it with its parent, and it ends by itself when the other end of a pipe (the
 * lifeline) is closed. It has a process group of its own, so that Ctrl-C at the terminal does not
 * reach it.
 */
#ifndef BREAKEVEN_BENCH_SERVER_PROCESS_H
#define BREAKEVEN_BENCH_SERVER_PROCESS_H

#include "support/error.h"
#include "support/memory_kills.h"

#include <sys/types.h>

struct server_process {
	pid_t pid;    /* 0: none is running; for topology_bind_process() */
	char url[64]; /* "http://127.0.0.1:PORT" */

	/* Its own. */
	int lifeline;              /* open while the server shall live */
	int output;                /* closed at the other end when the server is gone */
	struct memory_kills kills; /* before it was started */
};

/* Starts a server at a free port and waits until it listens. The thread that calls must outlive the
 * server: the kernel takes the end of that thread for the end of the parent. The server's own
 * messages go to standard error. Not waited for once `stop` is readable; -1: there is none. 0, or
 * -1 with the error and nothing left behind. */
int server_process_start(struct server_process *process, int stop, struct error *error);

/* Whether it still lives: 0, or -1 with an error that says how it ended. It is to be stopped all
 * the same. */
int server_process_check(const struct server_process *process, struct error *error);

/* Ends it and waits for its end. One that never started or was stopped is fine. */
void server_process_stop(struct server_process *process);

#endif
