/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A folder that several users write to; see shared_folder.h. */
#include "config.h"

#include "bench/run/shared_folder.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "support/limits.h"

#define HIDDEN ".breakeven-"
#define ENDING ".run"
#define LETTERS 6
#define ATTEMPTS 100 /* to find an unused name */

enum shared_name shared_name(const char *name)
{
	bool begun = strncmp(name, HIDDEN, strlen(HIDDEN)) == 0;
	const char *letters = begun ? name + strlen(HIDDEN) : name;

	for (size_t i = 0; i < LETTERS; i++)
		if (!isalnum((unsigned char)letters[i]))
			return SHARED_NAME_STRANGE;
	if (strcmp(letters + LETTERS, ENDING) != 0)
		return SHARED_NAME_STRANGE;
	return begun ? SHARED_NAME_BEGUN : SHARED_NAME_WHOLE;
}

/* Everybody may add files to it, and remove only their own. */
static int create_folder(const char *path)
{
	mode_t mask = umask(0);
	int status = mkdir(path, 01777);

	umask(mask);
	return status == 0 || errno == EEXIST ? 0 : -1;
}

static int check_folder(const char *path, const struct stat *about, struct error *error)
{
	if (about->st_uid != geteuid() && about->st_uid != 0)
		return error_set(error,
			"%s belongs to user %ju, neither to you nor to root; remove it as root, or set "
			"BREAKEVEN_RUNS to another folder",
			path, (uintmax_t)about->st_uid);
	if ((about->st_mode & (S_IWGRP | S_IWOTH)) != 0 && (about->st_mode & S_ISVTX) == 0)
		return error_set(error,
			"%s is not sticky, so others may remove and replace your files in it; run "
			"`chmod +t` on it, or set BREAKEVEN_RUNS to another folder",
			path);
	return 0;
}

/* Why it could not be opened. */
static int refuse_folder(const char *path, int reason, struct error *error)
{
	struct stat about;

	if (lstat(path, &about) == 0 && S_ISLNK(about.st_mode))
		return error_set(error,
			"%s is a symbolic link; remove it, or set BREAKEVEN_RUNS to the folder itself",
			path);
	return error_set(error, "%s cannot be used: %s; set BREAKEVEN_RUNS to another folder", path,
		limits_error(reason));
}

int shared_folder_open(const char *path, bool create, struct error *error)
{
	char plain[PATH_MAX];
	struct stat about;
	int folder;

	if ((size_t)snprintf(plain, sizeof(plain), "%s", path) >= sizeof(plain))
		return error_set(error, "BREAKEVEN_RUNS: the name of the folder is too long");
	/* With a trailing slash, a link would be followed. */
	for (size_t end = strlen(plain); end > 1 && plain[end - 1] == '/'; end--)
		plain[end - 1] = '\0';
	if (create && create_folder(plain) < 0)
		return error_set(error,
			"%s cannot be created: %s; set BREAKEVEN_RUNS to another folder", plain,
			limits_error(errno));
	folder = open(plain, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (folder < 0)
		return errno == ENOENT && !create ? -1 : refuse_folder(plain, errno, error);
	if (fstat(folder, &about) == 0 && check_folder(plain, &about, error) == 0)
		return folder;
	close(folder);
	return error_set(error, "%s cannot be examined: %s", plain, limits_error(errno));
}

/* Locks the open file, so that the lock ends with the last process that has it open. */
static int lock(int file)
{
	struct flock all = {.l_type = F_WRLCK, .l_whence = SEEK_SET};

	return fcntl(file, F_OFD_SETLK, &all);
}

static bool is_same(int folder, const char *name, const struct stat *about)
{
	struct stat now;

	return fstatat(folder, name, &now, AT_SYMLINK_NOFOLLOW) == 0 &&
		now.st_dev == about->st_dev && now.st_ino == about->st_ino;
}

static int draw_letters(char letters[LETTERS + 1])
{
	static const char alphabet[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

	if (getrandom(letters, LETTERS, 0) != LETTERS)
		return -1;
	for (size_t i = 0; i < LETTERS; i++)
		letters[i] = alphabet[(unsigned char)letters[i] % (sizeof(alphabet) - 1)];
	letters[LETTERS] = '\0';
	return 0;
}

enum claim {
	CLAIM_FAILED = -1, /* with errno */
	CLAIM_OURS,
	CLAIM_LOST, /* another process took the file for a leftover first */
};

/* Locks a file that was just created. */
static enum claim claim(int folder, const char *name, int file)
{
	struct stat about;

	if (lock(file) < 0)
		return errno == EAGAIN || errno == EACCES ? CLAIM_LOST : CLAIM_FAILED;
	if (fstat(file, &about) < 0)
		return CLAIM_FAILED;
	return is_same(folder, name, &about) ? CLAIM_OURS : CLAIM_LOST;
}

/* Creates a locked file with a hidden name. */
static int begin_file(int folder, char letters[LETTERS + 1], char hidden[SHARED_NAME_SIZE])
{
	for (unsigned i = 0; i < ATTEMPTS; i++) {
		enum claim claimed;
		int file, reason;

		if (draw_letters(letters) < 0)
			return -1;
		snprintf(hidden, SHARED_NAME_SIZE, HIDDEN "%s" ENDING, letters);
		file = openat(folder, hidden, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
		if (file < 0 && errno == EEXIST)
			continue;
		if (file < 0)
			return -1;
		claimed = claim(folder, hidden, file);
		if (claimed == CLAIM_OURS)
			return file;
		reason = errno;
		if (claimed == CLAIM_FAILED)
			unlinkat(folder, hidden, 0);
		close(file);
		errno = reason;
		if (claimed == CLAIM_FAILED)
			return -1;
	}
	errno = EEXIST;
	return -1;
}

static int write_all(int file, const char *text, size_t length)
{
	while (length > 0) {
		ssize_t count = write(file, text, length);

		if (count < 0 && errno != EINTR)
			return -1;
		if (count > 0) {
			text += count;
			length -= (size_t)count;
		}
	}
	return 0;
}

int shared_file_write(int folder, const char *text, size_t length, char name[SHARED_NAME_SIZE])
{
	char letters[LETTERS + 1], hidden[SHARED_NAME_SIZE];
	int file, reason;

	if (length > SHARED_FILE_LIMIT) {
		errno = EFBIG;
		return -1;
	}
	file = begin_file(folder, letters, hidden);
	if (file < 0)
		return -1;
	snprintf(name, SHARED_NAME_SIZE, "%s" ENDING, letters);
	/* A link, because it fails if the name is taken. */
	if (write_all(file, text, length) == 0 && fchmod(file, 0644) == 0 &&
		linkat(folder, hidden, folder, name, 0) == 0) {
		unlinkat(folder, hidden, 0);
		return file;
	}
	reason = errno;
	unlinkat(folder, hidden, 0);
	close(file);
	errno = reason;
	return -1;
}

int shared_file_open(int folder, const char *name, struct stat *about)
{
	int file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

	if (file < 0)
		return -1;
	if (fstat(file, about) == 0 && S_ISREG(about->st_mode) &&
		about->st_size <= SHARED_FILE_LIMIT)
		return file;
	close(file);
	return -1;
}

/* Only a write lock counts: anybody who may read the file can put a read lock on it. */
bool shared_file_alive(int file)
{
	struct flock all = {.l_type = F_RDLCK, .l_whence = SEEK_SET};

	return fcntl(file, F_OFD_GETLK, &all) == 0 && all.l_type == F_WRLCK;
}

void shared_file_remove(int folder, const char *name, const struct stat *about)
{
	struct stat opened;
	int file;

	if (about->st_uid != geteuid())
		return;
	file = openat(folder, name, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (file < 0)
		return;
	if (lock(file) == 0 && fstat(file, &opened) == 0 && opened.st_ino == about->st_ino &&
		opened.st_dev == about->st_dev && is_same(folder, name, about))
		unlinkat(folder, name, 0);
	close(file);
}
