/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The limit of processor time (ulimit -t): the kernel kills a process that has reached it, and no
 * word of why. So a little before that this program says it and ends itself.
 */
#ifndef BREAKEVEN_BENCH_PROGRAM_PROCESSOR_LIMIT_H
#define BREAKEVEN_BENCH_PROGRAM_PROCESSOR_LIMIT_H

/* Watches from now on, where there is such a limit. For this process alone: whoever it starts has
 * the limit and a parent that names it. */
void processor_limit_watch(void);

#endif
