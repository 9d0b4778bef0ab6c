/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON on standard output; see json_print.h. */
#include "config.h"

#include "bench/program/json_print.h"

#include <stdio.h>
#include <stdlib.h>

int json_print(const json_t *json)
{
	char *text = json == NULL
		? NULL
		: json_dumps(json, JSON_INDENT(2) | JSON_REAL_PRECISION(15) | JSON_ENSURE_ASCII);

	if (text == NULL)
		return -1;
	/* DEL is ASCII, and stays as it is. */
	for (const char *c = text; *c != '\0'; c++)
		if (*c == 0x7f)
			fputs("\\u007f", stdout);
		else
			putchar(*c);
	putchar('\n');
	free(text);
	return 0;
}
