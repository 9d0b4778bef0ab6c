/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Made machines: what their /proc and /sys hold, for made_root(). */
#ifndef BREAKEVEN_TESTS_MADE_MADE_MACHINES_H
#define BREAKEVEN_TESTS_MADE_MADE_MACHINES_H

#include "tests/made/made_root.h"

#define CPU "/sys/devices/system/cpu"
#define CLOCK "/sys/devices/system/clocksource/clocksource0"
#define END \
	{ \
		NULL, NULL \
	}

static const struct made_file made_laptop[] = {
	{"/proc/cpuinfo",
		"processor\t: 0\nvendor_id\t: GenuineIntel\ncpu family\t: 6\nmodel\t\t: 142\n"
		"model name\t: Intel(R) Core(TM) i7-8650U CPU @ 1.90GHz\nstepping\t: 10\n"
		"microcode\t: 0xf4\nflags\t\t: fpu vme hypervisor_like\n\nprocessor\t: 1\n"
		"vendor_id\t: Other\n"},
	{"/proc/meminfo",
		"MemTotal:       16281344 kB\nMemFree: 1 kB\nMemAvailable:    8000 kB\n"
		"SwapTotal:             0 kB\n"},
	{CPU "/online", "0-1\n"},
	{CPU "/isolated", "\n"},
	{CPU "/cpu0/cpufreq/scaling_governor", "powersave\n"},
	{CPU "/cpu1/cpufreq/scaling_governor", "powersave\n"},
	{CPU "/cpu0/cpufreq/scaling_driver", "intel_pstate\n"},
	{CPU "/cpu0/cpufreq/energy_performance_preference", "balance_power\n"},
	{CPU "/cpu0/cpufreq/cpuinfo_min_freq", "400000\n"},
	{CPU "/cpu0/cpufreq/cpuinfo_max_freq", "4200000\n"},
	{CPU "/cpu1/cpufreq/cpuinfo_max_freq", "4100000\n"},
	{CPU "/intel_pstate/no_turbo", "0\n"},
	{CPU "/smt/active", "1\n"},
	{CPU "/vulnerabilities/meltdown", "Mitigation: PTI\n"},
	{CPU "/vulnerabilities/l1tf", "Not affected\n"},
	{CLOCK "/current_clocksource", "tsc\n"},
	{CLOCK "/available_clocksource", "tsc hpet acpi_pm \n"},
	{"/proc/sys/kernel/randomize_va_space", "2\n"},
	{"/proc/self/personality", "00040000\n"},
	{"/proc/sys/kernel/threads-max", "126000\n"},
	{"/proc/sys/kernel/pid_max", "4194304\n"},
	{"/proc/self/limits",
		"Limit                     Soft Limit           Hard Limit           Units     \n"
		"Max processes             63000                63000                processes \n"
		"Max open files            1024                 unlimited            files     \n"},
	{"/proc/1/comm", "systemd\n"},
	{"/proc/1/cgroup", "0::/init.scope\n"},
	{"/proc/self/cgroup", "0::/user.slice/user-1000.slice\n"},
	{"/sys/fs/cgroup/cgroup.controllers", "cpu io memory pids\n"},
	{"/sys/fs/cgroup/cgroup.procs", ""},
	{"/sys/fs/cgroup/user.slice/cgroup.procs", ""},
	{"/sys/fs/cgroup/user.slice/cpu.max", "max 100000\n"},
	{"/sys/fs/cgroup/user.slice/user-1000.slice/cgroup.procs", "1\n"},
	{"/sys/fs/cgroup/user.slice/user-1000.slice/cpu.max", "max 100000\n"},
	{"/sys/fs/cgroup/user.slice/user-1000.slice/pids.max", "max\n"},
	{"/sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never\n"},
	END,
};

static const struct made_file made_server[] = {
	{"/proc/cpuinfo",
		"vendor_id\t: AuthenticAMD\ncpu family\t: 25\nmodel\t\t: 17\n"
		"model name\t: AMD EPYC 9354\nstepping\t: 1\nmicrocode\t: 0xa101148\n"
		"flags\t\t: fpu svm hypervisor\n"},
	{CPU "/online", "0,2\n"},
	{CPU "/isolated", "2\n"},
	{CPU "/nohz_full", "2\n"},
	{CPU "/cpu0/cpufreq/scaling_governor", "schedutil\n"},
	{CPU "/cpu2/cpufreq/scaling_governor", "performance\n"},
	{CPU "/cpufreq/boost", "1\n"},
	{CPU "/smt/active", "0\n"},
	{CLOCK "/available_clocksource", "tsc kvm-clock\n"},
	{"/proc/sys/kernel/randomize_va_space", "0\n"},
	{"/proc/self/personality", "00000000\n"},
	{"/proc/self/limits", "Max processes             unlimited            unlimited\n"},
	END,
};

/* In a group of a container that sees only its own folder, with a lower quota above it. */
static const struct made_file made_version_2[] = {
	{"/.dockerenv", ""},
	{"/proc/1/comm", "sh\n"},
	{"/proc/self/cgroup", "0::/top/outer/inner\n"},
	{"/sys/fs/cgroup/cgroup.controllers", "cpu\n"},
	{"/sys/fs/cgroup/cgroup.procs", ""},
	{"/sys/fs/cgroup/top/cgroup.procs", ""},
	{"/sys/fs/cgroup/top/cpu.max", "300000 100000\n"},
	{"/sys/fs/cgroup/top/outer/cgroup.procs", ""},
	{"/sys/fs/cgroup/top/outer/cpu.max", "150000 100000\n"},
	{"/sys/fs/cgroup/top/outer/inner/cgroup.procs", ""},
	{"/sys/fs/cgroup/top/outer/inner/cpu.max", "400000 100000\n"},
	{"/sys/fs/cgroup/top/outer/inner/pids.max", "512\n"},
	END,
};

/* Version 1, where the path is the one outside. */
static const struct made_file made_version_1[] = {
	{"/proc/1/cgroup", "4:cpu,cpuacct:/kubepods/pod1\n"},
	{"/proc/self/cgroup",
		"5:cpuset:/kubepods/pod1\n4:cpu,cpuacct:/kubepods/pod1\n0::/system.slice\n"},
	{"/sys/fs/cgroup/cpu,cpuacct/cgroup.procs", ""},
	{"/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "25000\n"},
	{"/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "50000\n"},
	END,
};

#endif
