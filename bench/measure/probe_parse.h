/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parses counters from the text of files of /proc and of control groups; pure functions. */
#ifndef BREAKEVEN_BENCH_MEASURE_PROBE_PARSE_H
#define BREAKEVEN_BENCH_MEASURE_PROBE_PARSE_H

#include "support/root.h"

/* From /proc/stat: the clock ticks in which the CPU was busy (user, nice, system, irq, softirq),
 * and those in which a hypervisor withheld it. 0, or -1 if there is no line for that CPU. */
int probe_parse_cpu(const char *text, unsigned cpu, uint64_t *busy, uint64_t *steal);

/* The same, summed over several CPUs. */
int probe_parse_cpus(const char *text, const unsigned *cpus, unsigned count, uint64_t *busy,
	uint64_t *steal);

/* The whole number after "NAME<blanks>" at the start of a line, as in cpu.stat; or after
 * "NAME<blanks>:<blanks>", as in /proc/PID/sched. */
struct figure probe_parse_counter(const char *text, const char *name);

/* From /proc/TASK/schedstat: nanoseconds for which it was ready to run and waited for a CPU.
 * Unknown if its time slices are 0: it has run, so this kernel does not count. */
struct figure probe_parse_run_queue_delay(const char *text);

/* From /proc/pressure/cpu: microseconds of "some". */
struct figure probe_parse_pressure(const char *text);

#endif
