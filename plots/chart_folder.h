/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The folder for charts, and a hidden folder in it, .drawing-XXXXXX, in which they are drawn.
 * Complete files are renamed from there, so that a file of the folder is replaced at once or not at
 * all, and a link in it is replaced rather than followed.
 *
 * A drawing process holds a lock on the hidden folder. An unlocked one is left over from a process
 * that was killed; the next drawing removes it, if it belongs to this user, with the files in it
 * that a drawing can have made.
 */
#ifndef BREAKEVEN_PLOTS_CHART_FOLDER_H
#define BREAKEVEN_PLOTS_CHART_FOLDER_H

#include "support/error.h"

#include <stdbool.h>
#include <stddef.h>

#define CHART_FOLDER_SIZE 4096

struct chart_folder {
	const char *path;
	const char *const *names; /* of all files that a drawing has; NULL at the end */
	size_t made;              /* of folders.h: of the target and those above it */
	int target, working;      /* descriptors of both folders */
	char *working_path;       /* of the hidden one; its own */
};

/* Opens both folders; the target is created with those above it where it is missing. `follow`: the
 * target may be a link to a folder. 0, or -1 with the error. */
int chart_folder_open(struct chart_folder *folder, const char *path, const char *const *names,
	bool follow, struct error *error);

/* Moves a file from the hidden folder to the target. 0, or -1 with the error. */
int chart_folder_take(const struct chart_folder *folder, const char *name, struct error *error);

/* Removes the hidden folder with what is still in it, and the target if it was created for charts
 * and there are none. */
void chart_folder_close(struct chart_folder *folder);

#endif
