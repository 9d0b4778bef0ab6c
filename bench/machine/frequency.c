/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cpufreq; see frequency.h. */
#include "config.h"

#include "bench/machine/frequency.h"

#include <stdio.h>

#define HERTZ_PER_KILOHERTZ 1000

char *frequency_path(char *path, size_t size, unsigned cpu, const char *name)
{
	snprintf(path, size, "/sys/devices/system/cpu/cpu%u/cpufreq/%s", cpu, name);
	return path;
}

struct figure frequency_read(const char *root, unsigned cpu, const char *name)
{
	char path[128];
	struct figure kilohertz = root_figure(root, frequency_path(path, sizeof(path), cpu, name));

	if (kilohertz.unlimited || kilohertz.value <= 0)
		return (struct figure){0};
	return figure_scaled(kilohertz, HERTZ_PER_KILOHERTZ);
}
