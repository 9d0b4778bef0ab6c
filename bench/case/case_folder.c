/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The folders of cases; see case_folder.h. */
#include "config.h"

#include "bench/case/case_folder.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/limits.h"

#define DESCRIPTORS 16 /* open at most during a walk; deeper folders are opened again */
#define PASSES 4       /* each opens folders that the previous one could not read */

int case_folder_begin(char *all, size_t size, const char *path, struct error *error)
{
	char *absolute;
	int length;

	if (mkdir(path, 0700) < 0)
		return error_set(error,
			errno == EEXIST
				? "%s already exists, but the files of cases need this name: "
				  "move it away"
				: "cannot create the folder %s: %s",
			path, limits_error(errno));
	absolute = realpath(path, NULL);
	if (absolute == NULL) {
		error_set(error, "cannot find the folder %s: %s", path, limits_error(errno));
		rmdir(path);
		return -1;
	}
	length = snprintf(all, size, "%s", absolute);
	free(absolute);
	if (length >= 0 && (size_t)length < size)
		return 0;
	*all = '\0';
	case_folder_remove(path, error);
	return error_set(error,
		"the path of %s is longer than %zu bytes; choose a shorter one with -o", path,
		size - 1);
}

int case_folder_make(char *folder, size_t size, const char *all, struct error *error)
{
	int length = snprintf(folder, size, "%s/XXXXXX", all);

	if (length < 0 || (size_t)length >= size) {
		*folder = '\0';
		return error_set(error,
			"the path of %s is too long for the files of a case; choose a shorter one "
			"with -o",
			all);
	}
	if (mkdtemp(folder) != NULL)
		return 0;
	*folder = '\0';
	return error_set(error, "cannot create a folder in %s: %s", all, limits_error(errno));
}

/* The permissions needed for that: a case may have removed its own. */
static void unlock_parent(const char *path, size_t base)
{
	char *parent = strndup(path, base - 1);

	if (parent != NULL)
		chmod(parent, 0700);
	free(parent);
}

/* Continues after an error: removing the parent folder then fails and reports it. */
static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *place)
{
	(void)status;
	if (kind == FTW_DNR)
		chmod(path, 0700);
	if (remove(path) == 0 || errno != EACCES || place->level == 0)
		return 0;
	unlock_parent(path, (size_t)place->base);
	remove(path);
	return 0;
}

int case_folder_remove(const char *folder, struct error *error)
{
	struct stat status;

	if (folder[0] == '\0')
		return 0;
	for (unsigned pass = 0; pass < PASSES; pass++) {
		nftw(folder, remove_entry, DESCRIPTORS, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
		if (lstat(folder, &status) < 0 && errno == ENOENT)
			return 0;
	}
	return error_set(error, "cannot remove %s and its contents", folder);
}
