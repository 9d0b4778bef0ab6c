/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The built-in HTTP server as a process of its own, for the duration of a run.
 *
 * It is this program, started again as `serve`. It ends when the process that started it ends, in
 * whatever way: the kernel kills it with its parent, and it ends by itself when the other end of a
 * pipe (the lifeline) is closed. It has its own process group, so Ctrl-C at the terminal does not
 * reach it.
 */
#ifndef BREAKEVEN_BENCH_SERVER_PROCESS_H
#define BREAKEVEN_BENCH_SERVER_PROCESS_H

#include "support/error.h"
#include "support/memory_kills.h"

#include <sys/types.h>

struct server_process {
	pid_t pid;    /* 0: not running; for topology_bind_process() */
	char url[64]; /* "http://127.0.0.1:PORT" */

	/* Private. */
	int lifeline;              /* open while the server must run */
	int output;                /* closed at the other end when the server has ended */
	struct memory_kills kills; /* before it was started */
};

/* Starts a server at a free port and waits until it listens. The calling thread must outlive the
 * server: the kernel treats the end of that thread as the end of the parent. The server's own
 * messages go to standard error. Stops waiting when `stop` is readable (-1: none). Returns 0, or -1
 * with the error and nothing left behind. */
int server_process_start(struct server_process *process, int stop, struct error *error);

/* Checks that it still runs. Returns 0, or -1 with an error that says how it ended; it must be
 * stopped in both cases. */
int server_process_check(const struct server_process *process, struct error *error);

/* Ends it and waits for its end. Does nothing if it never started or was stopped. */
void server_process_stop(struct server_process *process);

#endif
