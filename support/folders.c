/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folders that a command makes; see folders.h. */
#include "config.h"

#include "support/folders.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/limits.h"

int folders_make(const char *path, mode_t mode, size_t *made)
{
	if (mkdir(path, mode) < 0)
		return -1;
	if (*made == 0)
		*made = strlen(path);
	return 0;
}

static int make_or_find(const char *path, mode_t mode, size_t *made, struct error *error)
{
	struct stat about;

	if (folders_make(path, mode, made) == 0)
		return 0;
	if (errno != EEXIST)
		return error_set(error, "cannot create the folder %s: %s", path,
			limits_error(errno));
	if (stat(path, &about) == 0 && !S_ISDIR(about.st_mode))
		return error_set(error,
			"%s is a file, not a folder; name another folder with -o, or move it away",
			path);
	return 0;
}

int folders_create(const char *path, mode_t mode, size_t *made, struct error *error)
{
	char *copy = strdup(path);
	int status = copy != NULL ? 0 : error_set(error, "no memory for the name of a folder");

	*made = 0;
	for (char *slash = copy; slash != NULL && status == 0;) {
		slash = slash[0] != '\0' ? strchr(slash + 1, '/') : NULL;
		if (slash != NULL)
			*slash = '\0';
		status = make_or_find(copy, mode, made, error);
		if (slash != NULL)
			*slash = '/';
	}
	free(copy);
	if (status < 0) {
		folders_remove(path, *made);
		*made = 0;
	}
	return status;
}

void folders_remove(const char *path, size_t made)
{
	char *copy = made > 0 ? strdup(path) : NULL, *slash = copy;

	while (slash != NULL && strlen(copy) >= made) {
		rmdir(copy);
		slash = strrchr(copy, '/');
		if (slash != NULL)
			*slash = '\0';
	}
	free(copy);
}
