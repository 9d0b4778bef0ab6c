/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The main() of a fuzzer that is built without libFuzzer: feeds it each file that is named, as
 * often as it is named, and prints how many they were.
 */
#include "config.h"

#include "tests/fuzzers/fuzz.h"

#include <errno.h>

/* The whole file into a buffer of exactly its size, or NULL. */
static uint8_t *read_whole(const char *path, size_t *size)
{
	FILE *file = fopen(path, "re");
	uint8_t *data = NULL;
	long length = -1;

	if (file != NULL && fseek(file, 0, SEEK_END) == 0)
		length = ftell(file);
	if (length >= 0) {
		rewind(file);
		*size = (size_t)length;
		data = malloc(*size > 0 ? *size : 1);
	}
	if (data != NULL && fread(data, 1, *size, file) != *size) {
		free(data);
		data = NULL;
	}
	if (file != NULL)
		fclose(file);
	return data;
}

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		size_t size = 0;
		uint8_t *data = read_whole(argv[i], &size);

		if (data == NULL) {
			fprintf(stderr, "%s: cannot be read: %s\n", argv[i], strerror(errno));
			return 1;
		}
		/* Said before, so that the last one is known where it crashes. */
		printf("%s\n", argv[i]);
		fflush(stdout);
		LLVMFuzzerTestOneInput(data, size);
		free(data);
	}
	printf("%d inputs\n", argc - 1);
	return 0;
}
