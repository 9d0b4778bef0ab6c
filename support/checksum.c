/* SPDX-License-Identifier: GPL-3.0-or-later */
/* FNV-1a of bytes and of files; see checksum.h. */
#include "config.h"

#include "support/checksum.h"

#include <errno.h>
#include <unistd.h>

#include "support/limits.h"
#include "support/plain_file.h"

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
	const int file = plain_file_open(path, PLAIN_FILE_FOLLOW, "read", error);
	char piece[4096];
	ssize_t count;

	if (file < 0)
		return -1;
	*sum = CHECKSUM_START;
	while ((count = read(file, piece, sizeof(piece))) > 0)
		*sum = checksum(*sum, piece, (size_t)count);
	if (count < 0)
		error_set(error, "%s: cannot be read: %s", path, limits_error(errno));
	close(file);
	return count < 0 ? -1 : 0;
}
