/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Folders that a command makes for its output, and removes if it wrote nothing.
 *
 * `made` is the length, in bytes of the path, of the first folder that was made; all folders below
 * it were made, too. 0: all existed.
 */
#ifndef BREAKEVEN_SUPPORT_FOLDERS_H
#define BREAKEVEN_SUPPORT_FOLDERS_H

#include "support/error.h"

#include <stddef.h>
#include <sys/types.h>

/* Makes one. 0, or -1 with errno: EEXIST if something has its name. */
int folders_make(const char *path, mode_t mode, size_t *made);

/* Makes one and those above it, unless they exist. 0, or -1 with the error. */
int folders_create(const char *path, mode_t mode, size_t *made, struct error *error);

/* Removes what was made, from the last folder up. One that holds anything stays. */
void folders_remove(const char *path, size_t made);

#endif
