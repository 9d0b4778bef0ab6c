/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The machine from uname, /proc and the topology; see machine.h. */
#include "config.h"

#include "bench/machine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

/* What follows "name<blanks>:<blanks>" in the first such line of a file, without its end; NULL
 * where there is none. The caller frees it. */
static char *field(const char *path, const char *name)
{
	FILE *file = fopen(path, "re");
	char *line = NULL, *found = NULL;
	size_t size = 0;

	while (file != NULL && found == NULL && getline(&line, &size, file) > 0) {
		const char *value = line + strlen(name);

		if (strncmp(line, name, strlen(name)) != 0)
			continue;
		value += strspn(value, " \t");
		if (*value != ':')
			continue;
		value += 1 + strspn(value + 1, " \t");
		found = strndup(value, strcspn(value, "\n"));
	}
	free(line);
	if (file != NULL)
		fclose(file);
	return found;
}

static json_t *text_or_null(const char *text)
{
	json_t *json = text != NULL ? json_string(text) : NULL;

	return json != NULL ? json : json_null();
}

static json_t *cpu_model(void)
{
	char *model = field("/proc/cpuinfo", "model name");
	json_t *json = text_or_null(model);

	free(model);
	return json;
}

static json_t *memory_bytes(void)
{
	char *total = field("/proc/meminfo", "MemTotal");
	unsigned long long kibibytes = 0;
	int found = total != NULL ? sscanf(total, "%llu kB", &kibibytes) : 0;

	free(total);
	return found == 1 ? json_integer((json_int_t)kibibytes * 1024) : json_null();
}

json_t *machine_to_json(const struct topology *topology)
{
	struct utsname name;
	char kernel[sizeof(name.sysname) + sizeof(name.release) + 1] = "";

	memset(&name, 0, sizeof(name));
	if (uname(&name) == 0)
		snprintf(kernel, sizeof(kernel), "%s %s", name.sysname, name.release);
	return json_pack("{s:o, s:o, s:o, s:I, s:I, s:I, s:I, s:o, s:o}", "hostname",
		text_or_null(name.nodename[0] != '\0' ? name.nodename : NULL), "architecture",
		text_or_null(name.machine[0] != '\0' ? name.machine : NULL), "cpu_model",
		cpu_model(), "cores", (json_int_t)topology_cores(topology), "cpus",
		(json_int_t)topology_cpus(topology), "packages",
		(json_int_t)topology_packages(topology), "numa_nodes",
		(json_int_t)topology_numa_nodes(topology), "memory_bytes", memory_bytes(), "kernel",
		text_or_null(kernel[0] != '\0' ? kernel : NULL));
}
