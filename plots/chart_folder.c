/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The working and target folders of charts; see chart_folder.h. */
#include "config.h"

#include "plots/chart_folder.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/folders.h"
#include "support/limits.h"

#define HIDDEN ".drawing-"
#define LETTERS 6
#define NAME_SIZE sizeof(HIDDEN "XXXXXX")
#define LONGEST_FILE "/granularity.svg"
#define MODE 0777    /* minus the umask */
#define ATTEMPTS 100 /* to find a free name */

static int create(struct chart_folder *folder, struct error *error)
{
	if (*folder->path == '\0')
		return error_set(error, "the name of the folder for charts is empty");
	if (strlen(folder->path) + NAME_SIZE + sizeof(LONGEST_FILE) > CHART_FOLDER_SIZE)
		return error_set(error, "the folder's name is too long: %.60s…", folder->path);
	return folders_create(folder->path, MODE, &folder->made, error);
}

static int open_target(const char *path, bool follow, struct error *error)
{
	int target = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | (follow ? 0 : O_NOFOLLOW));
	int reason = errno;
	struct stat about;

	if (target >= 0)
		return target;
	if (!follow && lstat(path, &about) == 0 && S_ISLNK(about.st_mode))
		return error_set(error,
			"%s is a symbolic link, and what it leads to would be replaced: remove it, or "
			"name the folder with `breakeven plot -o`",
			path);
	return error_set(error, "cannot open the folder %s: %s", path, limits_error(reason));
}

/* Whether another drawing process has locked it. True on a file system without locks, so nothing is
 * removed there. */
static bool in_use(int working)
{
	return flock(working, LOCK_EX | LOCK_NB) < 0;
}

static int open_hidden(int target, const char *name)
{
	return openat(target, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

static void remove_hidden(int target, const char *name, int working, const char *const *names)
{
	for (size_t i = 0; names[i]; i++)
		unlinkat(working, names[i], 0);
	unlinkat(target, name, AT_REMOVEDIR); /* fails if anything else is in it */
}

static bool is_hidden(const char *name)
{
	if (strlen(name) != NAME_SIZE - 1 || strncmp(name, HIDDEN, strlen(HIDDEN)) != 0)
		return false;
	for (const char *letter = name + strlen(HIDDEN); *letter != '\0'; letter++)
		if (!isalnum((unsigned char)*letter))
			return false;
	return true;
}

/* Removes what killed drawing processes left behind. */
static void clean(int target, const char *const *names)
{
	int again = openat(target, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *stream = again >= 0 ? fdopendir(again) : NULL;
	const struct dirent *file;

	if (!stream && again >= 0)
		close(again);
	while (stream && (file = readdir(stream))) {
		int working = is_hidden(file->d_name) ? open_hidden(target, file->d_name) : -1;
		struct stat about;

		if (working < 0)
			continue;
		if (fstat(working, &about) == 0 && about.st_uid == geteuid() && !in_use(working))
			remove_hidden(target, file->d_name, working, names);
		close(working);
	}
	if (stream)
		closedir(stream);
}

static int draw_name(char name[NAME_SIZE])
{
	static const char alphabet[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
	unsigned char letters[LETTERS];

	if (getrandom(letters, sizeof(letters), 0) != sizeof(letters))
		return -1;
	for (size_t i = 0; i < LETTERS; i++)
		letters[i] = (unsigned char)alphabet[letters[i] % (sizeof(alphabet) - 1)];
	snprintf(name, NAME_SIZE, HIDDEN "%.*s", LETTERS, (const char *)letters);
	return 0;
}

/* Creates the hidden folder and locks it. Tries again if another process took it for a left-over
 * one and removed it before it was locked. Returns its descriptor, or -1 with errno. */
static int begin(int target, char name[NAME_SIZE])
{
	for (unsigned i = 0; i < ATTEMPTS; i++) {
		struct stat opened, named;
		int working;

		if (draw_name(name) < 0)
			return -1;
		if (mkdirat(target, name, 0700) < 0) {
			if (errno != EEXIST)
				return -1;
			continue;
		}
		working = open_hidden(target, name);
		if (working < 0 && errno != ENOENT)
			return -1;
		if (working < 0)
			continue;
		if (in_use(working) && errno == EWOULDBLOCK) {
			close(working);
			continue;
		}
		if (fstat(working, &opened) == 0 &&
			fstatat(target, name, &named, AT_SYMLINK_NOFOLLOW) == 0 &&
			opened.st_ino == named.st_ino && opened.st_dev == named.st_dev)
			return working;
		close(working);
	}
	errno = EEXIST;
	return -1;
}

int chart_folder_open(struct chart_folder *folder, const char *path, const char *const *names,
	bool follow, struct error *error)
{
	char name[NAME_SIZE];

	*folder = (struct chart_folder){.path = path, .names = names, .target = -1, .working = -1};
	if (create(folder, error) < 0)
		return -1;
	folder->target = open_target(path, follow, error);
	if (folder->target < 0)
		goto remove_made;
	clean(folder->target, names);
	folder->working = begin(folder->target, name);
	if (folder->working < 0) {
		error_set(error, "cannot write into the folder %s: %s", path, limits_error(errno));
		goto close_target;
	}
	if (asprintf(&folder->working_path, "%s/%s", path, name) >= 0)
		return 0;
	error_set(error, "no memory to draw charts");
	remove_hidden(folder->target, name, folder->working, names);
	close(folder->working);
close_target:
	close(folder->target);
remove_made:
	folders_remove(path, folder->made);
	return -1;
}

int chart_folder_take(const struct chart_folder *folder, const char *name, struct error *error)
{
	if (renameat(folder->working, name, folder->target, name) == 0)
		return 0;
	if (errno == EISDIR)
		return error_set(error,
			"cannot replace %s/%s, which is a folder: remove or rename it, or give "
			"`breakeven plot -o` another folder",
			folder->path, name);
	return error_set(error, "cannot create %s/%s: %s", folder->path, name, limits_error(errno));
}

void chart_folder_close(struct chart_folder *folder)
{
	remove_hidden(folder->target, strrchr(folder->working_path, '/') + 1, folder->working,
		folder->names);
	free(folder->working_path);
	close(folder->working);
	close(folder->target);
	folders_remove(folder->path, folder->made);
}
