/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A folder through which programs of several users find each other, such as one below /tmp that
 * whoever comes first creates.
 *
 * It is opened once, checked, and then used by its descriptor only, so that nobody can put another
 * folder or a link in its place. A file is written under a hidden name and gets its own name when
 * it is whole. Whoever made it holds a write lock on it, which needs the right to write to the
 * file: nobody else can make a file look as if its writer were alive.
 */
#ifndef BREAKEVEN_BENCH_RUN_SHARED_FOLDER_H
#define BREAKEVEN_BENCH_RUN_SHARED_FOLDER_H

#include "support/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

#define SHARED_NAME_SIZE 32
#define SHARED_FILE_LIMIT (64 * 1024) /* bytes of one file */

/* Names: six letters or digits and the ending; hidden while a file is being written. */
enum shared_name {
	SHARED_NAME_STRANGE,
	SHARED_NAME_WHOLE, /* "x7Gk2a.run" */
	SHARED_NAME_BEGUN, /* ".breakeven-x7Gk2a.run" */
};

enum shared_name shared_name(const char *name);

/* Opens the folder, which is created for everybody where it is missing and `create` is set. It must
 * be no link, belong to this user or to root, and be sticky where others may write to it. A
 * descriptor, or -1 with the error, which says what to do; missing and not to be created is -1 with
 * no error text. */
int shared_folder_open(const char *path, bool create, struct error *error);

/* Writes a file that everybody may read under a new name, which goes into `name`. Its locked
 * descriptor, or -1 with errno. */
int shared_file_write(int folder, const char *text, size_t length, char name[SHARED_NAME_SIZE]);

/* Opens a regular file for reading, never a link. A descriptor, or -1 where it is none or is larger
 * than the limit. */
int shared_file_open(int folder, const char *name, struct stat *about);

/* Whether the program that wrote the file still has it open. */
bool shared_file_alive(int file);

/* Removes a file of this user that nobody has locked, if it still is the one that `about` is of. */
void shared_file_remove(int folder, const char *name, const struct stat *about);

#endif
