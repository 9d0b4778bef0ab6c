/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Watching a batch's memory; see memory_watch.h. */
#include "config.h"

#include "bench/measure/memory_watch.h"

#include "support/clock.h"
#include "support/process_memory.h"
#include "support/system_call.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#define SHORTEST_PAUSE_NS NANOSECONDS_PER_MILLISECOND

struct memory_watch {
	const struct topology *topology;
	struct process_tree *tree;
	struct process_memory before, peak;
	struct process_memory own; /* of the watching thread */
	uint64_t readings;         /* complete ones, since begin */
	pthread_t thread;
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	bool watching, stop; /* guarded by mutex */
	unsigned cpus[];     /* all there are */
};

static uint64_t beyond(uint64_t value, uint64_t base)
{
	return value > base ? value - base : 0;
}

/* Takes one reading. A batch without a successful reading has no figures. 0 or -1. */
static int take_reading(struct memory_watch *watch, struct process_memory *now)
{
	if (process_tree_memory(watch->tree, getpid(), now, NULL) < 0)
		return -1;
	if (now->all_bytes > watch->peak.all_bytes)
		watch->peak.all_bytes = now->all_bytes;
	if (now->written_bytes > watch->peak.written_bytes) {
		watch->peak.written_bytes = now->written_bytes;
		watch->peak.children = now->children;
	}
	watch->readings++;
	return 0;
}

/* Waits use the monotonic clock. */
static void init_condition(pthread_cond_t *condition)
{
	pthread_condattr_t attributes;

	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(condition, &attributes);
	pthread_condattr_destroy(&attributes);
}

struct memory_watch *memory_watch_open(const struct topology *topology)
{
	const struct pin every = {.policy = PIN_COMPACT};
	const unsigned count = topology_cpus(topology);
	struct memory_watch *watch = calloc(1, sizeof(*watch) + count * sizeof(*watch->cpus));

	if (watch == NULL)
		return NULL;
	watch->topology = topology;
	watch->tree = process_tree_open(NULL);
	if (watch->tree != NULL &&
		topology_place(topology, &every, count, watch->cpus, NULL) == 0 &&
		process_tree_memory(watch->tree, getpid(), &watch->before, NULL) == 0) {
		pthread_mutex_init(&watch->mutex, NULL);
		init_condition(&watch->changed);
		return watch;
	}
	process_tree_close(watch->tree);
	free(watch);
	return NULL;
}

/* Waits for the request to stop, at most pause_ns. Whether it came. */
static bool await_stop(struct memory_watch *watch, uint64_t pause_ns)
{
	const struct timespec due = clock_timespec(clock_now_ns() + pause_ns);
	int outcome = 0;

	while (!watch->stop && outcome == 0)
		outcome = pthread_cond_timedwait(&watch->changed, &watch->mutex, &due);
	return watch->stop;
}

static void *watch_main(void *argument)
{
	struct memory_watch *watch = argument;
	uint64_t pause_ns = 0;

	/* If this is refused, it reads less often. */
	topology_bind(watch->topology, watch->cpus, topology_cpus(watch->topology), NULL);
	pthread_mutex_lock(&watch->mutex);
	do {
		struct process_memory now;
		uint64_t begin_ns = clock_now_ns();

		pthread_mutex_unlock(&watch->mutex);
		take_reading(watch, &now);
		pause_ns = clock_now_ns() - begin_ns;
		pthread_mutex_lock(&watch->mutex);
		watch->watching = true;
		pthread_cond_signal(&watch->changed);
	} while (!await_stop(watch, pause_ns > SHORTEST_PAUSE_NS ? pause_ns : SHORTEST_PAUSE_NS));
	pthread_mutex_unlock(&watch->mutex);
	return NULL;
}

int memory_watch_begin(struct memory_watch *watch)
{
	struct process_memory alone;

	/* Memory used to check the samples is freed, but not yet returned to the system. */
	system_trim_heap();
	if (process_tree_memory(watch->tree, getpid(), &alone, NULL) < 0)
		return -1;
	watch->watching = watch->stop = false;
	watch->readings = 0;
	watch->peak = (struct process_memory){0};
	if (pthread_create(&watch->thread, NULL, watch_main, watch) != 0)
		return -1;
	pthread_mutex_lock(&watch->mutex);
	while (!watch->watching)
		pthread_cond_wait(&watch->changed, &watch->mutex);
	/* No task runs yet: any growth is the watching thread's. */
	watch->own.all_bytes = beyond(watch->peak.all_bytes, alone.all_bytes);
	watch->own.written_bytes = beyond(watch->peak.written_bytes, alone.written_bytes);
	pthread_mutex_unlock(&watch->mutex);
	return 0;
}

void memory_watch_end(struct memory_watch *watch)
{
	struct process_memory now;

	pthread_mutex_lock(&watch->mutex);
	watch->stop = true;
	pthread_cond_signal(&watch->changed);
	pthread_mutex_unlock(&watch->mutex);
	pthread_join(watch->thread, NULL);
	take_reading(watch, &now);
}

struct memory memory_watch_figures(const struct memory_watch *watch,
	const struct memory_shares *shares)
{
	const struct process_memory *peak = &watch->peak;
	struct memory memory = {
		.readings = watch->readings,
		.peak_bytes =
			beyond(peak->all_bytes, shares->accounts_bytes + watch->own.all_bytes),
		.growth_bytes = beyond(peak->written_bytes,
			watch->before.written_bytes + watch->own.written_bytes +
				shares->accounts_bytes + shares->slots_bytes),
		.in_flight = shares->in_flight > 0 ? shares->in_flight : peak->children,
	};

	memory.growth_bytes += memory.in_flight * shares->slot_bytes;
	if (memory.in_flight > 1)
		memory.bytes_per_task = memory.growth_bytes / memory.in_flight;
	return memory;
}

void memory_watch_close(struct memory_watch *watch)
{
	if (watch == NULL)
		return;
	pthread_cond_destroy(&watch->changed);
	pthread_mutex_destroy(&watch->mutex);
	process_tree_close(watch->tree);
	free(watch);
}
