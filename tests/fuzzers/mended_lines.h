/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines of a journal or of samples with the right checksums, which no fuzzer would guess. */
#ifndef BREAKEVEN_TESTS_FUZZERS_MENDED_LINES_H
#define BREAKEVEN_TESTS_FUZZERS_MENDED_LINES_H

#include "tests/fuzzers/fuzz.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "bench/journal/journal.h"
#include "support/text.h"

/* Each line that is an object, with its checksum put right; others as they are. The text is cut;
 * the caller frees what is returned. */
static inline char *mended_lines(char *text, size_t *length)
{
	char *mended = NULL, *next;
	FILE *stream = open_memstream(&mended, length);

	fuzz_require(stream != NULL, "no memory for lines");
	for (char *line = text; line != NULL; line = next) {
		char *whole = NULL;
		json_t *object;

		next = text_split(line, '\n');
		object = json_loads(line, JSON_REJECT_DUPLICATES, NULL);
		if (json_is_object(object)) {
			json_object_del(object, "check");
			whole = journal_line(object);
		}
		fputs(whole != NULL ? whole : line, stream);
		free(whole);
		json_decref(object);
	}
	fclose(stream);
	return mended;
}

#endif
