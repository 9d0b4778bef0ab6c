/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files in places where something else may be: a link, a pipe, another user's file.
 *
 * Nothing here follows a symbolic link in the last part of a path unless it is told to, waits for
 * the other end of a pipe, or replaces anything that it did not make.
 */
#ifndef BREAKEVEN_SUPPORT_PLAIN_FILE_H
#define BREAKEVEN_SUPPORT_PLAIN_FILE_H

#include "support/error.h"

#include <stdbool.h>
#include <stddef.h>

enum plain_file_use {
	PLAIN_FILE_READ,   /* for reading; a symbolic link is refused */
	PLAIN_FILE_FOLLOW, /* for reading; a symbolic link is followed */
	PLAIN_FILE_CHANGE, /* for reading and appending; a file with a second name (a hard link) is
	                    * refused, too, as its content would change under both names */
};

/* Opens a regular file that exists. A descriptor, or -1 with an error that names the file and
 * "opened", "read" or what else cannot be done; errno is ENOENT if there is nothing. */
int plain_file_open(const char *path, enum plain_file_use use, const char *what,
	struct error *error);

/* Creates an empty file for appending, if nothing is there. A descriptor, or -1 with errno. */
int plain_file_create(const char *path);

/* Whether anything is there, including a link that leads nowhere. */
bool plain_file_exists(const char *path);

#define PLAIN_FILE_SUFFIX 48 /* most bytes that the name of a temporary file is longer by */

/* Creates a file for appending beside `path`, and writes its name into `name`. A descriptor, or -1
 * with errno. */
int plain_file_temporary(char *name, size_t size, const char *path);

/* Whether `name` is one that plain_file_temporary() gives beside a file called `of`; both without
 * their folder. */
bool plain_file_is_temporary(const char *name, const char *of);

/* The outcome of giving a file a name that nothing else may have. */
enum plain_file_named {
	PLAIN_FILE_FAILED = -1,
	PLAIN_FILE_NAMED,
	PLAIN_FILE_TAKEN, /* something has that name already */
};

/* Gives a temporary file the name `path`, in one step and only if nothing has it. If it fails,
 * errno is set; the temporary file is still there unless it is named. */
enum plain_file_named plain_file_name(const char *temporary, const char *path);

/* Makes sure that the name of a file in its folder is on the disk, too. 0, or -1 with errno. */
int plain_file_sync_folder(const char *path);

#endif
