/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The command line of every command: one parser, a table of flags for each.
 *
 * "--name value", "--name=value", "-n value", "-nvalue"; letters without a value may stand together
 * ("-qh"). Names are written out. "--" ends the flags, "-" alone is no flag. A flag that is given
 * again replaces what it said before, unless its command collects them. What is wrong is said in
 * the same words for all commands.
 */
#ifndef BREAKEVEN_BENCH_PROGRAM_FLAGS_H
#define BREAKEVEN_BENCH_PROGRAM_FLAGS_H

#include "support/error.h"

#include <stdio.h>

#define FLAG_NAME_SIZE 32

/* Every command takes -h and --help, which are in no table. */
struct flag {
	int id;               /* the command's own name for it */
	char letter;          /* '\0': has none */
	const char *name;     /* NULL ends the table */
	const char *argument; /* in the help, as "DIR"; NULL: takes no value */
	const char *help;     /* a line; NULL: hidden, for the program itself */
};

struct flag_set {
	const char *command;
	const char *usage; /* what may follow the command, a line for each way */
	const char *about; /* what the command does, lines */
	const struct flag *flags;
	const char *end; /* lines behind the flags, or NULL */
};

/* Takes one flag with its value, or, where flag is NULL, a word that is none. 0, or -1 with the
 * error, to which the flag is put in front as it was given. The flag
 * lives as long as the call; it has its letter only where that was given. */
typedef int flags_take(void *context, const struct flag *flag, const char *value,
	struct error *error);

enum flags_outcome { FLAGS_REFUSED = -1, FLAGS_TAKEN, FLAGS_HELP };

/* The flag as it was given, "-w" or "--workload". Returns the buffer. */
char *flag_given(const struct flag *flag, char buffer[FLAG_NAME_SIZE]);

/* Hands what stands behind argv[0] to `take`, in its order. FLAGS_HELP where help was asked for:
 * what stands behind that is not looked at. FLAGS_REFUSED with the error. Texts that are taken
 * point into argv. */
enum flags_outcome flags_parse(const struct flag_set *set, int argc, char **argv, flags_take *take,
	void *context, struct error *error);

/* The same for a command as a whole: prints the help, or what is wrong. */
enum flags_outcome flags_command(const struct flag_set *set, int argc, char **argv,
	flags_take *take, void *context);

/* Refuses a word that is no flag, for a command that takes none. Always -1. */
int flags_refuse_word(const char *word, const struct flag_set *set, struct error *error);

void flags_help(const struct flag_set *set, FILE *stream);

#endif
