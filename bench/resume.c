/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run from its journal; see resume.h. */
#include "config.h"

#include "bench/resume.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/case_folder.h"
#include "bench/plan_make.h"
#include "bench/resume_check.h"
#include "bench/result_make.h"
#include "bench/run_journal.h"
#include "support/limits.h"

/* The members of the first line that are used here. */
struct first_line {
	const char *directory;
	json_t *arguments, *plugins, *result;
};

static int read_first(struct first_line *first, const json_t *lines, struct error *error)
{
	json_error_t cause;
	int version;

	if (json_array_size(lines) == 0)
		return error_set(error,
			"1: no line of it is whole, so nothing was measured: "
			"remove it and start anew");
	if (json_unpack_ex(json_array_get(lines, 0), &cause, 0, "{s:i, s:s, s:o, s:o, s:o}",
		    "journal", &version, "directory", &first->directory, "arguments",
		    &first->arguments, "plugins", &first->plugins, "result", &first->result) < 0)
		return error_set(error, "1: this is not the journal of a run: %s", cause.text);
	if (version != RUN_JOURNAL_VERSION)
		return error_set(error, "1: it is of version %d, this program knows version %d",
			version, RUN_JOURNAL_VERSION);
	return 0;
}

/* Cases find relative paths where they found them at first. A folder given relative to ours then
 * needs its whole path. */
static int enter(struct run_folder *folder, const char *directory, struct error *error)
{
	char *here = getcwd(NULL, 0), *whole = realpath(folder->path, NULL);
	int status = 0;

	if (here == NULL || whole == NULL)
		status = error_set(error, "%s: cannot be found: %s", folder->path,
			limits_error(errno));
	else if (strcmp(here, directory) != 0 && chdir(directory) < 0)
		status = error_set(error, "the run was started in %s, which cannot be entered: %s",
			directory, limits_error(errno));
	else if (strcmp(here, directory) != 0)
		status = run_folder_name(folder, whole, error);
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

/* The plan as it was. Its order depends on the seed, which may have been drawn. */
static int make_plan(struct resume *resume, const struct first_line *first,
	const struct topology *topology, struct error *error)
{
	json_t *seed = json_object_get(first->result, "seed");
	struct options *options = &resume->options;

	if (make_arguments(resume, first->arguments, error) < 0 ||
		options_parse(options, (int)json_array_size(first->arguments), resume->arguments,
			error) < 0)
		return -1;
	options->has_seed = true;
	options->seed = (uint64_t)json_integer_value(seed);
	return plan_make(&resume->plan, options, topology, error);
}

/* The frame of the result, with what the first start said of the time and of the machine. */
static int make_result(struct resume *resume, const struct first_line *first,
	const struct topology *topology, struct error *error)
{
	const char *started = json_string_value(json_object_get(first->result, "started"));
	json_t *plugins = run_journal_plugins(&resume->plan, error);
	struct result *result = &resume->result;
	int status = -1;

	if (plugins == NULL || result_make(result, &resume->plan, topology, error) < 0 ||
		resume_check(first->result, first->plugins, result, plugins, error) < 0)
		goto free_plugins;
	free(result->started);
	result->started = started != NULL ? strdup(started) : NULL;
	json_decref(result->machine);
	result->machine = json_incref(json_object_get(first->result, "machine"));
	status = result->started != NULL ? 0 : error_set(error, "the run has no start");

free_plugins:
	json_decref(plugins);
	return status;
}

/* What a run that was killed could not remove: its files are no longer in use. */
static int clean(struct resume *resume, bool files, struct error *error)
{
	run_folder_clean(&resume->folder);
	if (!files)
		return 0;
	if (case_folder_remove(resume->folder.files, error) < 0)
		return -1;
	return run_journal_event(&resume->journal, "files", json_false(), error);
}

static int read_run(struct resume *resume, const struct topology *topology, struct error *error)
{
	struct error cause = {0};
	struct first_line first;
	bool files = false;

	if (read_first(&first, resume->lines, &cause) < 0)
		return error_set(error, "%s:%s", resume->journal.path, cause.text);
	if (enter(&resume->folder, first.directory, error) < 0)
		return -1;
	if (make_plan(resume, &first, topology, error) < 0 ||
		make_result(resume, &first, topology, error) < 0)
		return error_prefix(error, "the run in %s cannot go on", resume->folder.path);
	if (run_journal_replay(resume->lines, &resume->result, &files, &cause) < 0)
		return error_set(error, "%s:%s", resume->journal.path, cause.text);
	return clean(resume, files, error);
}

int resume_open(struct resume *resume, const char *directory, const struct topology *topology,
	struct error *error)
{
	*resume = (struct resume){.journal.descriptor = -1};
	if (run_folder_name(&resume->folder, directory, error) < 0)
		return -1;
	if (access(resume->folder.journal, F_OK) < 0)
		return error_set(error,
			"%s: cannot be read: %s; --resume needs the folder of a run",
			resume->folder.journal, limits_error(errno));
	if (journal_open(&resume->journal, resume->folder.journal, &resume->lines, &resume->cut,
		    error) < 0)
		return -1;
	if (read_run(resume, topology, error) == 0)
		return 0;
	resume_close(resume);
	return -1;
}

void resume_close(struct resume *resume)
{
	result_clear(&resume->result);
	plan_clear(&resume->plan);
	options_clear(&resume->options);
	free(resume->arguments);
	json_decref(resume->lines);
	journal_close(&resume->journal);
}
