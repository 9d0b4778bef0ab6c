/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Regular files and nothing else; see plain_file.h. */
#include "config.h"

#include "support/plain_file.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/limits.h"
#include "support/system_call.h"

#define MODE 0644      /* whatever the umask: nobody else writes into the files of a run */
#define ATTEMPTS 10000 /* names of temporary files that are tried */

/* What the file is if it is not regular; NULL: it is regular. */
static const char *kind_of(mode_t mode)
{
	switch (mode & S_IFMT) {
	case S_IFREG:
		return NULL;
	case S_IFLNK:
		return "a symbolic link";
	case S_IFDIR:
		return "a folder";
	case S_IFIFO:
		return "a pipe";
	case S_IFSOCK:
		return "a socket";
	default:
		return "a device";
	}
}

static int refuse(const char *path, const char *what, const char *kind, struct error *error)
{
	error_set(error, "%s: cannot be %s: it is %s, not a regular file", path, what, kind);
	errno = EINVAL;
	return -1;
}

/* The error of open() for a link or a socket does not explain what is wrong; for a link that is
 * followed it is the error of the target. */
static int explain(const char *path, enum plain_file_use use, const char *what, struct error *error)
{
	int cause = errno;
	struct stat about;

	if (lstat(path, &about) == 0 && kind_of(about.st_mode) != NULL &&
		!(use == PLAIN_FILE_FOLLOW && S_ISLNK(about.st_mode)))
		return refuse(path, what, kind_of(about.st_mode), error);
	error_set(error, "%s: cannot be %s: %s", path, what, limits_error(cause));
	errno = cause;
	return -1;
}

static int check(int descriptor, const char *path, enum plain_file_use use, const char *what,
	struct error *error)
{
	struct stat about;

	if (fstat(descriptor, &about) < 0)
		return explain(path, use, what, error);
	if (kind_of(about.st_mode) != NULL)
		return refuse(path, what, kind_of(about.st_mode), error);
	if (use != PLAIN_FILE_CHANGE || about.st_nlink <= 1)
		return 0;
	error_set(error,
		"%s: cannot be %s: it has another name (a hard link), and what stands there would "
		"change, too; replace it by a copy",
		path, what);
	errno = EMLINK;
	return -1;
}

int plain_file_open(const char *path, enum plain_file_use use, const char *what,
	struct error *error)
{
	const int access = use == PLAIN_FILE_CHANGE ? O_RDWR | O_APPEND : O_RDONLY;
	const int follow = use == PLAIN_FILE_FOLLOW ? 0 : O_NOFOLLOW;
	/* O_NONBLOCK: a pipe is opened at once, to be refused. Regular files ignore it. */
	int descriptor = open(path, access | follow | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	int cause;

	if (descriptor < 0)
		return explain(path, use, what, error);
	if (check(descriptor, path, use, what, error) == 0)
		return descriptor;
	cause = errno;
	close(descriptor);
	errno = cause;
	return -1;
}

int plain_file_create(const char *path)
{
	return open(path, O_RDWR | O_CREAT | O_EXCL | O_APPEND | O_NOFOLLOW | O_CLOEXEC, MODE);
}

bool plain_file_exists(const char *path)
{
	struct stat about;

	return lstat(path, &about) == 0;
}

int plain_file_temporary(char *name, size_t size, const char *path)
{
	int descriptor = -1;

	for (unsigned i = 0; i < ATTEMPTS && descriptor < 0; i++) {
		int length = snprintf(name, size, "%s.%ld.%u.tmp", path, (long)getpid(), i);

		if (length < 0 || (size_t)length >= size) {
			errno = ENAMETOOLONG;
			return -1;
		}
		descriptor = plain_file_create(name);
		if (descriptor < 0 && errno != EEXIST)
			return -1;
	}
	return descriptor;
}

/* Behind a dot and at least one digit; NULL where there are none. */
static const char *pass_number(const char *text)
{
	if (text == NULL || text[0] != '.' || !isdigit((unsigned char)text[1]))
		return NULL;
	return text + 1 + strspn(text + 1, "0123456789");
}

bool plain_file_is_temporary(const char *name, const char *of)
{
	const size_t length = strlen(of);
	const char *rest = strncmp(name, of, length) == 0 ? name + length : NULL;

	rest = pass_number(pass_number(rest));
	return rest != NULL && strcmp(rest, ".tmp") == 0;
}

/* Reserves the name with an empty file, which only one process can make, and then replaces it. */
static enum plain_file_named name_by_claim(const char *temporary, const char *path)
{
	int descriptor = plain_file_create(path), cause;

	if (descriptor < 0)
		return errno == EEXIST ? PLAIN_FILE_TAKEN : PLAIN_FILE_FAILED;
	close(descriptor);
	if (rename(temporary, path) == 0)
		return PLAIN_FILE_NAMED;
	cause = errno;
	unlink(path);
	errno = cause;
	return PLAIN_FILE_FAILED;
}

enum plain_file_named plain_file_name(const char *temporary, const char *path)
{
	if (system_rename_new(temporary, path) == 0)
		return PLAIN_FILE_NAMED;
	if (errno == EEXIST)
		return PLAIN_FILE_TAKEN;
	if (errno != EINVAL && errno != ENOSYS && errno != EPERM)
		return PLAIN_FILE_FAILED;
	return name_by_claim(temporary, path);
}

/* Some file systems cannot sync a folder and return EINVAL: nothing is left to do. */
int plain_file_sync_folder(const char *path)
{
	char *copy = strdup(path);
	int folder, outcome, cause;

	if (copy == NULL)
		return -1;
	folder = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	free(copy);
	if (folder < 0)
		return -1;
	outcome = fsync(folder) < 0 && errno != EINVAL ? -1 : 0;
	cause = errno;
	close(folder);
	errno = cause;
	return outcome;
}
