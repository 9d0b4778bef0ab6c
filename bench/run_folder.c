/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a run leaves what it measured; see run_folder.h. */
#include "config.h"

#include "bench/run_folder.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "support/limits.h"
#include "support/plain_file.h"

#define RESULT "result.json"
#define JOURNAL "journal.jsonl"
#define MODE 0755          /* whatever the umask: nobody else writes into it */
#define NAME_ATTEMPTS 1000 /* runs of one suite begun in the same second */

/* Creates the folders above the last one. */
static int create_parents(char *path, struct error *error)
{
	for (char *slash = strchr(path + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
		int made;

		*slash = '\0';
		made = mkdir(path, MODE);
		if (made < 0 && errno != EEXIST)
			return error_set(error, "cannot create the folder %s: %s", path,
				limits_error(errno));
		*slash = '/';
	}
	return 0;
}

/* The suite's name as part of a file name. */
static void tame(char *name)
{
	for (; *name != '\0'; name++)
		if (!isalnum((unsigned char)*name) && *name != '-' && *name != '_')
			*name = '_';
}

static int create_new(struct run_folder *folder, const char *suite, struct error *error)
{
	char name[128], stamp[32];
	struct tm calendar;
	time_t now = time(NULL);

	snprintf(name, sizeof(name), "%s", suite);
	tame(name);
	localtime_r(&now, &calendar);
	strftime(stamp, sizeof(stamp), "%Y%m%d-%H%M%S", &calendar);
	snprintf(folder->path, sizeof(folder->path), "runs/%s-%s", name, stamp);
	if (create_parents(folder->path, error) < 0)
		return -1;
	for (unsigned i = 2; mkdir(folder->path, MODE) < 0; i++) {
		if (errno != EEXIST || i > NAME_ATTEMPTS)
			return error_set(error, "cannot create the folder %s: %s", folder->path,
				limits_error(errno));
		snprintf(folder->path, sizeof(folder->path), "runs/%s-%s-%u", name, stamp, i);
	}
	return 0;
}

static int create_named(struct run_folder *folder, const char *directory, struct error *error)
{
	if (directory[0] == '\0' || strlen(directory) + sizeof("/" RESULT) > sizeof(folder->path))
		return error_set(error, "-o '%s': not the name of a folder", directory);
	snprintf(folder->path, sizeof(folder->path), "%s", directory);
	if (create_parents(folder->path, error) < 0)
		return -1;
	if (mkdir(folder->path, MODE) < 0 && errno != EEXIST)
		return error_set(error, "cannot create the folder %s: %s", folder->path,
			limits_error(errno));
	if (access(folder->path, W_OK | X_OK) < 0)
		return error_set(error, "cannot write into %s: %s", folder->path,
			limits_error(errno));
	return 0;
}

static int join(char *path, const char *folder, const char *name, struct error *error)
{
	int length = snprintf(path, PATH_MAX, "%s/%s", folder, name);

	return length > 0 && length < PATH_MAX
		? 0
		: error_set(error, "the name %s is too long", folder);
}

/* The names of what is in it. */
static int name_entries(struct run_folder *folder, struct error *error)
{
	if (join(folder->result, folder->path, RESULT, error) < 0 ||
		join(folder->journal, folder->path, JOURNAL, error) < 0 ||
		join(folder->samples, folder->path, "samples.jsonl", error) < 0 ||
		join(folder->charts, folder->path, "charts", error) < 0)
		return -1;
	return join(folder->files, folder->path, "files", error);
}

int run_folder_name(struct run_folder *folder, const char *directory, struct error *error)
{
	char path[PATH_MAX];

	if (directory[0] == '\0' || snprintf(path, sizeof(path), "%s", directory) >= PATH_MAX)
		return error_set(error, "'%s': not the name of a folder", directory);
	/* As a shell completes it. */
	for (size_t end = strlen(path); end > 1 && path[end - 1] == '/'; end--)
		path[end - 1] = '\0';
	memcpy(folder->path, path, sizeof(path));
	return name_entries(folder, error);
}

static int refuse_existing(const char *path, struct error *error)
{
	return error_set(error, "%s exists already; choose another folder with -o, or move it away",
		path);
}

int run_folder_refuse_journal(const struct run_folder *folder, struct error *error)
{
	char command[PATH_MAX + 64];

	return error_set(error,
		"%s exists already; `%s` continues that run, or choose another folder with -o",
		folder->journal, run_folder_command(folder, command, sizeof(command)));
}

int run_folder_open(struct run_folder *folder, const char *directory, const char *suite,
	struct error *error)
{
	int created = directory != NULL ? create_named(folder, directory, error)
					: create_new(folder, suite, error);

	if (created < 0 || name_entries(folder, error) < 0)
		return -1;
	if (plain_file_exists(folder->journal))
		return run_folder_refuse_journal(folder, error);
	if (plain_file_exists(folder->result))
		return refuse_existing(folder->result, error);
	if (plain_file_exists(folder->samples))
		return refuse_existing(folder->samples, error);
	return 0;
}

/* A file that is being written is locked, where it is a journal. */
static bool is_left_over(int folder, const char *name)
{
	int descriptor;
	struct stat about;
	bool left;

	if (!plain_file_is_temporary(name, RESULT) && !plain_file_is_temporary(name, JOURNAL))
		return false;
	descriptor = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (descriptor < 0)
		return false;
	left = fstat(descriptor, &about) == 0 && S_ISREG(about.st_mode) &&
		about.st_uid == geteuid() &&
		(flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK);
	close(descriptor);
	return left;
}

void run_folder_clean(const struct run_folder *folder)
{
	DIR *stream = opendir(folder->path);
	const struct dirent *file;

	if (stream == NULL)
		return;
	while ((file = readdir(stream)) != NULL)
		if (is_left_over(dirfd(stream), file->d_name))
			unlinkat(dirfd(stream), file->d_name, 0);
	closedir(stream);
}

int run_folder_read(struct result *result, const char *path, struct error *error)
{
	struct error ignored = {0};
	struct run_folder folder;
	char command[PATH_MAX + 64];

	if (run_folder_name(&folder, path, &ignored) == 0 && !plain_file_exists(folder.result) &&
		plain_file_exists(folder.journal))
		return error_set(error,
			"%s: this run has no result yet: it is still going on, or it was killed; "
			"then `%s` continues it",
			folder.path, run_folder_command(&folder, command, sizeof(command)));
	return result_read(result, path, error);
}

/* In single quotes, unless no character means anything to a shell. */
static void quote(FILE *stream, const char *text)
{
	bool plain = text[0] != '-';

	for (const char *c = text; *c != '\0' && plain; c++)
		plain = isalnum((unsigned char)*c) || strchr("/._-+,:@%", *c) != NULL;
	if (plain) {
		fputs(text, stream);
		return;
	}
	fputs(text[0] == '-' ? "'./" : "'", stream);
	for (; *text != '\0'; text++)
		if (*text == '\'')
			fputs("'\\''", stream);
		else
			fputc(*text, stream);
	fputc('\'', stream);
}

char *run_folder_command(const struct run_folder *folder, char *buffer, size_t size)
{
	FILE *stream = fmemopen(buffer, size, "w");

	snprintf(buffer, size, "breakeven run --resume %s", folder->path);
	if (stream == NULL)
		return buffer;
	fputs("breakeven run --resume ", stream);
	quote(stream, folder->path);
	fclose(stream);
	return buffer;
}
