/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whether bytes are still the same: FNV-1a with 64 bits (RFC 9923). Finds damage and change, not
 * forgery.
 */
#ifndef BREAKEVEN_SUPPORT_CHECKSUM_H
#define BREAKEVEN_SUPPORT_CHECKSUM_H

#include "support/error.h"

#include <stddef.h>
#include <stdint.h>

#define CHECKSUM_START 0xcbf29ce484222325U

/* The checksum of the bytes, continued from that of the bytes before them; CHECKSUM_START at
 * first. */
uint64_t checksum(uint64_t before, const void *bytes, size_t count);

/* The checksum of a whole regular file. 0, or -1 with an error that names it. */
int checksum_file(uint64_t *sum, const char *path, struct error *error);

#endif
