/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From doubles to whole numbers. A cast of a double that the type cannot hold (too large, negative,
 * not a number) is undefined: values that were not checked before are converted here.
 */
#ifndef BREAKEVEN_SUPPORT_WHOLE_H
#define BREAKEVEN_SUPPORT_WHOLE_H

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

#define WHOLE_EXACT 9007199254740992.0 /* 2^53: below it a double holds every whole number */

/* The number without its fraction; 0 if it is negative or not a number, `most` if it is above
 * `most`. */
static inline uint64_t whole_within(double number, uint64_t most)
{
	if (!(number > 0))
		return 0;
	return number < (double)most ? (uint64_t)number : most;
}

/* Whether it is a whole number, of either sign, that an int64_t and a reader of JSON hold exactly.
 */
static inline bool whole_is_exact(double number)
{
	return fabs(number) < WHOLE_EXACT && trunc(number) == number;
}

#endif
