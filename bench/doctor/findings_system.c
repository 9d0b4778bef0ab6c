/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Settings of the kernel, and what is between it and the hardware; see finding.h. */
#include "config.h"

#include "bench/doctor/finding.h"

#include <string.h>

#include "support/text.h"

#define CLOCK "/sys/devices/system/clocksource/clocksource0/current_clocksource"
#define HUGE_PAGES "/sys/kernel/mm/transparent_hugepage/enabled"

static void virtual_machine(const struct machine *machine, const struct surroundings *surroundings,
	struct finding *finding)
{
	(void)surroundings;
	if (machine->virtual_machine == ANSWER_UNKNOWN)
		return;
	if (machine->virtual_machine == ANSWER_NO) {
		finding_say(finding, SEVERITY_FINE, "no");
		return;
	}
	finding_say(finding, SEVERITY_NOTE,
		"yes%s%s: other machines may share its cores, and waking an idle core costs "
		"tens of microseconds",
		machine->hypervisor != NULL ? ", under " : "",
		machine->hypervisor != NULL ? machine->hypervisor : "");
	finding_write(finding->advice,
		"nothing inside this machine; measure on the hardware itself, or rent a "
		"machine with dedicated cores");
	finding_write(finding->cost, "money");
}

/* Clocks that are read without a system call. */
static bool is_fast_clock(const char *name)
{
	static const char *const fast[] = {"tsc", "kvm-clock", "hyperv_clocksource_tsc_page",
		"arch_sys_counter", "timebase", "riscv_clocksource", "tod"};

	for (size_t i = 0; i < sizeof(fast) / sizeof(fast[0]); i++)
		if (strcmp(name, fast[i]) == 0)
			return true;
	return false;
}

static bool offers_tsc(const char *list)
{
	return list != NULL && strncmp(list, "tsc", 3) == 0 && (list[3] == ' ' || list[3] == '\0');
}

static void clock_source(const struct machine *machine, const struct surroundings *surroundings,
	struct finding *finding)
{
	const char *name = machine->clock_source;

	(void)surroundings;
	if (name == NULL)
		return;
	if (is_fast_clock(name)) {
		finding_say(finding, SEVERITY_FINE, "%s", name);
		return;
	}
	finding_say(finding, SEVERITY_NOTE,
		"%s, so every reading is a system call or an access to a slow device, and a task is "
		"timed with two of them",
		name);
	if (!offers_tsc(machine->clock_sources)) {
		finding_write(finding->advice,
			"the kernel offers no better one; `sudo dmesg | grep -i -e tsc -e "
			"clocksource` shows why");
		finding_write(finding->cost, "another firmware, kernel or host");
		return;
	}
	finding_write(finding->command, "echo tsc | sudo tee " CLOCK);
	if (name[strspn(name, "abcdefghijklmnopqrstuvwxyz_-0123456789")] == '\0')
		finding_write(finding->undo, "echo %s | sudo tee " CLOCK, name);
	finding_write(finding->cost,
		"exact times, if the kernel rejected tsc as unstable (`sudo dmesg | grep -i "
		"tsc` shows it)");
}

static void randomisation(const struct machine *machine, const struct surroundings *surroundings,
	struct finding *finding)
{
	const struct figure level = machine->address_randomisation;

	(void)surroundings;
	if (!level.known)
		return;
	if (level.value >= 2) {
		finding_say(finding, SEVERITY_FINE, "on");
		return;
	}
	finding_say(finding, SEVERITY_NOTE,
		"%s, so every process has the same memory layout, and each block repeats its "
		"effect on the figures",
		level.value == 0 ? "off" : "off for the heap");
	finding_write(finding->command, "sudo sysctl kernel.randomize_va_space=2");
	finding_write(finding->undo, "sudo sysctl kernel.randomize_va_space=%.0f", level.value);
	finding_write(finding->advice, "or start breakeven without `setarch -R`");
	finding_write(finding->cost, "nothing; it is also safer");
}

static void huge_pages(const struct machine *machine, const struct surroundings *surroundings,
	struct finding *finding)
{
	(void)surroundings;
	if (machine->huge_pages == NULL)
		return;
	if (strcmp(machine->huge_pages, "always") != 0) {
		finding_say(finding, SEVERITY_FINE, "%s", machine->huge_pages);
		return;
	}
	finding_say(finding, SEVERITY_NOTE,
		"always, so the kernel merges pages in the background: tasks that use much "
		"memory become faster at some point, and use more of it");
	finding_write(finding->command, "echo madvise | sudo tee " HUGE_PAGES);
	finding_write(finding->undo, "echo always | sudo tee " HUGE_PAGES);
	finding_write(finding->cost, "speed of programs with gigabytes of memory, some percent");
}

/* Not a disturbance, but it determines the cost of a system call. */
static void mitigations(const struct machine *machine, const struct surroundings *surroundings,
	struct finding *finding)
{
	unsigned on = 0;
	const char *name;
	json_t *value;

	(void)surroundings;
	if (machine->mitigations == NULL || json_object_size(machine->mitigations) == 0)
		return;
	json_object_foreach(machine->mitigations, name, value)
		if (json_is_string(value) &&
			strncmp(json_string_value(value), "Mitigation", strlen("Mitigation")) == 0)
			on++;
	finding_say(finding, SEVERITY_FINE, "%u on, as for all programs", on);
}

const struct finding_check finding_checks_system[] = {
	{"virtual-machine", "virtual machine", virtual_machine, false},
	{"clock-source", "clock source", clock_source, false},
	{"address-randomisation", "address randomisation", randomisation, false},
	{"huge-pages", "transparent huge pages", huge_pages, false},
	{"mitigations", "mitigations", mitigations, false},
	{0},
};
