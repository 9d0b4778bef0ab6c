/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The folder for the output of a run; see run_folder.h. */
#include "config.h"

#include "bench/run/run_folder.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "results/record/record_file.h"
#include "support/folders.h"
#include "support/limits.h"
#include "support/plain_file.h"

#define RESULT "result.json"
#define JOURNAL "journal.jsonl"
#define MODE 0755          /* whatever the umask: nobody else writes into it */
#define NAME_ATTEMPTS 1000 /* runs of one suite started in the same second */

/* Makes the suite's name fit for a file name. */
static void tame(char *name)
{
	for (; *name != '\0'; name++)
		if (!isalnum((unsigned char)*name) && *name != '-' && *name != '_')
			*name = '_';
}

static int take_path(struct run_folder *folder, const char *path, struct error *error)
{
	folder->path = strdup(path);
	return folder->path != NULL ? 0 : error_set(error, "no memory for the name of a folder");
}

static int create_new(struct run_folder *folder, const char *suite, struct error *error)
{
	char name[128], stamp[32], path[192];
	struct tm calendar;
	time_t now = time(NULL);

	snprintf(name, sizeof(name), "%s", suite);
	tame(name);
	localtime_r(&now, &calendar);
	strftime(stamp, sizeof(stamp), "%Y%m%d-%H%M%S", &calendar);
	snprintf(path, sizeof(path), "runs/%s-%s", name, stamp);
	if (folders_create("runs", MODE, &folder->made, error) < 0)
		return -1;
	for (unsigned i = 2; folders_make(path, MODE, &folder->made) < 0; i++) {
		if (errno != EEXIST || i > NAME_ATTEMPTS) {
			error_set(error, "cannot create the folder %s: %s", path,
				limits_error(errno));
			goto remove_folders;
		}
		snprintf(path, sizeof(path), "runs/%s-%s-%u", name, stamp, i);
	}
	if (take_path(folder, path, error) == 0)
		return 0;

remove_folders:
	folders_remove(path, folder->made);
	return -1;
}

static int create_named(struct run_folder *folder, const char *directory, struct error *error)
{
	if (directory[0] == '\0' || strlen(directory) + sizeof("/" RESULT) > PATH_MAX)
		return error_set(error, "-o '%s': not the name of a folder", directory);
	if (take_path(folder, directory, error) < 0 ||
		folders_create(folder->path, MODE, &folder->made, error) < 0)
		return -1;
	if (access(folder->path, W_OK | X_OK) < 0)
		return error_set(error, "cannot write into %s: %s", folder->path,
			limits_error(errno));
	return 0;
}

static int join(char **path, const char *folder, const char *name, struct error *error)
{
	if (strlen(folder) + strlen("/") + strlen(name) >= PATH_MAX)
		return error_set(error, "the name %s is too long", folder);
	if (asprintf(path, "%s/%s", folder, name) >= 0)
		return 0;
	*path = NULL;
	return error_set(error, "no memory for the name of a folder");
}

/* Sets the paths of the files in it. */
static int name_entries(struct run_folder *folder, struct error *error)
{
	if (join(&folder->result, folder->path, RESULT, error) < 0 ||
		join(&folder->journal, folder->path, JOURNAL, error) < 0 ||
		join(&folder->samples, folder->path, "samples.jsonl", error) < 0 ||
		join(&folder->charts, folder->path, "charts", error) < 0)
		return -1;
	return join(&folder->files, folder->path, "files", error);
}

int run_folder_name(struct run_folder *folder, const char *directory, struct error *error)
{
	*folder = (struct run_folder){0};
	if (directory[0] == '\0' || strlen(directory) >= PATH_MAX)
		return error_set(error, "'%s': not the name of a folder", directory);
	if (take_path(folder, directory, error) < 0)
		return -1;
	/* A shell completes the name with a slash. */
	for (size_t end = strlen(directory); end > 1 && directory[end - 1] == '/'; end--)
		folder->path[end - 1] = '\0';
	if (name_entries(folder, error) == 0)
		return 0;
	run_folder_close(folder);
	return -1;
}

char *run_folder_working(struct error *error)
{
	char *folder = getcwd(NULL, 0);

	if (folder == NULL)
		error_set(error, "the working folder has no name: %s; run this in another folder",
			limits_error(errno));
	return folder;
}

void run_folder_remove_made(const struct run_folder *folder)
{
	if (folder->path != NULL)
		folders_remove(folder->path, folder->made);
}

void run_folder_close(struct run_folder *folder)
{
	free(folder->path);
	free(folder->result);
	free(folder->journal);
	free(folder->samples);
	free(folder->charts);
	free(folder->files);
	*folder = (struct run_folder){0};
}

static int refuse_existing(const char *path, struct error *error)
{
	return error_set(error, "%s already exists; choose another folder with -o, or move it away",
		path);
}

int run_folder_refuse_journal(const struct run_folder *folder, struct error *error)
{
	char *command = run_folder_command(folder);

	if (command == NULL)
		return refuse_existing(folder->journal, error);
	error_set(error,
		"%s already exists; `%s` continues that run, or choose another folder with -o",
		folder->journal, command);
	free(command);
	return -1;
}

/* Checks that it contains no measurements. 0, or -1 with the error. */
static int check_unused(const struct run_folder *folder, struct error *error)
{
	if (plain_file_exists(folder->journal))
		return run_folder_refuse_journal(folder, error);
	if (plain_file_exists(folder->result))
		return refuse_existing(folder->result, error);
	if (plain_file_exists(folder->samples))
		return refuse_existing(folder->samples, error);
	return 0;
}

int run_folder_open(struct run_folder *folder, const char *directory, const char *suite,
	struct error *error)
{
	int created;

	*folder = (struct run_folder){0};
	created = directory != NULL ? create_named(folder, directory, error)
				    : create_new(folder, suite, error);
	if (created == 0 && name_entries(folder, error) == 0 && check_unused(folder, error) == 0)
		return 0;
	run_folder_remove_made(folder);
	run_folder_close(folder);
	return -1;
}

/* A journal that is being written is locked. */
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

static int refuse_unfinished(const struct run_folder *folder, struct error *error)
{
	char *command = run_folder_command(folder);

	if (command == NULL)
		return error_set(error, "%s: this run has no result yet", folder->path);
	error_set(error,
		"%s: this run has no result yet: it is still running, or it was killed; then "
		"`%s` continues it",
		folder->path, command);
	free(command);
	return -1;
}

int run_folder_read(struct result *result, const char *path, struct error *error)
{
	struct error ignored = {0};
	struct run_folder folder;
	bool unfinished;

	if (run_folder_name(&folder, path, &ignored) < 0)
		return result_read(result, path, error);
	unfinished = !plain_file_exists(folder.result) && plain_file_exists(folder.journal);
	if (unfinished)
		refuse_unfinished(&folder, error);
	run_folder_close(&folder);
	return unfinished ? -1 : result_read(result, path, error);
}

/* In single quotes, unless no character is special to a shell. */
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

char *run_folder_command(const struct run_folder *folder)
{
	char *command = NULL;
	size_t length;
	FILE *stream = open_memstream(&command, &length);
	bool written;

	if (stream == NULL)
		return NULL;
	fputs("breakeven run --resume ", stream);
	quote(stream, folder->path);
	written = !ferror(stream);
	if (fclose(stream) == 0 && written)
		return command;
	free(command);
	return NULL;
}
