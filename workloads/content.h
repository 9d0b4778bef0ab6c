/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the files of the file workloads contain, block by block: a ground that is the same in every
 * block. The first word is replaced by a stamp of the block, made from a key (which file, which
 * writer) and the number of the block.
 *
 * The value of a block is the sum of its words less its stamp, weighted by the block's number. It
 * reveals a changed byte, a block of another file or writer, and swapped blocks; correct blocks
 * have the value of the ground alone, whatever their key.
 */
#ifndef BREAKEVEN_WORKLOADS_CONTENT_H
#define BREAKEVEN_WORKLOADS_CONTENT_H

#include "workloads/mix.h"

#include <stddef.h>
#include <stdint.h>

#define CONTENT_WORD sizeof(uint64_t) /* every length is a multiple of it */

static inline uint64_t content_stamp_of(uint64_t key, uint64_t number)
{
	return mix(mix(key) + number);
}

/* Writes the ground into a block. */
static inline void content_fill(uint64_t *block, size_t length)
{
	for (size_t i = 0; i < length / CONTENT_WORD; i++)
		block[i] = mix(i);
}

static inline void content_stamp(uint64_t *block, uint64_t key, uint64_t number)
{
	block[0] = content_stamp_of(key, number);
}

static inline uint64_t content_value(const uint64_t *block, size_t length, uint64_t key,
	uint64_t number)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < length / CONTENT_WORD; i++)
		sum += block[i];
	return (sum - content_stamp_of(key, number)) * (2 * number + 1);
}

/* The value that a block of this length must have, from the sum of its ground. */
static inline uint64_t content_expected(uint64_t ground, uint64_t number)
{
	return ground * (2 * number + 1);
}

/* The sum of the ground without the word that the stamp replaces. */
static inline uint64_t content_ground(size_t length)
{
	uint64_t sum = 0;

	for (size_t i = 1; i < length / CONTENT_WORD; i++)
		sum += mix(i);
	return sum;
}

#endif
