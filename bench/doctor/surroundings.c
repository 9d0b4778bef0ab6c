/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The surroundings from /proc and the program's own build; see surroundings.h. */
#include "config.h"

#include "bench/doctor/surroundings.h"

#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "bench/program/build_info.h"
#include "bench/measure/probe_parse.h"
#include "support/clock.h"
#include "support/text.h"

/* Long enough that a clock tick of 10 ms is one percent of the time of two CPUs. */
#define WINDOW_NS (500 * NANOSECONDS_PER_MILLISECOND)
#define BYTES_PER_KIBIBYTE 1024

/* Clock ticks, summed over our CPUs. */
struct ticks {
	bool known;
	uint64_t busy, steal, at_ns;
};

static struct figure figure_of(double value)
{
	return (struct figure){.known = true, .value = value};
}

static struct figure load_average(const char *root)
{
	char *line = root_line(root, "/proc/loadavg");
	struct figure figure = {0};
	double value;

	if (line != NULL) {
		text_split(line, ' ');
		if (text_parse_number(line, &value) == 0 && value >= 0)
			figure = figure_of(value);
	}
	free(line);
	return figure;
}

static struct figure kibibytes(const char *root, const char *name)
{
	char *field = root_field(root, "/proc/meminfo", name);
	struct figure figure = {0};

	if (field != NULL && text_split(field, ' ') != NULL)
		figure = figure_scaled(figure_parse(field), BYTES_PER_KIBIBYTE);
	free(field);
	return figure;
}

static struct figure swap_used(const char *root)
{
	struct figure total = kibibytes(root, "SwapTotal"), left = kibibytes(root, "SwapFree");

	return total.known && left.known && total.value >= left.value
		? figure_of(total.value - left.value)
		: (struct figure){0};
}

static struct figure file_limit(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return (struct figure){0};
	if (limit.rlim_max == RLIM_INFINITY)
		return (struct figure){.known = true, .unlimited = true};
	return figure_of((double)limit.rlim_max);
}

static struct ticks read_ticks(const struct surroundings *surroundings, const char *root)
{
	char path[PATH_MAX], *text = NULL;
	FILE *file = fopen(root_path(path, sizeof(path), root, "/proc/stat"), "re");
	struct ticks ticks = {.at_ns = clock_now_ns()};
	size_t size = 0;

	if (file == NULL)
		return ticks;
	ticks.known = getdelim(&text, &size, '\0', file) > 0;
	fclose(file);
	ticks.known = ticks.known &&
		probe_parse_cpus(text, surroundings->cpus, surroundings->cpu_count, &ticks.busy,
			&ticks.steal) == 0;
	free(text);
	return ticks;
}

static struct figure share(uint64_t after, uint64_t before, double whole)
{
	if (after < before || whole <= 0)
		return (struct figure){0};
	return figure_of((double)(after - before) < whole ? (double)(after - before) / whole : 1);
}

/* Watches for a while what others take of our CPUs. */
static enum outcome watch(struct surroundings *surroundings, const char *root,
	struct interrupt *interrupt)
{
	const struct ticks before = read_ticks(surroundings, root);
	const struct timespec window = clock_timespec(WINDOW_NS);
	struct pollfd descriptor = {interrupt->descriptor, POLLIN, 0};
	struct ticks after;
	double whole;

	if (!before.known)
		return OUTCOME_DONE;
	if (ppoll(&descriptor, 1, &window, NULL) > 0 && interrupt_came(interrupt))
		return OUTCOME_INTERRUPTED;
	after = read_ticks(surroundings, root);
	if (!after.known)
		return OUTCOME_DONE;
	whole = (double)(after.at_ns - before.at_ns) / (double)NANOSECONDS_PER_SECOND *
		(double)sysconf(_SC_CLK_TCK) * surroundings->cpu_count;
	surroundings->other_load = share(after.busy, before.busy, whole);
	surroundings->steal = share(after.steal, before.steal, whole);
	return OUTCOME_DONE;
}

enum outcome surroundings_read(struct surroundings *surroundings, const char *root,
	const struct topology *topology, struct interrupt *interrupt)
{
	static const struct pin all = {.policy = PIN_COMPACT};
	unsigned count = topology_cpus(topology);

	*surroundings = (struct surroundings){
		.load_average = load_average(root),
		.swap_used_bytes = swap_used(root),
		.file_limit = file_limit(),
		.build_flags = build_flags,
	};
	if (count > PIN_LIST_LIMIT)
		count = PIN_LIST_LIMIT;
	if (topology_place(topology, &all, count, surroundings->cpus, NULL) == 0)
		surroundings->cpu_count = count;
	return watch(surroundings, root, interrupt);
}

void surroundings_clear(struct surroundings *surroundings)
{
	json_decref(surroundings->other_runs);
	*surroundings = (struct surroundings){0};
}
