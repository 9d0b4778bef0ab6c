/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A suite in JSON, as `run FILE` reads it. */
#include "config.h"

#include "tests/fuzzers/fuzz.h"
#include "tests/fuzzers/json_mutator.h"

#include "bench/suite/suite.h"

#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int file = memfd_create("suite.json", MFD_CLOEXEC);
	struct error error = {0};
	struct suite suite;
	char path[64];

	fuzz_require(file >= 0 && write(file, data, size) == (ssize_t)size, "no memory file");
	snprintf(path, sizeof(path), "/proc/self/fd/%d", file);
	if (suite_read(&suite, path, &error) == 0)
		suite_clear(&suite);
	else
		fuzz_require(error.text[0] != '\0', "a suite is refused without a reason");
	close(file);
	return 0;
}
