/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The processor from /proc/cpuinfo and its frequency from cpufreq; see machine.h.
 *
 * x86 says "vendor_id", "cpu family" and so on; Arm says "CPU implementer", "CPU architecture",
 * "CPU part" and "CPU revision", in hexadecimal where those are codes.
 */
#include "config.h"

#include "bench/machine/parts.h"

#include "bench/machine/frequency.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/text.h"

#define CPUINFO "/proc/cpuinfo"
#define CPUS "/sys/devices/system/cpu"
#define CPU_LIMIT 4096

static char *either_field(const char *root, const char *name, const char *other)
{
	char *field = root_field(root, CPUINFO, name);

	return field != NULL ? field : root_field(root, CPUINFO, other);
}

/* A field as a whole number, also in hexadecimal (0xd0c). */
static struct figure code_field(const char *root, const char *name, const char *other)
{
	char *field = either_field(root, name, other);
	struct figure figure = figure_parse(field);
	char *end;

	if (field != NULL && strncmp(field, "0x", 2) == 0 && field[2] != '\0' &&
		strspn(field + 2, "0123456789abcdefABCDEF") == strlen(field + 2) &&
		strlen(field) <= 10)
		figure = (struct figure){.known = true, .value = (double)strtoul(field, &end, 16)};
	free(field);
	return figure;
}

/* The processors that are online; none if that cannot be read. */
static unsigned online(const char *root, unsigned *cpus)
{
	char *list = root_line(root, CPUS "/online");
	int count = list != NULL ? text_parse_cpus(list, cpus, CPU_LIMIT) : 0;

	free(list);
	return count > 0 ? (unsigned)count : 0;
}

/* Whether a list such as "a, b" contains the word. */
static bool has_word(const char *list, const char *word)
{
	size_t length = strlen(word);

	for (const char *at = list; (at = strstr(at, word)) != NULL; at += length)
		if ((at == list || at[-1] == ' ') && (at[length] == '\0' || at[length] == ','))
			return true;
	return false;
}

/* A setting of all processors, each value once: "powersave" or "performance, powersave". */
static char *setting(const char *root, const char *name, const unsigned *cpus, unsigned count)
{
	char *all = NULL;

	for (unsigned i = 0; i < count; i++) {
		char path[128], *longer;
		char *one = root_line(root, frequency_path(path, sizeof(path), cpus[i], name));

		if (one != NULL && one[0] != '\0' && all == NULL) {
			all = one;
			continue;
		}
		if (one != NULL && one[0] != '\0' && !has_word(all, one) &&
			asprintf(&longer, "%s, %s", all, one) >= 0) {
			free(all);
			all = longer;
		}
		free(one);
	}
	return all;
}

/* The largest or the smallest value of a frequency over all processors. */
static struct figure frequency(const char *root, const char *name, bool largest,
	const unsigned *cpus, unsigned count)
{
	struct figure most = {0};

	for (unsigned i = 0; i < count; i++) {
		struct figure one = frequency_read(root, cpus[i], name);

		if (one.known && (!most.known || (one.value > most.value) == largest))
			most = one;
	}
	return most;
}

/* intel_pstate has a switch that turns boost off; other drivers have one that turns it on. */
static enum answer boost(const char *root, const unsigned *cpus, unsigned count)
{
	enum answer answer = root_answer(root, CPUS "/intel_pstate/no_turbo", "0", "1");
	char path[128];

	if (answer == ANSWER_UNKNOWN)
		answer = root_answer(root, CPUS "/cpufreq/boost", "1", "0");
	if (answer == ANSWER_UNKNOWN && count > 0)
		answer = root_answer(root, frequency_path(path, sizeof(path), cpus[0], "boost"),
			"1", "0");
	return answer;
}

void machine_read_processor(struct machine *machine, const char *root)
{
	unsigned *cpus = calloc(CPU_LIMIT, sizeof(*cpus));
	unsigned count = cpus != NULL ? online(root, cpus) : 0;

	machine->cpu_vendor = either_field(root, "vendor_id", "CPU implementer");
	machine->cpu_model = either_field(root, "model name", "Model");
	machine->cpu_microcode = root_field(root, CPUINFO, "microcode");
	machine->cpu_family = code_field(root, "cpu family", "CPU architecture");
	machine->cpu_model_number = code_field(root, "model", "CPU part");
	machine->cpu_stepping = code_field(root, "stepping", "CPU revision");
	machine->governor = setting(root, "scaling_governor", cpus, count);
	machine->frequency_driver = setting(root, "scaling_driver", cpus, count);
	machine->energy_preference = setting(root, "energy_performance_preference", cpus, count);
	machine->lowest_frequency_hz = frequency(root, "cpuinfo_min_freq", false, cpus, count);
	machine->highest_frequency_hz = frequency(root, "cpuinfo_max_freq", true, cpus, count);
	machine->boost = boost(root, cpus, count);
	machine->smt = root_answer(root, CPUS "/smt/active", "1", "0");
	free(cpus);
}
