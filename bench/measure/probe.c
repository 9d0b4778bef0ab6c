/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Snapshots before and after a batch, and their difference; see probe.h. */
#include "config.h"

#include "bench/measure/probe.h"

#include "support/cgroup.h"
#include "bench/machine/frequency.h"
#include "bench/measure/probe_parse.h"
#include "support/clock.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TEXT_SIZE 8192
#define CPU_LINE_SIZE 224      /* of /proc/stat, at most */
#define STAT_SIZE_LIMIT 524288 /* the rest is not read */

/* Counters at one moment; those that cannot be read are unknown. */
struct snapshot {
	uint64_t at_ns;
	struct figure busy_ticks, steal_ticks;
	struct figure throttled_periods, throttled_ns;
	struct figure pressure_us;
	struct figure migrations, run_queue_delay_ns;
};

struct probe {
	char *root;
	unsigned *cpus;
	unsigned cpu_count;
	int stat, pressure; /* descriptors, -1: there is no such file */
	int throttles[CGROUP_RATIONED];
	unsigned throttle_count, cgroup_version;
	pid_t tasks[PROBE_TASK_LIMIT];
	unsigned task_count; /* 0: not known */
	struct snapshot before;
	size_t text_size;
	char *text;
};

static int open_below(const char *root, const char *path)
{
	char buffer[PATH_MAX];

	return open(root_path(buffer, sizeof(buffer), root, path), O_RDONLY | O_CLOEXEC);
}

static void open_throttles(struct probe *probe)
{
	struct cgroup cgroup;

	cgroup_read(&cgroup, probe->root);
	probe->cgroup_version = cgroup.version;
	for (unsigned i = 0; i < cgroup.rationed_count; i++) {
		char *path;
		int file;

		if (asprintf(&path, "%s/cpu.stat", cgroup.rationed[i]) < 0)
			continue;
		file = open_below(probe->root, path);
		if (file >= 0)
			probe->throttles[probe->throttle_count++] = file;
		free(path);
	}
	cgroup_clear(&cgroup);
}

struct probe *probe_open(const char *root, const unsigned *cpus, unsigned count)
{
	struct probe *probe = calloc(1, sizeof(*probe));
	unsigned highest = 0;

	if (probe == NULL)
		return NULL;
	for (unsigned i = 0; i < count; i++)
		highest = cpus[i] > highest ? cpus[i] : highest;
	probe->stat = probe->pressure = -1;
	probe->text_size = TEXT_SIZE + (size_t)CPU_LINE_SIZE * (highest + 2);
	if (probe->text_size > STAT_SIZE_LIMIT)
		probe->text_size = STAT_SIZE_LIMIT;
	probe->text = malloc(probe->text_size);
	probe->root = strdup(root);
	probe->cpus = calloc(count, sizeof(*cpus));
	if (probe->text == NULL || probe->root == NULL || probe->cpus == NULL) {
		probe_close(probe);
		return NULL;
	}
	memcpy(probe->cpus, cpus, count * sizeof(*cpus));
	probe->cpu_count = count;
	probe->stat = open_below(root, "/proc/stat");
	probe->pressure = open_below(root, "/proc/pressure/cpu");
	open_throttles(probe);
	return probe;
}

void probe_close(struct probe *probe)
{
	if (probe == NULL)
		return;
	if (probe->stat >= 0)
		close(probe->stat);
	for (unsigned i = 0; i < probe->throttle_count; i++)
		close(probe->throttles[i]);
	if (probe->pressure >= 0)
		close(probe->pressure);
	free(probe->text);
	free(probe->root);
	free(probe->cpus);
	free(probe);
}

/* The start of the file as text; NULL if there is none. */
static const char *read_text(struct probe *probe, int descriptor)
{
	ssize_t length =
		descriptor >= 0 ? pread(descriptor, probe->text, probe->text_size - 1, 0) : -1;

	if (length < 0)
		return NULL;
	probe->text[length] = '\0';
	return probe->text;
}

/* Adds the threads of a process. Whether all of them fit. */
static bool note_threads(struct probe *probe, const char *process)
{
	char path[PATH_MAX], below[64];
	const struct dirent *entry;
	bool complete = true;
	DIR *folder;

	snprintf(below, sizeof(below), "/proc/%s/task", process);
	folder = opendir(root_path(path, sizeof(path), probe->root, below));
	while (folder != NULL && complete && (entry = readdir(folder)) != NULL) {
		long number = strtol(entry->d_name, NULL, 10);

		if (number <= 0)
			continue;
		complete = probe->task_count < PROBE_TASK_LIMIT;
		if (complete)
			probe->tasks[probe->task_count++] = (pid_t)number;
	}
	if (folder != NULL)
		closedir(folder);
	return folder != NULL && complete;
}

/* Adds the threads of the children of this process's thread. Whether all of them fit. */
static bool note_children(struct probe *probe, pid_t thread)
{
	char path[64], process[24], *end;
	bool complete = true;
	const char *list;
	char *copy;
	int file;

	snprintf(path, sizeof(path), "/proc/self/task/%d/children", (int)thread);
	file = open_below(probe->root, path);
	list = read_text(probe, file);
	copy = list != NULL ? strdup(list) : NULL;
	if (file >= 0)
		close(file);
	for (char *at = copy; at != NULL && complete; at = end) {
		long number = strtol(at, &end, 10);

		if (end == at || number <= 0)
			break;
		snprintf(process, sizeof(process), "%ld", number);
		complete = note_threads(probe, process);
	}
	free(copy);
	return copy != NULL && complete;
}

void probe_note_tasks(struct probe *probe)
{
	bool complete;
	unsigned own;

	probe->task_count = 0;
	complete = note_threads(probe, "self");
	own = probe->task_count;
	for (unsigned i = 0; i < own && complete; i++)
		complete = note_children(probe, probe->tasks[i]);
	if (!complete)
		probe->task_count = 0;
}

static struct figure parse_migrations(const char *text)
{
	return probe_parse_counter(text, "se.nr_migrations");
}

/* The sum of /proc/TASK/`name` over the noted tasks; unknown if one of them is gone. */
static struct figure read_tasks(struct probe *probe, const char *name,
	struct figure (*parse)(const char *text))
{
	struct figure sum = {.known = probe->task_count > 0};

	for (unsigned i = 0; i < probe->task_count && sum.known; i++) {
		struct figure one;
		char path[64];
		int file;

		snprintf(path, sizeof(path), "/proc/%d/%s", (int)probe->tasks[i], name);
		file = open_below(probe->root, path);
		one = parse(read_text(probe, file));
		if (file >= 0)
			close(file);
		sum.known = one.known;
		sum.value += one.value;
	}
	return sum;
}

static void read_cpus(struct probe *probe, struct snapshot *snapshot)
{
	const char *text = read_text(probe, probe->stat);
	uint64_t busy, steal;

	if (text == NULL ||
		probe_parse_cpus(text, probe->cpus, probe->cpu_count, &busy, &steal) < 0)
		return;
	snapshot->busy_ticks = (struct figure){.known = true, .value = (double)busy};
	snapshot->steal_ticks = (struct figure){.known = true, .value = (double)steal};
}

/* The sum over all groups that can be stopped; unknown if one of them cannot be read. */
static void read_throttling(struct probe *probe, struct snapshot *snapshot)
{
	const bool known = probe->throttle_count > 0;

	snapshot->throttled_periods = snapshot->throttled_ns = (struct figure){.known = known};
	for (unsigned i = 0; i < probe->throttle_count; i++) {
		const char *text = read_text(probe, probe->throttles[i]);

		figure_add(&snapshot->throttled_periods, probe_parse_counter(text, "nr_throttled"));
		figure_add(&snapshot->throttled_ns,
			probe->cgroup_version == 1
				? probe_parse_counter(text, "throttled_time")
				: figure_scaled(probe_parse_counter(text, "throttled_usec"), 1000));
	}
}

static void take_snapshot(struct probe *probe, struct snapshot *snapshot)
{
	*snapshot = (struct snapshot){
		.migrations = read_tasks(probe, "sched", parse_migrations),
		.run_queue_delay_ns = read_tasks(probe, "schedstat", probe_parse_run_queue_delay),
	};
	read_throttling(probe, snapshot);
	snapshot->pressure_us = probe_parse_pressure(read_text(probe, probe->pressure));
	read_cpus(probe, snapshot);
	snapshot->at_ns = clock_now_ns();
}

void probe_begin(struct probe *probe)
{
	take_snapshot(probe, &probe->before);
}

/* Sets the growth of a counter; one that decreased belongs to something else. */
static void set_growth(struct evidence *evidence, enum evidence_figure figure, struct figure before,
	struct figure after, double unit)
{
	if (before.known && after.known && after.value >= before.value)
		evidence_set(evidence, figure, (after.value - before.value) * unit);
}

static void set_frequency(const struct probe *probe, struct evidence *evidence)
{
	double sum = 0;

	if (probe->cpu_count > PROBE_FREQUENCY_LIMIT)
		return;
	for (unsigned i = 0; i < probe->cpu_count; i++) {
		const struct figure frequency_hz =
			frequency_read(probe->root, probe->cpus[i], "scaling_cur_freq");

		if (!frequency_hz.known)
			return;
		sum += frequency_hz.value;
	}
	evidence_set(evidence, EVIDENCE_FREQUENCY_HZ, sum / probe->cpu_count);
}

/* Sets the load on our CPUs from outside the case. The kernel counts it in ticks, so it is unknown
 * for a window that is too short. */
static void set_other_load(const struct probe *probe, const struct snapshot *after,
	const struct probe_batch *batch, uint64_t window_ns, double tick_ns,
	struct evidence *evidence)
{
	double busy_ns = (after->busy_ticks.value - probe->before.busy_ticks.value) * tick_ns;
	double own_ns = (double)(batch->usage.user_ns + batch->usage.system_ns);
	double load = (busy_ns - own_ns) / ((double)window_ns * probe->cpu_count);

	if (!probe->before.busy_ticks.known || !after->busy_ticks.known || busy_ns < 0 ||
		(double)window_ns < PROBE_TICKS * tick_ns)
		return;
	evidence_set(evidence, EVIDENCE_OTHER_LOAD, load < 0 ? 0 : load > 1 ? 1 : load);
	evidence_set(evidence, EVIDENCE_OTHER_LOAD_RESOLUTION, tick_ns / (double)window_ns);
}

void probe_end(struct probe *probe, const struct probe_batch *batch, struct evidence *evidence)
{
	const double tick_ns = (double)NANOSECONDS_PER_SECOND / (double)sysconf(_SC_CLK_TCK);
	const struct snapshot *before = &probe->before;
	struct snapshot after;

	take_snapshot(probe, &after);
	*evidence = (struct evidence){0};
	set_growth(evidence, EVIDENCE_STEAL_NS, before->steal_ticks, after.steal_ticks, tick_ns);
	set_growth(evidence, EVIDENCE_THROTTLED_PERIODS, before->throttled_periods,
		after.throttled_periods, 1);
	set_growth(evidence, EVIDENCE_THROTTLED_NS, before->throttled_ns, after.throttled_ns, 1);
	set_growth(evidence, EVIDENCE_PRESSURE_NS, before->pressure_us, after.pressure_us, 1000);
	if (!batch->made_workers) {
		set_growth(evidence, EVIDENCE_MIGRATIONS, before->migrations, after.migrations, 1);
		set_growth(evidence, EVIDENCE_RUN_QUEUE_DELAY_NS, before->run_queue_delay_ns,
			after.run_queue_delay_ns, 1);
	}
	evidence_set(evidence, EVIDENCE_MINOR_FAULTS, (double)batch->usage.minor_faults);
	evidence_set(evidence, EVIDENCE_MAJOR_FAULTS, (double)batch->usage.major_faults);
	set_frequency(probe, evidence);
	set_other_load(probe, &after, batch,
		batch->window_ns > 0 ? batch->window_ns : after.at_ns - before->at_ns, tick_ns,
		evidence);
}
