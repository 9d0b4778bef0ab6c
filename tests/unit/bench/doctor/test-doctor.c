/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the doctor finds on made machines, and what it concludes. */
#include "config.h"

#include <criterion/criterion.h>

#include "bench/doctor/diagnosis.h"
#include "bench/commands/quota_note.h"
#include "tests/made/made_machines.h"

static char root[] = MADE_ROOT;
static struct topology *topology;
static struct diagnosis diagnosis;

/* Everything about now is as it should be. */
static void find(const struct made_file *files)
{
	struct surroundings *now = &diagnosis.surroundings;
	struct error error = {0};

	made_root(root, files);
	cr_assert_eq(topology_load_synthetic(&topology, "package:2 l3:1 l2:2 core:2 pu:2", "",
			     &error),
		0, "%s", error.text);
	machine_read(&diagnosis.machine, root, topology);
	*now = (struct surroundings){
		.other_load = {.known = true, .value = 0.01},
		.steal = {.known = true},
		.file_limit = {.known = true, .value = 20000},
		.cpus = {0, 1, 2, 3},
		.cpu_count = 4,
		.looked = true,
		.build_flags = "-Wall -g -O2",
	};
	diagnosis.finding_count = findings_make(diagnosis.findings, &diagnosis.machine, now);
}

/* The same after something has changed. */
static void find_again(void)
{
	diagnosis.finding_count =
		findings_make(diagnosis.findings, &diagnosis.machine, &diagnosis.surroundings);
}

static void tear_down(void)
{
	machine_clear(&diagnosis.machine);
	surroundings_clear(&diagnosis.surroundings);
	topology_free(topology);
	made_root_remove(root);
}

static const struct finding *finding(const char *name)
{
	for (size_t i = 0; i < diagnosis.finding_count; i++)
		if (strcmp(diagnosis.findings[i].name, name) == 0)
			return &diagnosis.findings[i];
	cr_assert_fail("there is no finding \"%s\"", name);
	return NULL;
}

static void expect(const char *name, enum severity severity, const char *text)
{
	const struct finding *found = finding(name);

	cr_expect_eq(found->severity, severity, "%s is \"%s\": %s", name,
		severity_name(found->severity), found->text);
	cr_expect_not_null(strstr(found->text, text), "%s: \"%s\" is not in \"%s\"", name, text,
		found->text);
}

static void expect_fix(const char *name, const char *command, const char *undo)
{
	cr_expect_str_eq(finding(name)->command, command, "%s", name);
	cr_expect_str_eq(finding(name)->undo, undo, "%s", name);
}

/* What a finding must have, whatever it is. */
static void expect_sense(const struct finding *found)
{
	const char *command_path = strstr(found->command, "sudo tee ");
	const char *undo_path = strstr(found->undo, "sudo tee ");

	if (found->severity != SEVERITY_UNKNOWN)
		cr_expect_str_not_empty(found->text, "%s", found->name);
	if (found->severity >= SEVERITY_NOTE) {
		cr_expect(found->command[0] != '\0' || found->advice[0] != '\0', "%s: no fix",
			found->name);
		cr_expect_str_not_empty(found->cost, "%s: no cost", found->name);
	} else {
		cr_expect_str_empty(found->command, "%s: %s", found->name, found->command);
	}
	if (command_path != NULL && undo_path != NULL)
		cr_expect_str_eq(command_path, undo_path, "%s: undone elsewhere", found->name);
	cr_expect(strstr(found->command, "sudo") == NULL || found->undo[0] != '\0' ||
			strstr(found->advice, "a restart") != NULL,
		"%s cannot be undone", found->name);
}

Test(doctor, a_laptop, .fini = tear_down)
{
	find(made_laptop);
	expect("governor", SEVERITY_NOTE, "powersave");
	expect_fix("governor",
		"echo performance | sudo tee /sys/devices/system/cpu/cpu*/cpufreq/scaling_governor",
		"echo powersave | sudo tee /sys/devices/system/cpu/cpu*/cpufreq/scaling_governor");
	expect("boost", SEVERITY_NOTE, "on");
	expect_fix("boost", "echo 1 | sudo tee /sys/devices/system/cpu/intel_pstate/no_turbo",
		"echo 0 | sudo tee /sys/devices/system/cpu/intel_pstate/no_turbo");
	expect("smt", SEVERITY_NOTE, "on");
	expect("isolated-cpus", SEVERITY_FINE, "none");
	expect("virtual-machine", SEVERITY_FINE, "no");
	expect("clock-source", SEVERITY_FINE, "tsc");
	expect("address-randomisation", SEVERITY_FINE, "on");
	expect("huge-pages", SEVERITY_FINE, "madvise");
	expect("mitigations", SEVERITY_FINE, "1 on");
	expect("quota", SEVERITY_FINE, "none");
	expect("memory", SEVERITY_NOTE, "8.19 MB");
	expect("swap", SEVERITY_FINE, "none");
	expect("processes", SEVERITY_FINE, "up to 63000");
}

Test(doctor, a_virtual_server, .fini = tear_down)
{
	find(made_server);
	expect("governor", SEVERITY_NOTE, "schedutil, performance");
	expect_fix("governor",
		"echo performance | sudo tee /sys/devices/system/cpu/cpu*/cpufreq/scaling_governor",
		"");
	cr_expect_not_null(strstr(finding("governor")->advice, "a restart"));
	expect_fix("boost", "echo 0 | sudo tee /sys/devices/system/cpu/cpufreq/boost",
		"echo 1 | sudo tee /sys/devices/system/cpu/cpufreq/boost");
	expect("smt", SEVERITY_FINE, "off");
	expect("isolated-cpus", SEVERITY_NOTE, "CPU 2 is kept free");
	expect_fix("isolated-cpus", "taskset -c 2 breakeven run", "");
	expect("virtual-machine", SEVERITY_NOTE, "under kvm");
	expect("address-randomisation", SEVERITY_NOTE, "off");
	expect_fix("address-randomisation", "sudo sysctl kernel.randomize_va_space=2",
		"sudo sysctl kernel.randomize_va_space=0");
	expect("clock-source", SEVERITY_UNKNOWN, "");
	diagnosis.surroundings.cpus[0] = 2;
	diagnosis.surroundings.cpu_count = 1;
	find_again();
	expect("isolated-cpus", SEVERITY_FINE, "only they are used");
}

Test(doctor, a_quota_in_version_2, .fini = tear_down)
{
	find(made_version_2);
	expect("quota", SEVERITY_DISTRUST, "1.5 of 8 cores");
	expect_fix("quota", "docker update --cpus=8 NAME", "");
	expect("processes", SEVERITY_NOTE, "at most 512");
	expect_fix("processes", "docker update --pids-limit=65536 NAME", "");
	diagnosis.machine.cgroup.quota_cores.figure.value = 8;
	find_again();
	expect("quota", SEVERITY_FINE, "all cores");
}

Test(doctor, a_quota_in_version_1, .fini = tear_down)
{
	find(made_version_1);
	expect("quota", SEVERITY_DISTRUST, "0.5 of 8 cores");
	expect_fix("quota", "", "");
	cr_expect_not_null(strstr(finding("quota")->advice, "limits.cpu"));
}

/* Before a run: with the quota, where it stands, what is planned and what lifts it. */
Test(doctor, a_run_under_a_quota_is_warned_of, .fini = tear_down)
{
	char text[QUOTA_NOTE_TEXT];

	find(made_version_2);
	cr_expect_str_eq(quota_note(text, &diagnosis.machine, 2),
		"warning: this process may use 1.5 cores (CPU quota of its control group, "
		"/sys/fs/cgroup/top/outer/cpu.max), fewer than the 2 cores of the plan: the system "
		"stops what uses more, so no winner will be named; to remove the quota: "
		"docker update --cpus=8 NAME, run it outside of the container, with its name");
	cr_expect_str_empty(quota_note(text, &diagnosis.machine, 1));
	tear_down();
	strcpy(root, MADE_ROOT);
	find(made_laptop);
	cr_expect_str_empty(quota_note(text, &diagnosis.machine, 64), "there is no quota");
}

/* Not what the whole machine has. */
Test(doctor, memory_of_a_control_group, .fini = tear_down)
{
	find(made_version_2);
	made_root_write(root, "/proc/meminfo", "MemAvailable: 24000000 kB\n");
	made_root_write(root, "/sys/fs/cgroup/top/memory.max", "62914560\n");
	made_root_write(root, "/sys/fs/cgroup/top/memory.current", "22914560\n");
	machine_clear(&diagnosis.machine);
	machine_read(&diagnosis.machine, root, topology);
	find_again();
	expect("memory", SEVERITY_NOTE, "only 40.0 MB available of the control group's 62.9 MB");
	expect_fix("memory", "docker update --memory=1073741824 NAME", "");
	expect_sense(finding("memory"));
	made_root_write(root, "/sys/fs/cgroup/top/memory.max", "max\n");
	machine_clear(&diagnosis.machine);
	machine_read(&diagnosis.machine, root, topology);
	find_again();
	expect("memory", SEVERITY_FINE, "24.6 GB available");
}

Test(doctor, where_nothing_can_be_read_nothing_is_known, .fini = tear_down)
{
	static const struct made_file nothing[] = {END};
	size_t unknown = 0;

	find(nothing);
	for (size_t i = 0; i < diagnosis.finding_count; i++)
		unknown += diagnosis.findings[i].severity == SEVERITY_UNKNOWN;
	/* The program itself, the other runs, what was given for now, and SMT by the topology. */
	cr_expect_eq(diagnosis.finding_count - unknown, 6);
	diagnosis.surroundings = (struct surroundings){0};
	find_again();
	for (size_t i = 0; i < diagnosis.finding_count; i++)
		cr_expect(diagnosis.findings[i].severity == SEVERITY_UNKNOWN ||
				strcmp(diagnosis.findings[i].name, "smt") == 0,
			"%s", diagnosis.findings[i].name);
}

/* What may be bound by a limit that cannot be read is not fine. */
Test(doctor, a_limit_that_cannot_be_read_is_not_fine, .fini = tear_down)
{
	find(made_laptop);
	diagnosis.machine.memory_available_bytes.value = 24e9;
	diagnosis.machine.cgroup.memory_bytes.figure.known = false;
	diagnosis.machine.cgroup.processes.figure.known = false;
	find_again();
	expect("memory", SEVERITY_UNKNOWN, "unless the control group has less");
	expect("processes", SEVERITY_UNKNOWN, "pids.max");
	diagnosis.machine.memory_available_bytes.value = 1e6;
	diagnosis.machine.process_limit.value = 100;
	find_again();
	expect("memory", SEVERITY_NOTE, "1.00 MB");
	expect("processes", SEVERITY_NOTE, "at most 100");
}

Test(doctor, what_was_not_checked_is_counted_and_named, .fini = tear_down)
{
	struct check *checks = diagnosis.self_test.checks;
	char text[DIAGNOSIS_REASON_SIZE];

	find(made_laptop);
	cr_expect_eq(diagnosis_unchecked(&diagnosis, text), 0, "%s", text);
	cr_expect(diagnosis_tells(&diagnosis));
	diagnosis.machine.boost = ANSWER_UNKNOWN;
	diagnosis.tested = true;
	for (int kind = 0; kind < CHECK_COUNT; kind++)
		check_judge(&checks[kind], kind, check_bound(kind)->least);
	check_skip(&checks[CHECK_SECOND_THREAD], CHECK_SECOND_THREAD, "one core");
	find_again();
	cr_expect_eq(diagnosis_unchecked(&diagnosis, text), 2);
	cr_expect_str_eq(text, "2 of 30 checks could not be made: boost, two threads against one.");
	cr_expect(diagnosis_tells(&diagnosis), "boost is no reason for distrust");
	diagnosis.surroundings.other_load.known = false;
	machine_clear(&diagnosis.machine);
	find_again();
	diagnosis_unchecked(&diagnosis, text);
	cr_expect_eq(text[strlen(text) - 1], '.', "there is room for all: %s", text);
}

Test(doctor, findings_are_whole)
{
	static const struct made_file *const machines[] = {
		made_laptop, made_server, made_version_1, made_version_2};

	for (size_t i = 0; i < sizeof(machines) / sizeof(machines[0]); i++) {
		strcpy(root, MADE_ROOT);
		find(machines[i]);
		diagnosis.surroundings.file_limit.value = 256;
		diagnosis.surroundings.other_load.value = 1;
		diagnosis.surroundings.steal.value = 1;
		diagnosis.surroundings.build_flags = "";
		find_again();
		for (size_t j = 0; j < diagnosis.finding_count; j++)
			expect_sense(&diagnosis.findings[j]);
		tear_down();
	}
}

Test(doctor, what_is_so_now, .fini = tear_down)
{
	static const struct {
		double load, steal;
		enum severity load_severity, steal_severity;
	} cases[] = {
		{0, 0, SEVERITY_FINE, SEVERITY_FINE},
		{0.049, 0.01, SEVERITY_FINE, SEVERITY_FINE},
		{0.06, 0.02, SEVERITY_NOTE, SEVERITY_NOTE},
		{0.49, 0.05, SEVERITY_NOTE, SEVERITY_NOTE},
		{0.5, 0.06, SEVERITY_DISTRUST, SEVERITY_DISTRUST},
	};

	find(made_laptop);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		diagnosis.surroundings.other_load.value = cases[i].load;
		diagnosis.surroundings.steal.value = cases[i].steal;
		find_again();
		expect("other-load", cases[i].load_severity, "%");
		expect("steal", cases[i].steal_severity, "%");
	}
}

Test(doctor, other_runs, .fini = tear_down)
{
	find(made_laptop);
	expect("other-runs", SEVERITY_FINE, "none");
	error_set(&diagnosis.surroundings.runs_unseen, "the folder is a link");
	find_again();
	expect("other-runs", SEVERITY_NOTE, "a link");
	expect_sense(finding("other-runs"));
	cr_expect_not(diagnosis_tells(&diagnosis), "there may be others");
	diagnosis.surroundings.other_runs = json_pack("[{s:i, s:s, s:[i], s:s}]", "pid", 4711,
		"folder", "/home/\033[31mx", "cpus", 3, "seen", "2026-11-22T15:20:02Z");
	find_again();
	expect("other-runs", SEVERITY_DISTRUST, "process 4711 on CPU 3");
	expect_fix("other-runs", "tail --pid=4711 -f /dev/null", "");
	cr_expect_null(strchr(finding("other-runs")->text, '\033'));
}

Test(doctor, builds, .fini = tear_down)
{
	static const struct {
		const char *flags;
		enum severity severity;
		const char *text;
	} cases[] = {
		{"-Wall -g -O2", SEVERITY_FINE, "-O2"},
		{"-O0 -O3", SEVERITY_FINE, "-O3"},
		{"-O2 -g -O0", SEVERITY_DISTRUST, "without"},
		{"-g", SEVERITY_DISTRUST, "without"},
		{"-Wno-O2", SEVERITY_DISTRUST, "without"},
		{"-O2 -fsanitize=address,undefined -g", SEVERITY_DISTRUST,
			"-fsanitize=address,undefined, "},
		{"-O2 -fno-sanitize-recover=all", SEVERITY_FINE, "-O2"},
	};

	find(made_laptop);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		diagnosis.surroundings.build_flags = cases[i].flags;
		find_again();
		expect("build", cases[i].severity, cases[i].text);
	}
}

Test(doctor, clock_sources, .fini = tear_down)
{
	static const char *const offers[] = {"tsc hpet acpi_pm", "hpet acpi_pm"};
	static const char *const commands[] = {
		"echo tsc | sudo tee "
		"/sys/devices/system/clocksource/clocksource0/current_clocksource",
		""};

	find(made_laptop);
	for (size_t i = 0; i < 2; i++) {
		free(diagnosis.machine.clock_source);
		free(diagnosis.machine.clock_sources);
		diagnosis.machine.clock_source = strdup("hpet");
		diagnosis.machine.clock_sources = strdup(offers[i]);
		find_again();
		expect("clock-source", SEVERITY_NOTE, "hpet");
		cr_expect_str_eq(finding("clock-source")->command, commands[i]);
		expect_sense(finding("clock-source"));
	}
}

/* What a file says goes into a command only where a shell sees a word in it. */
Test(doctor, no_command_from_a_strange_file, .fini = tear_down)
{
	find(made_laptop);
	free(diagnosis.machine.governor);
	free(diagnosis.machine.clock_source);
	diagnosis.machine.governor = strdup("x; reboot");
	diagnosis.machine.clock_source = strdup("$(reboot)");
	find_again();
	for (size_t i = 0; i < diagnosis.finding_count; i++) {
		cr_expect_null(strstr(diagnosis.findings[i].command, "reboot"));
		cr_expect_null(strstr(diagnosis.findings[i].undo, "reboot"));
	}
}

Test(doctor, other_fixes, .fini = tear_down)
{
	find(made_laptop);
	free(diagnosis.machine.huge_pages);
	diagnosis.machine.huge_pages = strdup("always");
	diagnosis.machine.swap_bytes.value = 8e9;
	diagnosis.surroundings.swap_used_bytes = (struct figure){.known = true, .value = 1e9};
	diagnosis.surroundings.file_limit.value = 1024;
	diagnosis.machine.process_limit.value = 100;
	diagnosis.machine.address_randomisation.value = 1;
	find_again();
	expect("huge-pages", SEVERITY_NOTE, "always");
	expect("swap", SEVERITY_NOTE, "1.00 GB in use");
	expect_fix("swap", "sudo swapoff -a", "sudo swapon -a");
	expect("files", SEVERITY_NOTE, "at most 1024");
	expect("processes", SEVERITY_NOTE, "at most 100, by this user's");
	expect_fix("processes", "sudo prlimit --pid $$ --nproc=65536",
		"sudo prlimit --pid $$ --nproc=100");
	expect_fix("address-randomisation", "sudo sysctl kernel.randomize_va_space=2",
		"sudo sysctl kernel.randomize_va_space=1");
	diagnosis.machine.pid_limit.value = 99;
	diagnosis.surroundings.swap_used_bytes.value = 1e6;
	find_again();
	expect_fix("processes", "sudo sysctl kernel.pid_max=65536",
		"sudo sysctl kernel.pid_max=99");
	expect("swap", SEVERITY_FINE, "1.00 MB in use");
}

Test(doctor, reasons_are_of_findings_and_checks, .fini = tear_down)
{
	static char reasons[DIAGNOSIS_REASON_LIMIT][DIAGNOSIS_REASON_SIZE];
	struct check *checks = diagnosis.self_test.checks;

	find(made_laptop);
	cr_expect_eq(diagnosis_reasons(&diagnosis, reasons), 0, "notes are no reasons");
	for (int kind = 0; kind < CHECK_COUNT; kind++)
		check_skip(&checks[kind], kind, "not tried");
	check_judge(&checks[CHECK_SECOND_THREAD], CHECK_SECOND_THREAD, 1.02);
	check_fail(&checks[CHECK_PINNING], CHECK_PINNING, "binding was refused");
	cr_expect_eq(diagnosis_reasons(&diagnosis, reasons), 0, "there was no self-test");
	diagnosis.tested = true;
	diagnosis.surroundings.build_flags = "-g";
	find_again();
	cr_assert_eq(diagnosis_reasons(&diagnosis, reasons), 3);
	cr_expect_str_eq(reasons[0], "build of breakeven: without optimisation");
	cr_expect_str_eq(reasons[1], "pinning: binding was refused");
	cr_expect_str_eq(reasons[2],
		"two threads against one: 1.02 times, where at least 1.30 times is wanted: a "
		"second thread does not make computing faster");
}

/* A file with bytes that are no text must not cost the whole. */
Test(doctor, json_of_nonsense, .fini = tear_down)
{
	json_t *json;

	find(made_laptop);
	free(diagnosis.machine.governor);
	diagnosis.machine.governor = strdup("\xff\xfe");
	find_again();
	json = diagnosis_to_json(&diagnosis);
	cr_assert_not_null(json);
	cr_expect(json_is_true(json_object_get(json, "trusted")));
	cr_expect_eq(json_array_size(json_object_get(json, "findings")), diagnosis.finding_count);
	cr_expect(json_is_null(json_object_get(json, "self_test")));
	json_decref(json);
}
