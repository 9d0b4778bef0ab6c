/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The limit of processor time (ulimit -t). The kernel kills a process at the limit without a
 * message, so this program prints one and exits shortly before.
 */
#ifndef BREAKEVEN_BENCH_PROGRAM_PROCESSOR_LIMIT_H
#define BREAKEVEN_BENCH_PROGRAM_PROCESSOR_LIMIT_H

/* Starts watching if there is such a limit. For this process only: a child process has the same
 * limit, and its parent reports it. */
void processor_limit_watch(void);

#endif
