/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON for programs on standard output, which may be a terminal all the same. */
#ifndef BREAKEVEN_BENCH_PROGRAM_JSON_PRINT_H
#define BREAKEVEN_BENCH_PROGRAM_JSON_PRINT_H

#include <jansson.h>

/* Prints it in ASCII, indented, with a newline at its end: what is not printable is escaped as
 * JSON does it, and is still there for who reads it. 0, or -1 where memory is out.
 * What standard output does not take is told when the program ends. */
int json_print(const json_t *json);

#endif
