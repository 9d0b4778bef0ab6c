/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The frame of the commands that show one result. */
#include "config.h"

#include "bench/command_result.h"

#include <stdio.h>
#include <string.h>

#include "bench/command.h"
#include "support/error.h"

int command_result(int argc, char **argv, const char *help,
	int (*show)(const struct result *result))
{
	struct error error = {0};
	struct result result;
	int file = argc > 1 && strcmp(argv[1], "--") == 0 ? 2 : 1;
	int status;

	if (argc == 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)) {
		printf("usage: breakeven %s FILE\n\n%s", argv[0], help);
		return EXIT_FINE;
	}
	if (argc > 1 && file == 1 && argv[1][0] == '-')
		return command_refuse(argv[0], "unknown flag '%s'; there is only --help", argv[1]);
	if (argc != file + 1)
		return command_refuse(argv[0],
			"give one result: its result.json, or the folder that a run wrote");
	if (result_read(&result, argv[file], &error) != 0)
		return command_refuse(argv[0], "%s", error.text);
	status = show(&result);
	result_clear(&result);
	return status;
}
