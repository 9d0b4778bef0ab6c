/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Limits of this process: processor time, memory, threads, files; see finding.h. */
#include "config.h"

#include "bench/doctor/finding.h"

#include <string.h>

#include "support/text.h"

/* The suites have up to a thousand threads or processes in flight, and some thousand connections;
 * the rest of the system also needs some. */
#define PROCESSES_WANTED 2048
#define FILES_WANTED 4096
#define PROCESSES_GIVEN 65536
#define SWAP_TOLERATED (64.0 * (1 << 20))  /* pages of sleeping services */
#define MEMORY_WANTED (1024.0 * (1 << 20)) /* the largest case of the suites, with a margin */

/* Suggests "docker update --cpus=2 NAME" or similar for the container in which this runs. False if
 * its kind has no such command. */
static bool update_container(const struct machine *machine, struct finding *finding,
	const char *option, double number)
{
	const char *container = machine->container;

	if (container == NULL ||
		(strcmp(container, "docker") != 0 && strcmp(container, "podman") != 0))
		return false;
	finding_write(finding->command, "%s update %s=%.0f NAME", container, option, number);
	finding_write(finding->advice, "run it outside of the container, with its name");
	return true;
}

static void quota(const struct machine *machine, const struct surroundings *surroundings,
	struct finding *finding)
{
	const struct figure cores = machine->cgroup.quota_cores.figure;

	(void)surroundings;
	if (!cores.known || !machine->cores.known)
		return;
	if (cores.unlimited || cores.value >= machine->cores.value) {
		finding_say(finding, SEVERITY_FINE, "%s",
			cores.unlimited ? "none" : "all cores allowed");
		return;
	}
	finding_say(finding, SEVERITY_DISTRUST,
		"%.3g of %.0f cores (control group): the kernel stops what uses more for the "
		"rest of each period, under every runner",
		cores.value, machine->cores.value);
	finding_write(finding->cost, "others on this machine get less");
	if (update_container(machine, finding, "--cpus", machine->cores.value))
		return;
	if (machine->container != NULL && strcmp(machine->container, "none") == 0)
		finding_write(finding->advice,
			"`systemctl set-property --runtime UNIT CPUQuota=` for the unit that "
			"has the quota, %s; --runtime lasts until a restart",
			machine->cgroup.quota_cores.file);
	else
		finding_write(finding->advice,
			"raise the CPU limit of the container (limits.cpu of a pod) from "
			"outside; it is in %s",
			machine->cgroup.quota_cores.file);
}

/* Whether it is known how much memory the control group leaves, or that it has no limit. */
static bool is_free_of_group(const struct machine *machine)
{
	const struct figure limit = machine->cgroup.memory_bytes.figure;

	return limit.known && (limit.unlimited || machine->cgroup.memory_available_bytes.known);
}

/* What the control group leaves, if that is less than what the machine has. */
static bool memory_of_group(const struct machine *machine, struct finding *finding)
{
	const struct cgroup *cgroup = &machine->cgroup;
	const struct figure left = cgroup->memory_available_bytes;
	char available[TEXT_NUMBER_SIZE], limit[TEXT_NUMBER_SIZE];

	if (!left.known || cgroup->memory_bytes.file == NULL ||
		(machine->memory_available_bytes.known &&
			left.value >= machine->memory_available_bytes.value))
		return false;
	text_bytes_rounded(available, sizeof(available), left.value);
	text_bytes_rounded(limit, sizeof(limit), cgroup->memory_bytes.figure.value);
	if (left.value >= MEMORY_WANTED) {
		finding_say(finding, SEVERITY_FINE, "%s available of the control group's %s",
			available, limit);
		return true;
	}
	finding_say(finding, SEVERITY_NOTE,
		"only %s available of the control group's %s, so cases that need more are killed",
		available, limit);
	finding_write(finding->cost, "others on this machine get less");
	if (!update_container(machine, finding, "--memory", MEMORY_WANTED))
		finding_write(finding->advice,
			"raise the memory limit of the container or unit from outside; it is "
			"in %s",
			cgroup->memory_bytes.file);
	return true;
}

static void memory(const struct machine *machine, const struct surroundings *surroundings,
	struct finding *finding)
{
	char available[TEXT_NUMBER_SIZE];
	const struct figure bytes = machine->memory_available_bytes;

	(void)surroundings;
	if (memory_of_group(machine, finding) || !bytes.known)
		return;
	text_bytes_rounded(available, sizeof(available), bytes.value);
	if (bytes.value >= MEMORY_WANTED && !is_free_of_group(machine)) {
		finding_say(finding, SEVERITY_UNKNOWN,
			"%s available, unless the control group has less, which cannot be read",
			available);
		return;
	}
	if (bytes.value >= MEMORY_WANTED) {
		finding_say(finding, SEVERITY_FINE, "%s available", available);
		return;
	}
	finding_say(finding, SEVERITY_NOTE,
		"only %s available, so cases with many processes may fail, and the page cache "
		"may shrink during a run",
		available);
	finding_write(finding->command, "ps -eo rss,pid,args --sort=-rss | head");
	finding_write(finding->advice,
		"shows which programs use it; end those that are not "
		"needed");
	finding_write(finding->cost, "the programs that you end");
}

static void swap(const struct machine *machine, const struct surroundings *surroundings,
	struct finding *finding)
{
	const struct figure used = surroundings->swap_used_bytes;
	char bytes[TEXT_NUMBER_SIZE];

	if (!machine->swap_bytes.known)
		return;
	if (machine->swap_bytes.value == 0) {
		finding_say(finding, SEVERITY_FINE, "none");
		return;
	}
	if (!used.known)
		return;
	text_bytes_rounded(bytes, sizeof(bytes), used.value);
	if (used.value <= SWAP_TOLERATED) {
		finding_say(finding, SEVERITY_FINE, "%s in use", bytes);
		return;
	}
	finding_say(finding, SEVERITY_NOTE,
		"%s in use; reading a page back from the disk costs milliseconds", bytes);
	finding_write(finding->command, "sudo swapoff -a");
	finding_write(finding->undo, "sudo swapon -a");
	finding_write(finding->cost,
		"needs that much free memory; if memory runs out afterwards, the kernel kills "
		"programs");
}

/* The limits of the number of threads and processes. */
static const struct {
	const char *who;
	size_t offset;
} process_limits[] = {
	{"this user's limit (ulimit -u)", offsetof(struct machine, process_limit)},
	{"the control group's limit (pids.max)", offsetof(struct machine, cgroup.processes.figure)},
	{"the kernel's limit (kernel.threads-max)", offsetof(struct machine, thread_limit)},
	{"the kernel's limit (kernel.pid_max)", offsetof(struct machine, pid_limit)},
};

#define PROCESS_LIMIT_COUNT (sizeof(process_limits) / sizeof(process_limits[0]))

static const struct figure *process_limit(const struct machine *machine, size_t which)
{
	return (const struct figure *)((const char *)machine + process_limits[which].offset);
}

/* The lowest of them; PROCESS_LIMIT_COUNT if none is known. */
static size_t least_process_limit(const struct machine *machine)
{
	size_t least = PROCESS_LIMIT_COUNT;

	for (size_t i = 0; i < PROCESS_LIMIT_COUNT; i++) {
		const struct figure *limit = process_limit(machine, i);

		if (limit->known && !limit->unlimited &&
			(least == PROCESS_LIMIT_COUNT ||
				limit->value < process_limit(machine, least)->value))
			least = i;
	}
	return least;
}

/* The first limit that is unknown, and so may be the lowest; PROCESS_LIMIT_COUNT: none. */
static size_t unknown_process_limit(const struct machine *machine)
{
	size_t i = 0;

	while (i < PROCESS_LIMIT_COUNT && process_limit(machine, i)->known)
		i++;
	return i;
}

static void fix_processes(const struct machine *machine, size_t which, struct finding *finding)
{
	const double limit = process_limit(machine, which)->value;

	finding_write(finding->cost, "a runaway program is stopped later");
	switch (process_limits[which].offset) {
	case offsetof(struct machine, process_limit):
		finding_write(finding->command, "sudo prlimit --pid $$ --nproc=%d",
			PROCESSES_GIVEN);
		finding_write(finding->undo, "sudo prlimit --pid $$ --nproc=%.0f", limit);
		break;
	case offsetof(struct machine, thread_limit):
		finding_write(finding->command, "sudo sysctl kernel.threads-max=%d",
			PROCESSES_GIVEN);
		finding_write(finding->undo, "sudo sysctl kernel.threads-max=%.0f", limit);
		break;
	case offsetof(struct machine, pid_limit):
		finding_write(finding->command, "sudo sysctl kernel.pid_max=%d", PROCESSES_GIVEN);
		finding_write(finding->undo, "sudo sysctl kernel.pid_max=%.0f", limit);
		break;
	default:
		if (!update_container(machine, finding, "--pids-limit", PROCESSES_GIVEN))
			finding_write(finding->advice,
				"raise the limit of the container or unit from outside "
				"(TasksMax of a systemd unit)");
	}
}

static void processes(const struct machine *machine, const struct surroundings *surroundings,
	struct finding *finding)
{
	const size_t least = least_process_limit(machine);
	size_t unknown;

	(void)surroundings;
	if (least == PROCESS_LIMIT_COUNT ||
		process_limit(machine, least)->value >= PROCESSES_WANTED) {
		unknown = unknown_process_limit(machine);
		if (unknown != PROCESS_LIMIT_COUNT) {
			finding_say(finding, SEVERITY_UNKNOWN, "%s cannot be read",
				process_limits[unknown].who);
			return;
		}
	}
	if (least == PROCESS_LIMIT_COUNT) {
		finding_say(finding, SEVERITY_FINE, "no limit");
		return;
	}
	if (process_limit(machine, least)->value >= PROCESSES_WANTED) {
		finding_say(finding, SEVERITY_FINE, "up to %.0f",
			process_limit(machine, least)->value);
		return;
	}
	finding_say(finding, SEVERITY_NOTE, "at most %.0f, by %s, so cases with more of them fail",
		process_limit(machine, least)->value, process_limits[least].who);
	fix_processes(machine, least, finding);
}

static void files(const struct machine *machine, const struct surroundings *surroundings,
	struct finding *finding)
{
	const struct figure limit = surroundings->file_limit;

	(void)machine;
	if (!limit.known)
		return;
	if (limit.unlimited || limit.value >= FILES_WANTED) {
		if (limit.unlimited)
			finding_say(finding, SEVERITY_FINE, "no limit");
		else
			finding_say(finding, SEVERITY_FINE, "up to %.0f", limit.value);
		return;
	}
	finding_say(finding, SEVERITY_NOTE,
		"at most %.0f (ulimit -Hn), so cases with more connections in flight fail",
		limit.value);
	finding_write(finding->command, "sudo prlimit --pid $$ --nofile=%d:%d", PROCESSES_GIVEN,
		PROCESSES_GIVEN);
	finding_write(finding->undo, "sudo prlimit --pid $$ --nofile=%.0f:%.0f", limit.value,
		limit.value);
	finding_write(finding->cost, "nothing");
}

const struct finding_check finding_checks_limits[] = {
	{"quota", "quota of processor time", quota, true},
	{"memory", "memory", memory, false},
	{"swap", "swap", swap, false},
	{"processes", "threads and processes", processes, false},
	{"files", "open files", files, false},
	{0},
};
