/* SPDX-License-Identifier: GPL-3.0-or-later */
/* This machine on one screen: a table of lines, each made of what is known for it. */
#include "config.h"

#include "bench/doctor/report.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "bench/program/build_info.h"
#include "support/text.h"

#define COLUMN 16 /* where the texts begin */

/* A line under construction: parts with commas between them. */
struct line {
	FILE *stream;
	bool begun;
};

static void add(struct line *line, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void add(struct line *line, const char *format, ...)
{
	va_list arguments;

	if (line->begun)
		fputs(", ", line->stream);
	line->begun = true;
	va_start(arguments, format);
	vfprintf(line->stream, format, arguments);
	va_end(arguments);
}

/* "NAME TEXT", if the text is known. */
static void add_text(struct line *line, const char *name, const char *text)
{
	if (text != NULL && text[0] != '\0')
		add(line, "%s%s%s", name, name[0] != '\0' ? " " : "", text);
}

static void add_figure(struct line *line, const char *name, struct figure figure)
{
	if (figure.known)
		add(line, "%s %.0f", name, figure.value);
}

static void add_limit(struct line *line, struct figure limit, const char *what)
{
	if (limit.known && limit.unlimited)
		add(line, "any number of %s", what);
	else if (limit.known)
		add(line, "%.0f %s", limit.value, what);
}

static void add_answer(struct line *line, const char *name, enum answer answer)
{
	if (answer != ANSWER_UNKNOWN)
		add(line, "%s %s", name, answer == ANSWER_YES ? "on" : "off");
}

static void add_bytes(struct line *line, struct figure figure, const char *what)
{
	char bytes[TEXT_NUMBER_SIZE];

	if (figure.known)
		add(line, "%s%s", text_bytes_rounded(bytes, sizeof(bytes), figure.value), what);
}

static void processor(struct line *line, const struct machine *machine,
	const struct surroundings *surroundings)
{
	(void)surroundings;
	add_text(line, "", machine->cpu_model != NULL ? machine->cpu_model : machine->cpu_vendor);
	add_figure(line, "family", machine->cpu_family);
	add_figure(line, "model", machine->cpu_model_number);
	add_figure(line, "stepping", machine->cpu_stepping);
	add_text(line, "microcode", machine->cpu_microcode);
}

static void cores(struct line *line, const struct machine *machine,
	const struct surroundings *surroundings)
{
	char cpus[256];

	if (surroundings->cpu_count == 0)
		return;
	add(line, "%.0f (CPU %s)", machine->cores.value,
		text_format_cpus(cpus, sizeof(cpus), surroundings->cpus, surroundings->cpu_count));
	add(line, "%.3g thread%s each", machine->cpus.value / machine->cores.value,
		machine->cpus.value > machine->cores.value ? "s" : "");
	add(line, "%.0f package%s", machine->packages.value, text_plural(machine->packages.value));
	add(line, "%.0f NUMA node%s", machine->numa_nodes.value,
		text_plural(machine->numa_nodes.value));
}

static void caches(struct line *line, const struct machine *machine,
	const struct surroundings *surroundings)
{
	(void)surroundings;
	for (unsigned i = 0; i < machine->cache_count; i++) {
		const struct topology_cache *cache = &machine->caches[i];
		char bytes[TEXT_NUMBER_SIZE];

		add(line, "%u × L%u%s %s", cache->count, cache->level,
			cache->kind == 'd'           ? " data"
				: cache->kind == 'i' ? " instructions"
						     : "",
			text_format_bytes(bytes, sizeof(bytes), (double)cache->bytes));
	}
}

static void frequency(struct line *line, const struct machine *machine,
	const struct surroundings *surroundings)
{
	(void)surroundings;
	if (machine->lowest_frequency_hz.known && machine->highest_frequency_hz.known)
		add(line, "%.3g to %.3g GHz", machine->lowest_frequency_hz.value / 1e9,
			machine->highest_frequency_hz.value / 1e9);
	add_text(line, "governor", machine->governor);
	add_text(line, "driver", machine->frequency_driver);
	add_text(line, "preference", machine->energy_preference);
	add_answer(line, "boost", machine->boost);
}

static void memory(struct line *line, const struct machine *machine,
	const struct surroundings *surroundings)
{
	(void)surroundings;
	add_bytes(line, machine->memory_bytes, "");
	add_bytes(line, machine->memory_available_bytes, " available");
	if (machine->cgroup.memory_bytes.file != NULL)
		add_bytes(line, machine->cgroup.memory_bytes.figure, " for this control group");
	if (machine->swap_bytes.known && machine->swap_bytes.value == 0)
		add(line, "no swap");
	else
		add_bytes(line, machine->swap_bytes, " of swap");
	add_text(line, "huge pages", machine->huge_pages);
}

static void kernel(struct line *line, const struct machine *machine,
	const struct surroundings *surroundings)
{
	(void)surroundings;
	add_text(line, "", machine->kernel);
	add_text(line, "", machine->architecture);
	add_text(line, "", machine->libc);
	add_text(line, "isolated CPUs", machine->isolated_cpus);
	add_text(line, "tickless CPUs", machine->tickless_cpus);
}

static void isolation(struct line *line, const struct machine *machine,
	const struct surroundings *surroundings)
{
	const struct figure quota = machine->cgroup.quota_cores.figure;

	(void)surroundings;
	if (machine->virtual_machine == ANSWER_NO)
		add(line, "no virtual machine");
	else if (machine->virtual_machine == ANSWER_YES)
		add(line, "a virtual machine%s%s", machine->hypervisor != NULL ? " under " : "",
			machine->hypervisor != NULL ? machine->hypervisor : "");
	if (machine->container != NULL && strcmp(machine->container, "none") == 0)
		add(line, "no container");
	else
		add_text(line, "in a container of", machine->container);
	if (machine->cgroup.version > 0)
		add(line, "control groups version %u", machine->cgroup.version);
	if (quota.known && quota.unlimited)
		add(line, "no quota");
	else if (quota.known)
		add(line, "a quota of %.3g cores", quota.value);
}

static void clock_line(struct line *line, const struct machine *machine,
	const struct surroundings *surroundings)
{
	(void)surroundings;
	add_text(line, "", machine->clock_source);
	if (machine->clock_sources != NULL)
		add(line, "available %s", machine->clock_sources);
}

static void limits(struct line *line, const struct machine *machine,
	const struct surroundings *surroundings)
{
	add_limit(line, machine->process_limit, "processes of this user");
	add_limit(line, machine->cgroup.processes.figure, "processes of this control group");
	add_limit(line, machine->thread_limit, "threads of all");
	add_limit(line, surroundings->file_limit, "open files");
}

static void mitigations(struct line *line, const struct machine *machine,
	const struct surroundings *surroundings)
{
	const char *name;
	json_t *value;

	(void)surroundings;
	if (machine->mitigations == NULL)
		return;
	json_object_foreach(machine->mitigations, name, value)
		if (json_is_string(value) &&
			strncmp(json_string_value(value), "Not affected", strlen("Not affected")) !=
				0)
			add(line, "%s (%.*s)", name, (int)strcspn(json_string_value(value), ":;"),
				json_string_value(value));
	if (!line->begun && json_object_size(machine->mitigations) > 0)
		add(line, "none: not affected");
}

static void program(struct line *line, const struct machine *machine,
	const struct surroundings *surroundings)
{
	(void)machine;
	(void)surroundings;
	add_text(line, "", PACKAGE_VERSION);
	add_text(line, "commit", build_commit);
	add_text(line, "by", build_compiler);
}

static const struct {
	const char *label;
	void (*write)(struct line *line, const struct machine *machine,
		const struct surroundings *surroundings);
} lines[] = {
	{"processor", processor},
	{"cores", cores},
	{"caches", caches},
	{"frequency", frequency},
	{"memory", memory},
	{"system", kernel},
	{"isolation", isolation},
	{"clock", clock_line},
	{"limits", limits},
	{"mitigations", mitigations},
	{"breakeven", program},
};

void report_machine(const struct report *report, const struct machine *machine,
	const struct surroundings *surroundings)
{
	report_heading(report, "This machine");
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		char *text = NULL;
		size_t size;
		struct line line = {.stream = open_memstream(&text, &size)};

		if (line.stream == NULL)
			return;
		lines[i].write(&line, machine, surroundings);
		if (fclose(line.stream) == 0)
			report_beside(report, COLUMN, lines[i].label, SEVERITY_UNKNOWN,
				line.begun ? text : "not known");
		free(text);
	}
	fputc('\n', report->stream);
}
