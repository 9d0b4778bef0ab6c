/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many columns of a terminal one character takes. */
#ifndef BREAKEVEN_RESULTS_TABLE_CHARACTER_WIDTH_H
#define BREAKEVEN_RESULTS_TABLE_CHARACTER_WIDTH_H

#include <stdint.h>

/* 0 for a mark that goes onto the character before it, 2 for a wide one (East Asian scripts,
 * pictures), 1 for all others. */
unsigned character_width(uint32_t character);

#endif
