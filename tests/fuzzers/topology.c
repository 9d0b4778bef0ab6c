/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The description of a machine and, on a second line, which CPUs of it may be used and where
 * workers are to be placed. Machines that take long to build are left out: hwloc has no limit of
 * its own.
 */
#include "config.h"

#include "tests/fuzzers/fuzz.h"

#include "support/text.h"
#include "support/topology.h"

#include <ctype.h>

#define LARGEST 512 /* CPUs */

/* hwloc leaks a little where it refuses some descriptions. */
const char *__lsan_default_suppressions(void);

const char *__lsan_default_suppressions(void)
{
	return "leak:libhwloc";
}

/* Whether its numbers multiply to more: some of them count what is in what. */
static int is_large(const char *text)
{
	double product = 1;

	while (*text != '\0' && product <= LARGEST) {
		char *end = (char *)text + 1;
		double number = isdigit((unsigned char)*text) ? strtod(text, &end) : 0;

		if (number > 1)
			product *= number;
		text = end;
	}
	return product > LARGEST;
}

static void place(const struct topology *topology, const char *text)
{
	struct topology_cache caches[8];
	unsigned cpus[LARGEST];
	struct error error = {0};
	struct pin pin;

	topology_caches(topology, caches, sizeof(caches) / sizeof(caches[0]));
	fuzz_require(topology_cores(topology) <= topology_cpus(topology) &&
			topology_cpus(topology) <= LARGEST,
		"more cores than CPUs");
	if (pin_parse(&pin, text, &error) < 0)
		return;
	for (unsigned count = 1; count <= LARGEST; count *= 2)
		topology_place(topology, &pin, count, cpus, NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size), *rest = text_split(text, '\n');
	char *where = rest != NULL ? text_split(rest, '\n') : NULL;
	struct error error = {0};
	struct topology *topology;

	if (is_large(text)) {
		free(text);
		return 0;
	}
	if (topology_load_synthetic(&topology, text, rest != NULL ? rest : "", &error) == 0) {
		place(topology, where != NULL ? where : "cores");
		place(topology, "scatter");
		topology_free(topology);
	} else {
		fuzz_require(error.text[0] != '\0', "a machine is refused without a reason");
	}
	free(text);
	return 0;
}
