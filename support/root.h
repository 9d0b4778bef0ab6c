/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Small files below a root folder: the kernel's files in /proc and /sys.
 *
 * The root is "" for this machine; tests give a folder with a /proc and /sys of their own. Nothing
 * here is an error: a value is "not known" if it is missing, too long, or not in the form that the
 * kernel writes.
 */
#ifndef BREAKEVEN_SUPPORT_ROOT_H
#define BREAKEVEN_SUPPORT_ROOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A number that may be not known (all zeros) or, as a limit, unlimited. */
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

/* The same for what follows "NAME<blanks>:<blanks>" in the first such line. */
char *root_field(const char *root, const char *path, const char *name);

/* A text as a whole number below 2^53, decimal digits only; "max" and "unlimited" are no limit.
 * Anything else (NULL too) is not known. */
struct figure figure_parse(const char *text);

/* The same of a file's first line, and of a field of it. */
struct figure root_figure(const char *root, const char *path);
struct figure root_figure_field(const char *root, const char *path, const char *name);

/* The whole number after "NAME<blanks>" at the beginning of the first such line, as in
 * memory.events. */
struct figure root_figure_counter(const char *root, const char *path, const char *name);

/* The figure times a factor, where it is known. */
struct figure figure_scaled(struct figure figure, double factor);

/* Adds a figure to a sum, which stays known if both are. */
void figure_add(struct figure *sum, struct figure figure);

/* Which of two lines a file holds. */
enum answer root_answer(const char *root, const char *path, const char *yes, const char *no);

#endif
