/* SPDX-License-Identifier: GPL-3.0-or-later */
/* FNV-1a of bytes and of files; see checksum.h. */
#include "config.h"

#include "support/checksum.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "support/limits.h"

#define PRIME 0x100000001b3U

uint64_t checksum(uint64_t before, const void *bytes, size_t count)
{
	const unsigned char *byte = bytes;

	while (count-- > 0)
		before = (before ^ *byte++) * PRIME;
	return before;
}

int checksum_file(uint64_t *sum, const char *path, struct error *error)
{
	FILE *file = fopen(path, "re");
	char piece[4096];
	size_t count;
	int status = 0;

	if (file == NULL)
		return error_set(error, "%s: cannot be read: %s", path, limits_error(errno));
	*sum = CHECKSUM_START;
	while ((count = fread(piece, 1, sizeof(piece), file)) > 0)
		*sum = checksum(*sum, piece, count);
	if (ferror(file))
		status = error_set(error, "%s: cannot be read: %s", path, limits_error(errno));
	fclose(file);
	return status;
}
