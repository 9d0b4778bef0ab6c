/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Texts and other bytes that are kept once and for as long as the process lives.
 *
 * Equal ones have one address, so whoever keeps one keeps a pointer, and compares pointers. A
 * forked process has what its parent had, at the same addresses; a program that is started anew has
 * not. Nothing is ever freed: this is for the values of parameters and for sets of them, which are
 * few, however many cases have them.
 *
 * Any thread may keep something at any time; no locks are taken.
 */
#ifndef BREAKEVEN_SUPPORT_POOL_H
#define BREAKEVEN_SUPPORT_POOL_H

#include <stddef.h>

/* The one text that is equal to this. NULL: no memory. */
const char *pool_keep_text(const char *text);

/* The same of the bytes of a struct without padding, aligned for any. */
const void *pool_keep(const void *bytes, size_t size);

#endif
