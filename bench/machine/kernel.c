/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Settings and resources of the kernel: memory, mitigations, clock, limits; see machine.h. */
#include "config.h"

#include "bench/machine/parts.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CPUS "/sys/devices/system/cpu"
#define CLOCK "/sys/devices/system/clocksource/clocksource0"
#define BYTES_PER_KIBIBYTE 1024

/* A line of /proc/meminfo, whose unit is always KiB. */
static struct figure memory(const char *root, const char *name)
{
	char *field = root_field(root, "/proc/meminfo", name);
	char *unit = field != NULL ? strstr(field, " kB") : NULL;
	struct figure figure = {0};

	if (unit != NULL && unit[3] == '\0') {
		*unit = '\0';
		figure = figure_scaled(figure_parse(field), BYTES_PER_KIBIBYTE);
	}
	free(field);
	return figure;
}

/* The word in brackets of "always [madvise] never". */
static char *chosen(const char *root, const char *path)
{
	char *line = root_line(root, path);
	char *from = line != NULL ? strchr(line, '[') : NULL;
	char *to = from != NULL ? strchr(from, ']') : NULL;
	char *word =
		to != NULL && to > from + 1 ? strndup(from + 1, (size_t)(to - from - 1)) : NULL;

	free(line);
	return word;
}

/* The system's setting; a shell may have turned it off (setarch -R), case processes turn it on. */
static struct figure randomisation(const char *root)
{
	struct figure system = root_figure(root, "/proc/sys/kernel/randomize_va_space");

	if (!system.known || system.unlimited || system.value > 2)
		system = (struct figure){0};
	return system;
}

/* The soft limit of that name in /proc/self/limits: NAME, blanks, soft, hard, unit. */
static struct figure limit(const char *root, const char *name)
{
	char path[PATH_MAX], *line = NULL;
	FILE *file = fopen(root_path(path, sizeof(path), root, "/proc/self/limits"), "re");
	struct figure figure = {0};
	size_t size = 0, length = strlen(name);

	while (file != NULL && getline(&line, &size, file) > 0) {
		char *value = line + length;

		if (strncmp(line, name, length) != 0 || *value != ' ')
			continue;
		value += strspn(value, " ");
		value[strcspn(value, " \n")] = '\0';
		figure = figure_parse(value);
		break;
	}
	free(line);
	if (file != NULL)
		fclose(file);
	return figure;
}

static json_t *mitigations(const char *root)
{
	char path[PATH_MAX];
	DIR *folder = opendir(root_path(path, sizeof(path), root, CPUS "/vulnerabilities"));
	json_t *json = folder != NULL ? json_object() : NULL;
	const struct dirent *entry;

	while (json != NULL && (entry = readdir(folder)) != NULL) {
		char *line;

		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), CPUS "/vulnerabilities/%s", entry->d_name);
		line = root_line(root, path);
		if (line != NULL)
			json_object_set_new(json, entry->d_name, json_string(line));
		free(line);
	}
	if (folder != NULL)
		closedir(folder);
	return json;
}

void machine_read_kernel(struct machine *machine, const char *root)
{
	machine->memory_bytes = memory(root, "MemTotal");
	machine->memory_available_bytes = memory(root, "MemAvailable");
	machine->swap_bytes = memory(root, "SwapTotal");
	machine->huge_pages = chosen(root, "/sys/kernel/mm/transparent_hugepage/enabled");
	machine->address_randomisation = randomisation(root);
	machine->isolated_cpus = root_line(root, CPUS "/isolated");
	machine->tickless_cpus = root_line(root, CPUS "/nohz_full");
	machine->mitigations = mitigations(root);
	machine->clock_source = root_line(root, CLOCK "/current_clocksource");
	machine->clock_sources = root_line(root, CLOCK "/available_clocksource");
	machine->process_limit = limit(root, "Max processes");
	machine->file_limit = limit(root, "Max open files");
	machine->thread_limit = root_figure(root, "/proc/sys/kernel/threads-max");
	machine->pid_limit = root_figure(root, "/proc/sys/kernel/pid_max");
}
