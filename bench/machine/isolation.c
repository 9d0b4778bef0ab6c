/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is between this process and the hardware: a hypervisor, a container, a control group; see
 * machine.h.
 *
 * x86 processors have a flag that says they are virtual. The maker of the hypervisor is in
 * /sys/hypervisor (Xen), in the available clock sources, or in the tables of the firmware.
 */
#include "config.h"

#include "bench/machine/parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Whether a list of words contains this word. */
static bool has_word(const char *list, const char *word)
{
	size_t length = strlen(word);

	while (*list != '\0') {
		size_t next = strcspn(list, " ");

		if (next == length && strncmp(list, word, length) == 0)
			return true;
		list += next;
		list += strspn(list, " ");
	}
	return false;
}

static enum answer virtual_machine(const char *root)
{
	char *flags = root_field(root, "/proc/cpuinfo", "flags");
	enum answer answer = ANSWER_UNKNOWN;

	if (root_has(root, "/sys/hypervisor/type"))
		answer = ANSWER_YES;
	else if (flags != NULL && flags[0] != '\0')
		answer = has_word(flags, "hypervisor") ? ANSWER_YES : ANSWER_NO;
	free(flags);
	return answer;
}

static char *hypervisor_by_clock(const char *root)
{
	static const struct {
		const char *clock, *name;
	} known[] = {
		{"kvm-clock", "kvm"}, {"xen", "xen"}, {"hyperv_clocksource_tsc_page", "hyperv"}};
	char *clocks = root_line(root,
		"/sys/devices/system/clocksource/clocksource0/available_clocksource");
	const char *name = NULL;

	for (size_t i = 0; clocks != NULL && i < sizeof(known) / sizeof(known[0]); i++)
		if (name == NULL && has_word(clocks, known[i].clock))
			name = known[i].name;
	free(clocks);
	return name != NULL ? strdup(name) : NULL;
}

static char *hypervisor(const char *root)
{
	char *name = root_line(root, "/sys/hypervisor/type");

	if (name == NULL)
		name = hypervisor_by_clock(root);
	return name != NULL ? name : root_line(root, "/sys/class/dmi/id/sys_vendor");
}

/* The kind of container that the groups of the first process belong to, or NULL. */
static const char *container_by_group(const char *root)
{
	static const struct {
		const char *part, *name;
	} known[] = {{"/docker", "docker"}, {"/kubepods", "kubernetes"}, {"/libpod", "podman"},
		{"/lxc", "lxc"}, {"/machine.slice/", "nspawn"}};
	char *line = root_line(root, "/proc/1/cgroup");
	const char *name = NULL;

	for (size_t i = 0; line != NULL && i < sizeof(known) / sizeof(known[0]); i++)
		if (name == NULL && strstr(line, known[i].part) != NULL)
			name = known[i].name;
	free(line);
	return name;
}

static char *container(const char *root)
{
	char *name = root_line(root, "/run/systemd/container");
	const char *found;
	enum answer whole_system;

	if (name != NULL && name[0] != '\0')
		return name;
	free(name);
	if (root_has(root, "/run/.containerenv"))
		return strdup("podman");
	if (root_has(root, "/.dockerenv"))
		return strdup("docker");
	found = container_by_group(root);
	if (found != NULL)
		return strdup(found);
	/* Only a whole system is started by one of these. */
	whole_system = root_answer(root, "/proc/1/comm", "systemd", "init");
	return whole_system != ANSWER_UNKNOWN ? strdup("none") : NULL;
}

void machine_read_isolation(struct machine *machine, const char *root)
{
	machine->virtual_machine = virtual_machine(root);
	if (machine->virtual_machine == ANSWER_YES)
		machine->hypervisor = hypervisor(root);
	machine->container = container(root);
	cgroup_read(&machine->cgroup, root);
}
