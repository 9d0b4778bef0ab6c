/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands of the program: one file each, one table in main.c. */
#ifndef BREAKEVEN_BENCH_PROGRAM_COMMAND_H
#define BREAKEVEN_BENCH_PROGRAM_COMMAND_H

/* Exit codes of the program (docs/running.md, "Exit codes"). */
enum exit_code {
	EXIT_FINE = 0,
	EXIT_REGRESSION = 1,    /* compare: something got slower */
	EXIT_USAGE = 2,         /* wrong usage or unreadable input */
	EXIT_CASE = 3,          /* a case failed, or nothing was measured */
	EXIT_NOISE = 4,         /* too noisy or too few samples to say */
	EXIT_DIFFERENT = 5,     /* the two results cannot be compared */
	EXIT_INTERRUPTED = 130, /* by a signal of interrupt.h; what was finished is written */
};

struct command {
	const char *name;
	const char *summary;                /* half a line for the list of commands */
	int (*main)(int argc, char **argv); /* argv[0] is its name; returns an enum exit_code */
};

extern const struct command command_run, command_list, command_show, command_plot, command_verdict,
	command_serve, command_doctor;

/* Hidden: `run` starts itself with this command, one process per case and block. */
extern const struct command command_case;

/* Hidden: a case starts itself with this command where workers are separate programs. */
extern const struct command command_worker;

/* Hidden: other commands start themselves with this command to ask a plugin. */
extern const struct command command_plugin;

/* Prints "breakeven COMMAND: text" as one line on standard error. Returns EXIT_USAGE. */
int command_refuse(const char *command, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
