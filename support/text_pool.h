/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Texts that are kept once and for as long as the process lives.
 *
 * Equal texts are one text at one address, so whoever keeps a text keeps a pointer: structs that
 * have it are small, can be copied by value and compared by their bytes. A forked process has what
 * its parent had, at the same addresses; a program that is started anew has not. Texts are never
 * freed: this is for the values of parameters, which are few, however many cases have them.
 *
 * Any thread may keep a text at any time; no locks are taken.
 */
#ifndef BREAKEVEN_SUPPORT_TEXT_POOL_H
#define BREAKEVEN_SUPPORT_TEXT_POOL_H

/* The one text that is equal to this. NULL: no memory. */
const char *text_pool_keep(const char *text);

#endif
