/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The parameters of a plugin: declared in a table, given as text, checked once.
 *
 * Workloads and runners declare what they take in a table that ends with an entry without a name.
 * The help, the checks, the identity of a case and the JSON are all made from this table, so that
 * nothing about a parameter is written twice.
 */
#ifndef BREAKEVEN_SUPPORT_PARAMETER_H
#define BREAKEVEN_SUPPORT_PARAMETER_H

#include "support/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum parameter_kind {
	PARAMETER_INTEGER,  /* a whole number, "1e5" included */
	PARAMETER_NUMBER,   /* any number */
	PARAMETER_DURATION, /* nanoseconds; given as "10ms" */
	PARAMETER_BYTES,    /* given as "4KiB" */
	PARAMETER_CHOICE,   /* one of choices */
	PARAMETER_TEXT,
};

struct parameter {
	const char *name; /* NULL ends the table */
	enum parameter_kind kind;
	const char *unit;         /* in the field's words ("percent", "iterations"); "" for none */
	const char *standard;     /* the default, as a user would write it */
	double smallest, largest; /* of what is a number, inclusive */
	/* For PARAMETER_CHOICE: the choices. For PARAMETER_TEXT: the prefixes, one of which must
	 * come before a name, unless the text is empty: "https://". Ends with NULL. NULL: any
	 * text. */
	const char *const *choices;
	const char *help; /* half a line */
	bool option; /* a variation: no part of the text (and so of a case's id) at its default */

	/* The value of another parameter of the table with which it has an effect, as that value is
	 * written: "blocking=offload", "stall!=0", "url=" for an empty text. Or which of two
	 * numbers of one kind must be smaller: "block<size", "block<=size"; it may be one of them.
	 * Otherwise it is refused if given and is no part of the text. NULL: always. */
	const char *applies;
};

#define PARAMETER_LIMIT 16      /* of one plugin */
#define PARAMETER_TEXT_SIZE 512 /* of one value, with its final zero */
#define PARAMETER_NAME_LIMIT 32 /* letters of a name: a-z, 0-9, "-" and "_" */

/* Large enough for whatever parameters_format() writes. */
#define PARAMETERS_TEXT_SIZE \
	(PARAMETER_LIMIT * (PARAMETER_NAME_LIMIT + 2 * PARAMETER_TEXT_SIZE + 2) + 2)

/* The values of a table's parameters, in its order; defaults where none was given. May be copied by
 * value: texts are kept for as long as the process lives. */
struct parameters {
	const struct parameter *table; /* NULL: takes none */
	struct parameter_value {
		double number;    /* of a number; of a choice, its position */
		const char *text; /* canonical: equal values have one text at one address */
	} values[PARAMETER_LIMIT];
};

/* Every parameter at its default. 0, or -1 with the error where the table itself is wrong (no help,
 * a default out of its own range, too many entries). */
int parameters_init(struct parameters *parameters, const struct parameter *table,
	struct error *error);

/* Sets one parameter from text. 0, or -1 with an error that names the parameter, the value, the
 * range and, for a misspelt name or choice, the nearest valid one. */
int parameters_set(struct parameters *parameters, const char *name, const char *text,
	struct error *error);

/* The same for a caller that has named the parameter already, by its flag or place in a file: the
 * error does not name it again. */
int parameters_set_named(struct parameters *parameters, const char *name, const char *text,
	struct error *error);

/* Sets from "name=value,name=value"; inside a text value a comma is written "\,", a backslash "\\".
 * "" sets nothing, and "{…}" as parameters_format() writes it is taken too. 0, or -1 with nothing
 * changed; a name given twice is an error, and so is one that has no effect. */
int parameters_set_all(struct parameters *parameters, const char *assignments, struct error *error);

/* The value of a parameter that the table has. To ask for another is a fault in the calling code:
 * it gets 0 or "", and parameters_check_asked() reports it. */
double parameters_number(const struct parameters *parameters, const char *name);
uint64_t parameters_integer(const struct parameters *parameters, const char *name);
const char *parameters_text(const struct parameters *parameters, const char *name);

/* Whether this process has only asked for parameters that exist. 0, or -1 with an error that names
 * the first other one. For the harness, after calls of a plugin. */
int parameters_check_asked(struct error *error);

/* "{iterations=100000}": every parameter that applies, except options at their default and empty
 * texts; "" if that leaves none. Returns buffer. */
char *parameters_format(const struct parameters *parameters, char *buffer, size_t size);

/* The same in memory that the caller frees. NULL: no memory. */
char *parameters_format_new(const struct parameters *parameters);

/* The key of a parameter in JSON: its name with the unit that its number is in ("duration_ns",
 * "size_bytes", "cpu_percent"), or the name alone. Returns buffer. */
char *parameter_key(const struct parameter *parameter, char *buffer, size_t size);

/* How many entries a table has; 0 for NULL. */
unsigned parameter_count(const struct parameter *table);

#endif
