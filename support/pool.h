/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Texts and other bytes that are stored once, for as long as the process lives.
 *
 * Equal ones have one address, so users store pointers and compare pointers. A forked process has
 * what its parent had, at the same addresses; a program that is started again has not. Nothing is
 * ever freed: this is for the values of parameters and for sets of them, which are few even with
 * many cases.
 *
 * Any thread may store something at any time; no locks are taken.
 */
#ifndef BREAKEVEN_SUPPORT_POOL_H
#define BREAKEVEN_SUPPORT_POOL_H

#include <stddef.h>

/* The stored text that is equal to this one. NULL: no memory. */
const char *pool_keep_text(const char *text);

/* The same for the bytes of a struct without padding, aligned for any type. */
const void *pool_keep(const void *bytes, size_t size);

#endif
