/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Small files below a root folder: what the kernel tells in /proc and /sys.
 *
 * The root is "" for this machine; tests give a folder with a made /proc and /sys. Nothing here is
 * an error: what is missing, too long or not of the form that the kernel writes is not known.
 */
#ifndef BREAKEVEN_SUPPORT_ROOT_H
#define BREAKEVEN_SUPPORT_ROOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A number that may not be known (all zeros), or be a limit that is none. */
struct figure {
	bool known, unlimited;
	double value; /* not negative; 0 where unlimited */
};

/* Yes, no, or not known (0). */
enum answer { ANSWER_UNKNOWN, ANSWER_NO, ANSWER_YES };

/* ROOT/PATH into a buffer, or "" where it does not fit. Returns the buffer. */
char *root_path(char *buffer, size_t size, const char *root, const char *path);

bool root_has(const char *root, const char *path);

/* The first line without its end and the blanks around it, to be freed; "" is a line, too. NULL
 * where the file cannot be read or the line is longer than 4095 bytes or holds control characters.
 */
char *root_line(const char *root, const char *path);

/* What follows "NAME<blanks>:<blanks>" in the first such line, likewise. */
char *root_field(const char *root, const char *path, const char *name);

/* A text as a whole number below 2^53, decimal digits alone; "max" and "unlimited" are no limit.
 * Anything else (NULL too) is not known. */
struct figure figure_parse(const char *text);

/* The same of a file's first line, and of a field of it. */
struct figure root_figure(const char *root, const char *path);
struct figure root_figure_field(const char *root, const char *path, const char *name);

/* The whole number after "NAME<blanks>" at the begin of the first such line, as in memory.events.
 */
struct figure root_figure_counter(const char *root, const char *path, const char *name);

/* The figure times a factor, where it is known. */
struct figure figure_scaled(struct figure figure, double factor);

/* Adds one to a sum, which is known as long as both are. */
void figure_add(struct figure *sum, struct figure figure);

/* A file that holds one of two lines: which. */
enum answer root_answer(const char *root, const char *path, const char *yes, const char *no);

#endif
