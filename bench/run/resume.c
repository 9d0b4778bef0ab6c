/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run from its journal; see resume.h. */
#include "config.h"

#include "bench/run/resume.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench/plugin/ask.h"
#include "bench/case/case_folder.h"
#include "bench/plan/plan_make.h"
#include "bench/run/resume_check.h"
#include "bench/run/resume_first.h"
#include "bench/run/resume_trust.h"
#include "bench/run/result_make.h"
#include "bench/run/run_journal.h"
#include "support/limits.h"
#include "support/plain_file.h"

/* Enters the folder in which the run was started, so that relative paths of cases still work. If
 * that is another one, the run's folder needs its absolute path. */
static int enter(struct run_folder *folder, const char *directory, struct error *error)
{
	char *here = run_folder_working(error), *whole = NULL;
	struct run_folder found = {0};
	int status = 0;

	if (here == NULL)
		status = -1;
	else if ((whole = realpath(folder->path, NULL)) == NULL)
		status = error_set(error, "%s: cannot be found: %s", folder->path,
			limits_error(errno));
	else if (strcmp(here, directory) != 0 && chdir(directory) < 0)
		status = error_set(error, "the run was started in %s, which cannot be entered: %s",
			directory, limits_error(errno));
	else if (strcmp(here, directory) != 0)
		status = run_folder_name(&found, whole, error);
	if (found.path != NULL) {
		run_folder_close(folder);
		*folder = found;
	}
	free(here);
	free(whole);
	return status;
}

static int make_arguments(struct resume *resume, const json_t *list, struct error *error)
{
	size_t count = json_array_size(list);

	resume->arguments = calloc(count + 1, sizeof(*resume->arguments));
	if (resume->arguments == NULL)
		return error_set(error, "no memory");
	for (size_t i = 0; i < count; i++)
		resume->arguments[i] = (char *)json_string_value(json_array_get(list, i));
	return 0;
}

/* Before any plugin is loaded: only plugins in the journal, and unchanged. */
static int check_plugins(const struct resume *resume, const struct resume_first *first,
	struct error *error)
{
	json_t *plugins = run_journal_plugins((int)json_array_size(first->arguments),
		resume->arguments, error);
	int status = plugins != NULL ? resume_check_plugins(first->plugins, plugins, error) : -1;

	json_decref(plugins);
	return status;
}

/* These options start no run. */
static int check_options(const struct options *options, struct error *error)
{
	if (!options->help && !options->dry_run && options->resume == NULL)
		return 0;
	return error_set(error,
		"its arguments start no run: they contain --help, --dry-run or --resume");
}

/* The original plan. Its order depends on the seed, which may have been drawn. */
static int make_plan(struct resume *resume, const struct resume_first *first,
	const struct topology *topology, struct error *error)
{
	struct options *options = &resume->options;

	if (make_arguments(resume, first->arguments, error) < 0 ||
		check_plugins(resume, first, error) < 0 ||
		options_parse(options, (int)json_array_size(first->arguments), resume->arguments,
			error) < 0 ||
		check_options(options, error) < 0)
		return -1;
	options->has_seed = true;
	options->seed = first->seed;
	return plan_make(&resume->plan, options, topology, error);
}

/* The frame of the result, with the time and the machine as recorded at the first start. */
static int make_result(struct resume *resume, const struct resume_first *first,
	const struct topology *topology, struct error *error)
{
	struct result *result = &resume->result;

	if (result_make(result, &resume->plan, topology, error) < 0 ||
		resume_check(first->result, result, error) < 0)
		return -1;
	free(result->started);
	result->started = strdup(first->started);
	json_decref(result->machine);
	result->machine = json_incref(json_object_get(first->result, "machine"));
	return result->started != NULL ? 0 : error_set(error, "no memory");
}

/* Removes the folder for files of cases, unless the user replaced it with something else. */
static int remove_files(const char *path, struct error *error)
{
	struct stat about;

	if (lstat(path, &about) < 0 && errno == ENOENT)
		return 0;
	if (!S_ISDIR(about.st_mode))
		return error_set(error,
			"%s is not the folder that the run created; move it "
			"away",
			path);
	return case_folder_remove(path, error);
}

/* Removes what a killed run left: its files are no longer in use. */
static int clean(struct resume *resume, bool files, struct error *error)
{
	if (journal_cut(&resume->journal, error) < 0)
		return -1;
	run_folder_clean(&resume->folder);
	if (!files)
		return 0;
	if (remove_files(resume->folder.files, error) < 0)
		return -1;
	return run_journal_event(&resume->journal, "files", json_false(), error);
}

/* Refuses files that cannot be written, before anything is measured. */
static int check_places(const struct run_folder *folder, struct error *error)
{
	const char *const paths[] = {folder->result, folder->samples};

	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		int file;

		if (!plain_file_exists(paths[i]))
			continue;
		file = plain_file_open(paths[i], PLAIN_FILE_CHANGE, "written", error);
		if (file < 0)
			return -1;
		close(file);
	}
	return 0;
}

/* Changes nothing in the folder until the whole journal is known to belong to this run. */
static int read_run(struct resume *resume, const struct topology *topology, struct error *error)
{
	struct error cause = {0};
	struct resume_first first;
	bool files = false;

	if (resume_trust(&resume->folder, &resume->journal, error) < 0)
		return -1;
	if (resume_first_read(&first, json_array_get(resume->lines, 0), &cause) < 0)
		return error_set(error, "%s:%s", resume->journal.path, cause.text);
	if (enter(&resume->folder, first.directory, error) < 0)
		return -1;
	if (make_plan(resume, &first, topology, error) < 0 ||
		make_result(resume, &first, topology, error) < 0)
		return ask_check(NULL) < 0 ? -1
					   : error_prefix(error, "the run in %s cannot be resumed",
						     resume->folder.path);
	if (run_journal_replay(resume->lines, &resume->result, &files, &cause) < 0)
		return error_set(error, "%s:%s", resume->journal.path, cause.text);
	if (check_places(&resume->folder, error) < 0)
		return -1;
	return clean(resume, files, error);
}

/* 0, or -1 with the error. */
static int open_run(struct resume *resume, const char *directory, const struct topology *topology,
	struct error *error)
{
	if (run_folder_name(&resume->folder, directory, error) < 0)
		return -1;
	if (access(resume->folder.journal, F_OK) < 0)
		return error_set(error,
			"%s: cannot be read: %s; --resume needs the folder of a run",
			resume->folder.journal, limits_error(errno));
	if (journal_open(&resume->journal, resume->folder.journal, &resume->lines, &resume->torn,
		    error) < 0)
		return -1;
	return read_run(resume, topology, error);
}

struct resume *resume_open(const char *directory, const struct topology *topology,
	struct error *error)
{
	struct resume *resume = calloc(1, sizeof(*resume));

	if (resume == NULL) {
		error_set(error, "no memory to continue a run");
		return NULL;
	}
	resume->journal.descriptor = -1;
	if (open_run(resume, directory, topology, error) == 0)
		return resume;
	resume_close(resume);
	return NULL;
}

void resume_close(struct resume *resume)
{
	result_clear(&resume->result);
	plan_clear(&resume->plan);
	options_clear(&resume->options);
	free(resume->arguments);
	json_decref(resume->lines);
	journal_close(&resume->journal);
	run_folder_close(&resume->folder);
	free(resume);
}
