/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Owners and rights of a run's folder; see resume_trust.h. */
#include "config.h"

#include "bench/resume_trust.h"

#include <errno.h>
#include <fcntl.h>
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
			"%s belongs to user %u. Continuing a run runs the command and the plugins that "
			"its journal names: look at them, and continue a copy of the folder (cp -r)",
			path, (unsigned)about.st_uid);
	if (about.st_mode & (S_IWGRP | S_IWOTH))
		return error_set(error,
			"others may write to %s. Continuing a run runs the command and the plugins that "
			"its journal names: look at them, then `chmod go-w` the folder and the journal",
			path);
	return 0;
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
	close(descriptor);
	return status;
}
