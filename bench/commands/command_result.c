/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The common part of the commands that show one result; see command_result.h. */
#include "config.h"

#include "bench/commands/command_result.h"

#include "bench/program/command.h"
#include "bench/program/flags.h"
#include "bench/run/run_folder.h"
#include "support/error.h"

int command_result_check(const char *file, struct error *error)
{
	return file != NULL
		? 0
		: error_set(error,
			  "give one result: its result.json, or the folder that a run wrote");
}

int command_result_take(const char **file, const char *word, struct error *error)
{
	if (*file != NULL)
		return command_result_check(NULL, error);
	if (word[0] == '\0')
		return error_set(error, "the name of the result is empty");
	*file = word;
	return 0;
}

static int take(void *context, const struct flag *flag, const char *value, struct error *error)
{
	(void)flag; /* there is only --help */
	return command_result_take(context, value, error);
}

int command_result(int argc, char **argv, const char *about,
	int (*show)(const struct result *result))
{
	const struct flag_set set = {.command = argv[0], .usage = "FILE", .about = about};
	const char *file = NULL;
	enum flags_outcome outcome = flags_command(&set, argc, argv, take, &file);
	struct error error = {0};
	struct result result;
	int status;

	if (outcome != FLAGS_TAKEN)
		return outcome == FLAGS_HELP ? EXIT_FINE : EXIT_USAGE;
	if (command_result_check(file, &error) != 0 || run_folder_read(&result, file, &error) != 0)
		return command_refuse(argv[0], "%s", error.text);
	status = show(&result);
	result_clear(&result);
	return status;
}
