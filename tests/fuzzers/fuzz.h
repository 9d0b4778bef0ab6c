/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the fuzzers share. Each file beside this one feeds one reader of text from outside. Built by
 * `make fuzzers` it is driven by libFuzzer, else by replay.c, which feeds it the files of its
 * corpus.
 *
 * A reader may refuse its input, but it must not crash, hang or leak, and what it takes must
 * survive what is done with it afterwards.
 */
#ifndef BREAKEVEN_TESTS_FUZZERS_FUZZ_H
#define BREAKEVEN_TESTS_FUZZERS_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One input; returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the process where what must hold does not: a finding. */
static inline void fuzz_require(int holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "ERROR: %s\n", what);
	__builtin_trap();
}

/* A copy with a final zero, to be freed: what is behind the input is then seen to be read. */
static inline char *fuzz_text(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);

	fuzz_require(text != NULL, "no memory for the input");
	if (size > 0)
		memcpy(text, data, size);
	text[size] = '\0';
	return text;
}

/* Where texts go that nobody reads. */
static inline FILE *fuzz_nowhere(void)
{
	static FILE *stream;

	if (stream == NULL)
		stream = fopen("/dev/null", "we");
	fuzz_require(stream != NULL, "/dev/null cannot be opened");
	return stream;
}

#endif
