/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command line of `run`, an argument a line. Plugins are left out: loading them runs their
 * code. */
#include "config.h"

#include "tests/fuzzers/fuzz.h"

#include "bench/plan/options.h"
#include "support/text.h"

#define ARGUMENT_LIMIT 64

/* getopt takes every beginning of "--plugin" for it that is no other flag's, too. */
static int names_plugin(const char *argument)
{
	return strncmp(argument, "--pl", strlen("--pl")) == 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *arguments[ARGUMENT_LIMIT + 2] = {(char *)"run"};
	char *text = fuzz_text(data, size), *rest;
	struct error error = {0};
	struct options options;
	int count = 1, plugins = 0;

	for (char *line = text; line != NULL && count <= ARGUMENT_LIMIT; line = rest) {
		rest = text_split(line, '\n');
		plugins |= names_plugin(line);
		arguments[count++] = line;
	}
	if (plugins) {
		free(text);
		return 0;
	}
	if (options_parse(&options, count, arguments, &error) == 0)
		options_clear(&options);
	else
		fuzz_require(error.text[0] != '\0', "options are refused without a reason");
	free(text);
	return 0;
}
