/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Numbers with units to and from text, and the nearest word to a misspelt one.
 *
 * One grammar for all numbers that users write, in flags, suites, parameters and requests:
 *
 *   number    100000, 1e5, 100_000, 2.5, -3; with k, M, G or T behind it: 10k is 10000
 *   duration  a number with ns, us (µs, μs), ms, s, m (min) or h; several, from the longest unit
 *             down: 1h30m, 1m30s; 0 needs no unit
 *   size      a number of bytes, or one with B, KB, MB, GB, TB (1000 each; kB is KB) or
 *             KiB, MiB, GiB, TiB (1024 each)
 *
 * Parsing takes the whole text or refuses it: "10ms ", "1e5x" and "" are errors. Results are finite
 * and exact where a double is (integers up to 2^53).
 */
#ifndef BREAKEVEN_SUPPORT_TEXT_H
#define BREAKEVEN_SUPPORT_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Large enough for any text that the text_format_ functions write. */
#define TEXT_NUMBER_SIZE 40

/* What each must be; follows "is not" in a message. */
#define TEXT_A_NUMBER "a number such as 0.5, 1000, 10k or 1e3"
#define TEXT_A_WHOLE_NUMBER "a whole number such as 1000, 10k or 1e3"
#define TEXT_A_DURATION "a duration such as 10ms, 1.5s or 1m30s"
#define TEXT_A_SIZE "a size such as 4096, 4KiB (1024) or 4KB (1000)"

/* The grammar in short, for the help of commands: two lines. */
#define TEXT_NUMBERS_HELP \
	"Numbers: 1000, 1_000, 1e3, 10k, 2M. Durations: 250us, 10ms, 1.5s, 1m30s, 2h.\n" \
	"Sizes: 4096, 4KiB (of 1024), 4KB (of 1000), 16MiB.\n"

/* 0, or -1 with the number untouched. */
int text_parse_number(const char *text, double *number);

/* Into nanoseconds, 0 or more. 0 or -1. */
int text_parse_duration(const char *text, double *nanoseconds);

/* Into bytes, 0 or more. 0 or -1. */
int text_parse_bytes(const char *text, double *bytes);

/* The inverse of each, shortest exact form: "10ms", "4KiB", "100000". Return their buffer. */
char *text_format_number(char *buffer, size_t size, double number);
char *text_format_duration(char *buffer, size_t size, double nanoseconds);
char *text_format_bytes(char *buffer, size_t size, double bytes);

/* For people, three significant digits: 95321 becomes "95.3 k", 0.0002714 s becomes "271 µs" (so
 * text_duration_rounded takes nanoseconds). Return their buffer. */
char *text_rounded(char *buffer, size_t size, double number);
char *text_duration_rounded(char *buffer, size_t size, double nanoseconds);
char *text_bytes_rounded(char *buffer, size_t size, double bytes); /* "95.3 kB", "96 B" */

/* Whether the text is longer than this ending and ends with it. */
bool text_has_ending(const char *text, const char *ending);

/* "" or "s", for the noun after a count: "1 case", "2 cases". */
const char *text_plural(double count);

/* The candidate nearest to word by edit distance, or NULL if none is near enough to be meant (more
 * than a third of its letters differ, at least 2). Candidates end with NULL. */
const char *text_nearest(const char *word, const char *const *candidates);

/* Cuts the text at the first separator and returns what follows it, or NULL at the end. */
char *text_split(char *text, char separator);

/* A list of CPU numbers as "0,2-3": at most limit numbers into cpus in the order given. Returns how
 * many, or -1 for anything malformed, repeated, above 65535 or over the limit. */
int text_parse_cpus(const char *text, unsigned *cpus, unsigned limit);

/* The same list back, ascending neighbours joined: "0,2-3". A buffer of TEXT_CPUS_SIZE(count) is
 * large enough; in a smaller one "..." replaces the rest. Returns the buffer. */
#define TEXT_CPUS_SIZE(count) (8 * ((size_t)(count) + 2))
char *text_format_cpus(char *buffer, size_t size, const unsigned *cpus, unsigned count);

#endif
