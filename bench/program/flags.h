/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The command line of every command: one parser, a table of flags for each.
 *
 * "--name value", "--name=value", "-n value", "-nvalue"; letters without a value may stand together
 * ("-qh"). Names cannot be abbreviated. "--" ends the flags; "-" alone is not a flag. A repeated
 * flag replaces its earlier value, unless the command collects values. All commands report errors
 * in the same words.
 */
#ifndef BREAKEVEN_BENCH_PROGRAM_FLAGS_H
#define BREAKEVEN_BENCH_PROGRAM_FLAGS_H

#include "support/error.h"

#include <stdio.h>

#define FLAG_NAME_SIZE 32

/* Every command accepts -h and --help, which are not in the tables. */
struct flag {
	int id;               /* chosen by the command */
	char letter;          /* '\0': none */
	const char *name;     /* NULL ends the table */
	const char *argument; /* in the help, as "DIR"; NULL: takes no value */
	const char *help;     /* one line; NULL: hidden, for the program itself */
};

struct flag_set {
	const char *command;
	const char *usage; /* what may follow the command, one line per form */
	const char *about; /* what the command does, lines */
	const struct flag *flags;
	const char *end; /* lines after the flags, or NULL */
};

/* Takes one flag with its value or, if flag is NULL, a word that is not a flag. Returns 0, or -1
 * with the error; the parser puts the flag, as it was given, in front of the error. The flag is
 * valid during the call; its letter is set only if the letter was given. */
typedef int flags_take(void *context, const struct flag *flag, const char *value,
	struct error *error);

enum flags_outcome { FLAGS_REFUSED = -1, FLAGS_TAKEN, FLAGS_HELP };

/* The flag as it was given, "-w" or "--workload". Returns the buffer. */
char *flag_given(const struct flag *flag, char buffer[FLAG_NAME_SIZE]);

/* Passes the arguments after argv[0] to `take`, in order. Returns FLAGS_HELP if help was requested
 * (the arguments after it are ignored), or FLAGS_REFUSED with the error. The texts passed point
 * into argv. */
enum flags_outcome flags_parse(const struct flag_set *set, int argc, char **argv, flags_take *take,
	void *context, struct error *error);

/* The same for a whole command: also prints the help or the error. */
enum flags_outcome flags_command(const struct flag_set *set, int argc, char **argv,
	flags_take *take, void *context);

/* Refuses a word that is not a flag, for commands that accept none. Always returns -1. */
int flags_refuse_word(const char *word, const struct flag_set *set, struct error *error);

void flags_help(const struct flag_set *set, FILE *stream);

#endif
