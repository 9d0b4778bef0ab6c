/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The machine from made /proc and /sys trees, and from ones that hold nothing or nonsense. */
#include "config.h"

#include <criterion/criterion.h>

#include "bench/machine/machine.h"
#include "results/record/machine_members.h"
#include "tests/made/made_change.h"
#include "tests/made/made_machines.h"
#include "tests/made/made_root.h"

static char root[] = MADE_ROOT;
static struct topology *topology;
static struct machine machine;

static void read_machine(const struct made_file *files)
{
	struct error error = {0};

	made_root(root, files);
	cr_assert_eq(topology_load_synthetic(&topology,
			     "package:2 l3:1(size=33554432) l2:2(size=1048576) core:2 pu:2", "",
			     &error),
		0, "%s", error.text);
	machine_read(&machine, root, topology);
}

static void tear_down(void)
{
	machine_clear(&machine);
	topology_free(topology);
	made_root_remove(root);
}

static void expect(struct figure figure, double value, const char *what)
{
	cr_expect(figure.known && !figure.unlimited, "%s is not known", what);
	cr_expect_float_eq(figure.value, value, 1e-9, "%s is %g", what, figure.value);
}

#define EXPECT(member, value) expect(machine.member, value, #member)

Test(machine, a_laptop, .fini = tear_down)
{
	read_machine(made_laptop);
	cr_expect_str_eq(machine.cpu_vendor, "GenuineIntel");
	cr_expect_str_eq(machine.cpu_model, "Intel(R) Core(TM) i7-8650U CPU @ 1.90GHz");
	cr_expect_str_eq(machine.cpu_microcode, "0xf4");
	EXPECT(cpu_family, 6);
	EXPECT(cpu_model_number, 142);
	EXPECT(cpu_stepping, 10);
	EXPECT(memory_bytes, 16281344.0 * 1024);
	EXPECT(memory_available_bytes, 8000 * 1024);
	EXPECT(swap_bytes, 0);
	cr_expect_str_eq(machine.governor, "powersave");
	cr_expect_str_eq(machine.frequency_driver, "intel_pstate");
	cr_expect_str_eq(machine.energy_preference, "balance_power");
	EXPECT(lowest_frequency_hz, 4e8);
	EXPECT(highest_frequency_hz, 4.2e9);
	cr_expect_eq(machine.boost, ANSWER_YES, "no_turbo is 0");
	cr_expect_eq(machine.smt, ANSWER_YES);
	cr_expect_str_eq(machine.isolated_cpus, "");
	cr_expect_null(machine.tickless_cpus);
	cr_expect_eq(json_object_size(machine.mitigations), 2);
	cr_expect_str_eq(json_string_value(json_object_get(machine.mitigations, "meltdown")),
		"Mitigation: PTI");
	cr_expect_str_eq(machine.clock_source, "tsc");
	cr_expect_str_eq(machine.clock_sources, "tsc hpet acpi_pm");
	EXPECT(address_randomisation, 2); /* whatever this process has */
	EXPECT(thread_limit, 126000);
	EXPECT(pid_limit, 4194304);
	EXPECT(process_limit, 63000);
	EXPECT(file_limit, 1024);
	cr_expect_eq(machine.virtual_machine, ANSWER_NO, "hypervisor_like is another flag");
	cr_expect_null(machine.hypervisor);
	cr_expect_str_eq(machine.container, "none");
	cr_expect_eq(machine.cgroup.version, 2);
	cr_expect_str_eq(machine.cgroup.folder, "/sys/fs/cgroup/user.slice/user-1000.slice");
	cr_expect(machine.cgroup.quota_cores.figure.known &&
		machine.cgroup.quota_cores.figure.unlimited);
	cr_expect(machine.cgroup.processes.figure.known &&
		machine.cgroup.processes.figure.unlimited);
	cr_expect_str_eq(machine.huge_pages, "madvise");
}

Test(machine, a_virtual_server, .fini = tear_down)
{
	read_machine(made_server);
	cr_expect_str_eq(machine.cpu_vendor, "AuthenticAMD");
	EXPECT(cpu_family, 25);
	cr_expect_str_eq(machine.governor, "schedutil, performance");
	cr_expect_eq(machine.boost, ANSWER_YES);
	cr_expect_eq(machine.smt, ANSWER_NO);
	cr_expect_str_eq(machine.isolated_cpus, "2");
	cr_expect_str_eq(machine.tickless_cpus, "2");
	cr_expect_eq(machine.virtual_machine, ANSWER_YES);
	cr_expect_str_eq(machine.hypervisor, "kvm");
	EXPECT(address_randomisation, 0);
	cr_expect(machine.process_limit.known && machine.process_limit.unlimited);
	cr_expect_not(machine.file_limit.known);
	cr_expect_null(machine.container, "nothing says that there is none");
}

Test(machine, what_the_topology_says, .fini = tear_down)
{
	read_machine(made_server);
	EXPECT(packages, 2);
	EXPECT(cores, 8);
	EXPECT(cpus, 16);
	cr_assert_eq(machine.cache_count, 2);
	cr_expect_eq(machine.caches[0].level, 2);
	cr_expect_eq(machine.caches[0].count, 4);
	cr_expect_eq(machine.caches[0].bytes, 1 << 20);
	cr_expect_eq(machine.caches[1].level, 3);
	cr_expect_eq(machine.caches[1].kind, 'u');
	cr_expect_eq(machine.caches[1].cpus, 8);
}

Test(machine, a_quota_in_version_2_is_the_least_on_the_way_up, .fini = tear_down)
{
	read_machine(made_version_2);
	cr_expect_str_eq(machine.container, "docker");
	cr_expect_eq(machine.cgroup.version, 2);
	cr_expect_str_eq(machine.cgroup.folder, "/sys/fs/cgroup/top/outer/inner");
	EXPECT(cgroup.quota_cores.figure, 1.5);
	EXPECT(cgroup.processes.figure, 512);
}

Test(machine, a_quota_in_version_1_is_that_of_what_is_mounted, .fini = tear_down)
{
	read_machine(made_version_1);
	cr_expect_str_eq(machine.container, "kubernetes");
	cr_expect_eq(machine.cgroup.version, 1);
	cr_expect_str_eq(machine.cgroup.folder, "/sys/fs/cgroup/cpu,cpuacct");
	EXPECT(cgroup.quota_cores.figure, 0.5);
}

/* Everything that a root tells is null, and the rest is there. */
static void expect_nothing_of_the_root(const char *why)
{
	static const char *const elsewhere[] = {"hostname", "architecture", "kernel", "libc",
		"cores", "cpus", "packages", "numa_nodes", "libraries", "caches"};
	json_t *json = machine_to_json(&machine);
	const char *name;
	json_t *value;

	cr_assert_not_null(json);
	json_object_foreach(json, name, value) {
		bool other = false;

		for (size_t i = 0; i < sizeof(elsewhere) / sizeof(elsewhere[0]); i++)
			other = other || strcmp(name, elsewhere[i]) == 0;
		cr_expect_eq(json_is_null(value), !other, "%s: %s", why, name);
	}
	json_decref(json);
}

Test(machine, nothing_readable_is_nothing_known, .fini = tear_down)
{
	static const struct made_file nothing[] = {END};

	read_machine(nothing);
	expect_nothing_of_the_root("an empty root");
}

/* Files that are there and hold what no kernel writes. */
Test(machine, nonsense_is_nothing_known, .fini = tear_down)
{
	static const struct made_file nonsense[] = {
		{"/proc/cpuinfo",
			"vendor_id\ncpu family\t: six\nmodel : -1\nmodel name\t: a\x01 b\n"
			"stepping : 0xfffffffff\nstepping : 1\nmicrocode: \x7f\nflags:\n"},
		{"/proc/meminfo",
			"MemTotal: 99999999999999999999999999 kB\nMemAvailable: 12 MB\nSwapTotal: kB\n"},
		{CPU "/online", "0-\n"},
		{CPU "/cpu0/cpufreq/scaling_governor", "powersave\n"},
		{CPU "/cpufreq/boost", "2\n"},
		{CPU "/intel_pstate/no_turbo", "\n"},
		{CPU "/smt/active", "yes\n"},
		{CPU "/isolated", "\x02\n"},
		{"/proc/sys/kernel/randomize_va_space", "7\n"},
		{"/proc/sys/kernel/threads-max", "1.5\n"},
		{"/proc/sys/kernel/pid_max", ""},
		{"/proc/self/limits", "Max processes\nMax open files            many\n"},
		{"/proc/self/cgroup", "nonsense\n0:cpu\n:::\n1:cpu:relative\n"},
		{"/sys/kernel/mm/transparent_hugepage/enabled", "always madvise] [never\n"},
		END,
	};

	read_machine(nonsense);
	expect_nothing_of_the_root("nonsense");
}

/* A quota that cannot be understood may be the least of all. */
Test(machine, malformed_quotas_are_not_known)
{
	static const char *const quotas[] = {
		"", "100000", "0 100000", "-5 100000", "100000 0", "100000 max", "a b", "1 2 3"};

	for (size_t i = 0; i < sizeof(quotas) / sizeof(quotas[0]); i++) {
		char here[] = MADE_ROOT;
		struct cgroup cgroup;

		made_root(here, made_version_2);
		made_root_write(here, "/sys/fs/cgroup/top/outer/inner/cpu.max", quotas[i]);
		cgroup_read(&cgroup, here);
		cr_expect_not(cgroup.quota_cores.figure.known, "\"%s\"", quotas[i]);
		cgroup_clear(&cgroup);
		made_root_remove(here);
	}
}

/* At the root of all groups there is no quota to be read, which is none. */
Test(machine, the_root_of_all_groups_has_no_quota)
{
	static const struct made_file files[] = {
		{"/proc/self/cgroup", "0::/\n"},
		{"/sys/fs/cgroup/cgroup.controllers", "cpu\n"},
		{"/sys/fs/cgroup/cgroup.procs", ""},
		END,
	};
	char here[] = MADE_ROOT;
	struct cgroup cgroup;

	made_root(here, files);
	cgroup_read(&cgroup, here);
	cr_expect(cgroup.quota_cores.figure.known && cgroup.quota_cores.figure.unlimited);
	cr_expect_str_eq(cgroup.folder, "/sys/fs/cgroup");
	cgroup_clear(&cgroup);
	made_root_remove(here);
}

Test(machine, reader_names_what_is_wrong)
{
	made_expect_refused("machine/boost", "1",
		"machine: boost must be true or false or null, not 1");
	made_expect_refused("machine/cpu_family", "-6",
		"machine: cpu_family must be a whole number from 0 or null, not -6");
	made_expect_refused("machine/file_limit", "\"many\"",
		"machine: file_limit must be a number from 0, \"unlimited\" or null");
	made_expect_refused("machine/caches/0/level", "0",
		"machine: caches[0]: level must be a whole number from 1 to 4294967295, not 0");
	made_expect_refused("machine/caches", "{}", "machine: caches must be an array");
}

/* What is written is what the reader accepts. */
static void expect_accepted(const json_t *json)
{
	struct error error = {0};

	cr_expect_eq(machine_members_check(json, &error), 0, "%s", error.text);
}

Test(machine, this_one)
{
	struct error error = {0};
	json_t *json;

	cr_assert_eq(topology_load(&topology, &error), 0, "%s", error.text);
	machine_read(&machine, "", topology);
	json = machine_to_json(&machine);
	cr_assert_not_null(json);
	expect_accepted(json);
	cr_expect(json_is_string(json_object_get(json, "kernel")));
	cr_expect(json_is_integer(json_object_get(json, "memory_bytes")));
	cr_expect_str_eq(json_string_value(json_object_get(machine.libraries, "jansson")),
		jansson_version_str());
	json_decref(json);
	machine_clear(&machine);
	topology_free(topology);
}
