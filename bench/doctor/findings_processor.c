/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The speed of the processor, and who shares its cores; see finding.h. */
#include "config.h"

#include "bench/doctor/finding.h"

#include <string.h>

#include "support/text.h"

#define CPUS "/sys/devices/system/cpu"
#define GOVERNORS CPUS "/cpu*/cpufreq/scaling_governor"

/* Whether a name may be used in a command without quoting. */
static bool is_plain(const char *name)
{
	return name[0] != '\0' && name[strspn(name, "abcdefghijklmnopqrstuvwxyz_")] == '\0';
}

static void governor(const struct machine *machine, const struct surroundings *surroundings,
	struct finding *finding)
{
	const char *name = machine->governor;

	(void)surroundings;
	if (name == NULL)
		return;
	if (strcmp(name, "performance") == 0) {
		finding_say(finding, SEVERITY_FINE, "performance");
		return;
	}
	finding_say(finding, SEVERITY_NOTE,
		"%s, so the frequency follows the load: the same work is slower right after a pause, and "
		"runners that wait are measured at another speed than those that compute",
		name);
	finding_write(finding->command, "echo performance | sudo tee " GOVERNORS);
	if (is_plain(name))
		finding_write(finding->undo, "echo %s | sudo tee " GOVERNORS, name);
	else
		finding_write(finding->advice, "a restart restores the individual governors");
	finding_write(finding->cost,
		"more power and heat, even when idle, until it is undone or the machine "
		"restarts");
}

/* Whether the boost has the Intel switch: by the driver or, if that is unknown, by the maker. */
static bool has_intel_switch(const struct machine *machine)
{
	const char *driver = machine->frequency_driver;

	if (driver != NULL)
		return strncmp(driver, "intel_", strlen("intel_")) == 0;
	return machine->cpu_vendor != NULL && strcmp(machine->cpu_vendor, "GenuineIntel") == 0;
}

static void boost(const struct machine *machine, const struct surroundings *surroundings,
	struct finding *finding)
{
	const char *path = CPUS "/cpufreq/boost";
	int off = 0;

	(void)surroundings;
	if (machine->boost == ANSWER_UNKNOWN)
		return;
	if (machine->boost == ANSWER_NO) {
		finding_say(finding, SEVERITY_FINE, "off");
		return;
	}
	if (has_intel_switch(machine)) {
		path = CPUS "/intel_pstate/no_turbo";
		off = 1;
	}
	finding_say(finding, SEVERITY_NOTE,
		"on, so a core is faster while the others are idle and while it is cool: more cores look "
		"worse than they are, and later blocks slower");
	finding_write(finding->command, "echo %d | sudo tee %s", off, path);
	finding_write(finding->undo, "echo %d | sudo tee %s", 1 - off, path);
	finding_write(finding->cost,
		"the top frequency: programs that keep few cores busy get "
		"slower, often by a quarter or more, until it is undone");
}

static void smt(const struct machine *machine, const struct surroundings *surroundings,
	struct finding *finding)
{
	const bool shared = machine->cpus.known && machine->cores.known &&
		machine->cpus.value > machine->cores.value;

	(void)surroundings;
	if (machine->smt == ANSWER_UNKNOWN && !shared)
		return;
	if (machine->smt == ANSWER_NO) {
		finding_say(finding, SEVERITY_FINE, "off");
		return;
	}
	finding_say(finding, SEVERITY_NOTE,
		"on, so several threads share a core: each worker gets its own core while "
		"there are enough (--pin cores), but other programs may use the other thread");
	finding_write(finding->command, "echo off | sudo tee " CPUS "/smt/control");
	finding_write(finding->undo, "echo on | sudo tee " CPUS "/smt/control");
	finding_write(finding->cost,
		"throughput of programs that keep all threads busy, often a fifth to a quarter");
}

static bool has_cpu(const unsigned *cpus, unsigned count, unsigned cpu)
{
	for (unsigned i = 0; i < count; i++)
		if (cpus[i] == cpu)
			return true;
	return false;
}

static void isolated(const struct machine *machine, const struct surroundings *surroundings,
	struct finding *finding)
{
	unsigned set_aside[PIN_LIST_LIMIT];
	const char *list = machine->isolated_cpus;
	int count;

	if (list == NULL || surroundings->cpu_count == 0)
		return;
	if (list[0] == '\0') {
		finding_say(finding, SEVERITY_FINE, "none");
		return;
	}
	count = text_parse_cpus(list, set_aside, PIN_LIST_LIMIT);
	if (count < 0)
		return;
	for (unsigned i = 0; i < surroundings->cpu_count; i++)
		if (!has_cpu(set_aside, (unsigned)count, surroundings->cpus[i])) {
			finding_say(finding, SEVERITY_NOTE,
				"CPU %s is kept free of other programs, and CPU %u, which is not, "
				"is used here",
				list, surroundings->cpus[i]);
			finding_write(finding->command, "taskset -c %s breakeven run", list);
			finding_write(finding->cost, "nothing; only those CPUs are measured");
			return;
		}
	finding_say(finding, SEVERITY_FINE, "CPU %s, and only they are used", list);
}

const struct finding_check finding_checks_processor[] = {
	{"governor", "frequency governor", governor, false},
	{"boost", "boost", boost, false},
	{"smt", "threads of a core (SMT)", smt, false},
	{"isolated-cpus", "isolated CPUs", isolated, false},
	{0},
};
