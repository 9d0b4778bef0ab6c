/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Owners and rights of a run's folder; see resume_trust.h. */
#include "config.h"

#include "bench/run/resume_trust.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/limits.h"

static int check(int descriptor, const char *path, struct error *error)
{
	struct stat about;

	if (fstat(descriptor, &about) < 0)
		return error_set(error, "%s: cannot be read: %s", path, limits_error(errno));
	if (about.st_uid != geteuid() && about.st_uid != 0)
		return error_set(error,
			"%s belongs to user %u. A resumed run executes the command and the "
			"plugins named in its journal: check them, and resume a copy of the "
			"folder (cp -r)",
			path, (unsigned)about.st_uid);
	if (about.st_mode & (S_IWGRP | S_IWOTH))
		return error_set(error,
			"others may write to %s. A resumed run executes the command and the "
			"plugins named in its journal: check them, then `chmod go-w` the "
			"folder and the journal",
			path);
	return 0;
}

/* A user who may rename entries of a folder can replace the run's folder in it. In a sticky folder
 * only the owners can. Our own group, and root's, are trusted. */
static int check_parent(const struct stat *about, const char *path, struct error *error)
{
	const mode_t mode = about->st_mode;

	if (about->st_uid != geteuid() && about->st_uid != 0)
		return error_set(error,
			"%s, above the run, belongs to user %u, who can put another run in its "
			"place. A resumed run executes the command and the plugins named in "
			"its journal: check them, and resume a copy of the folder (cp -r) in a "
			"folder of yours",
			path, (unsigned)about->st_uid);
	if ((mode & S_ISVTX) != 0 || (mode & (S_IWGRP | S_IWOTH)) == 0)
		return 0;
	if ((mode & S_IWOTH) == 0 && (about->st_gid == getegid() || about->st_gid == 0))
		return 0;
	return error_set(error,
		"others may write to %s, above the run, and put another run in its place. A "
		"resumed run executes the command and the plugins named in its journal: check "
		"them, then `chmod %s` that folder, or `chmod +t` it where others need it",
		path, (mode & S_IWOTH) != 0 ? "go-w" : "g-w");
}

/* All folders above this one, up to the root. */
static int check_parents(const char *folder, struct error *error)
{
	char *path = realpath(folder, NULL);
	int status = path != NULL
		? 0
		: error_set(error, "%s: cannot be read: %s", folder, limits_error(errno));

	while (status == 0 && path[1] != '\0') {
		char *slash = strrchr(path, '/');
		struct stat about;

		slash[slash == path ? 1 : 0] = '\0';
		status = stat(path, &about) == 0
			? check_parent(&about, path, error)
			: error_set(error, "%s: cannot be examined: %s", path, limits_error(errno));
	}
	free(path);
	return status;
}

int resume_trust(const struct run_folder *folder, const struct journal *journal,
	struct error *error)
{
	int descriptor = open(folder->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), status;

	if (descriptor < 0)
		return error_set(error, "%s: cannot be read: %s", folder->path,
			limits_error(errno));
	status = check(descriptor, folder->path, error);
	if (status == 0)
		status = check(journal->descriptor, journal->path, error);
	if (status == 0)
		status = check_parents(folder->path, error);
	close(descriptor);
	return status;
}
