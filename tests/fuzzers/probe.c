/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of /proc and of control groups, as texts. Kernels, containers and sandboxes write them. */
#include "config.h"

#include "tests/fuzzers/fuzz.h"

#include "bench/measure/probe_parse.h"

static void check(struct figure figure)
{
	fuzz_require(figure.value >= 0 && (figure.known || figure.value <= 0),
		"a figure that is not known has a value");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const unsigned cpus[] = {0, 1, 65535};
	char *text = fuzz_text(data, size);
	uint64_t busy = 0, steal = 0;

	probe_parse_cpu(text, 0, &busy, &steal);
	probe_parse_cpus(text, cpus, sizeof(cpus) / sizeof(cpus[0]), &busy, &steal);
	check(probe_parse_counter(text, "nr_throttled"));
	check(probe_parse_counter(text, "throttled_usec"));
	check(probe_parse_run_queue_delay(text));
	check(probe_parse_pressure(text));
	check(figure_parse(text));
	free(text);
	return 0;
}
