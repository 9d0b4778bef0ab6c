/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON for programs on standard output, which may also be a terminal. */
#ifndef BREAKEVEN_BENCH_PROGRAM_JSON_PRINT_H
#define BREAKEVEN_BENCH_PROGRAM_JSON_PRINT_H

#include <jansson.h>

/* Prints it as ASCII, indented, with a final newline; other characters are escaped as in JSON, so
 * nothing is lost. Returns 0, or -1 if out of memory. Errors of standard output are reported when
 * the program ends. */
int json_print(const json_t *json);

#endif
