/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shares as percent for people: never with an exponent, however small or large. */
#ifndef BREAKEVEN_SUPPORT_PERCENT_H
#define BREAKEVEN_SUPPORT_PERCENT_H

#include <stddef.h>

#define PERCENT_UNKNOWN "—"

/* "0.3 %", "21 %", "200 %": one decimal below 10 %. PERCENT_UNKNOWN if it is not finite. Returns
 * the buffer. */
char *percent_text(char *buffer, size_t size, double share);

/* The same with three digits: "0.123 %", "12.3 %", "1230 %"; "0 %" below a thousandth. */
char *percent_text_precise(char *buffer, size_t size, double share);

#endif
