/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A folder through which programs of several users find each other, for example below /tmp; the
 * first program creates it.
 *
 * It is opened once, checked, and then used only by its descriptor, so that nobody can replace it
 * by another folder or a link. A file is written under a hidden name and renamed when it is
 * complete. Its writer holds a write lock on it, which requires write permission: nobody else can
 * make a file look as if its writer were alive.
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

/* Opens the folder; if it is missing and `create` is set, creates it for everybody. It must not be
 * a link, must belong to this user or to root, and must be sticky if others may write to it.
 * Returns a descriptor, or -1 with an error that says what to do; a missing folder without `create`
 * is -1 without an error text. */
int shared_folder_open(const char *path, bool create, struct error *error);

/* Writes a file that everybody may read under a new name and stores that name in `name`. Returns
 * its locked descriptor, or -1 with errno. */
int shared_file_write(int folder, const char *text, size_t length, char name[SHARED_NAME_SIZE]);

/* Opens a regular file for reading, never a link. Returns a descriptor, or -1 if it is not a
 * regular file or is larger than the limit. */
int shared_file_open(int folder, const char *name, struct stat *about);

/* Whether the program that wrote the file still has it open. */
bool shared_file_alive(int file);

/* Removes a file of this user that nobody has locked, if it is still the file that `about`
 * describes. */
void shared_file_remove(int folder, const char *name, const struct stat *about);

#endif
