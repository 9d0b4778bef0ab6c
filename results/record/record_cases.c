/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reads the cases of a result from the pieces of its text. Nearly all the time goes into decoding
 * JSON, so several threads share it: a free thread takes the next case. Cases are taken in order,
 * and each one taken is read to its end, so the first wrong case is always the same one.
 */
#include "config.h"

#include "results/record/record_cases.h"
#include "results/record/record_json.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>

#define READERS_MOST 4
#define CASES_EACH 64 /* at least, so that starting another reader pays off */

/* What the readers share. */
struct reading {
	struct result *result;
	const struct json_pieces *pieces;
	atomic_size_t next; /* case for the next free reader */
	atomic_bool ended;  /* after an error: no more cases are taken */
};

struct reader {
	struct reading *reading;
	pthread_t thread;
	size_t index; /* last case read, with this outcome: */
	enum record_cases found;
	struct error error;
};

static void *read_some(void *argument)
{
	struct reader *reader = argument;
	struct reading *reading = reader->reading;
	const struct json_pieces *pieces = reading->pieces;

	while (reader->found == RECORD_CASES_READ && !atomic_load(&reading->ended)) {
		const size_t i = atomic_fetch_add(&reading->next, 1);
		json_t *json;

		if (i >= pieces->count)
			break;
		json = json_loadb(pieces->elements[i].text, pieces->elements[i].size,
			JSON_REJECT_DUPLICATES, NULL);
		reader->index = i;
		if (json == NULL)
			reader->found = RECORD_CASES_NO_JSON;
		else if (result_read_case(reading->result, i, json, &reader->error) < 0)
			reader->found = RECORD_CASES_WRONG;
		json_decref(json);
	}
	if (reader->found != RECORD_CASES_READ)
		atomic_store(&reading->ended, true);
	return NULL;
}

static unsigned reader_count(size_t cases)
{
	unsigned count = READERS_MOST;
	cpu_set_t cpus;

	if (sched_getaffinity(0, sizeof(cpus), &cpus) == 0 && (unsigned)CPU_COUNT(&cpus) < count)
		count = (unsigned)CPU_COUNT(&cpus);
	if (cases / CASES_EACH < count)
		count = (unsigned)(cases / CASES_EACH);
	return count > 0 ? count : 1;
}

/* Starts all readers but the first, which is the caller; only the caller gets signals. Returns how
 * many readers there are: if a limit on threads stops this, the others do the work. */
static unsigned start_others(struct reader *readers, unsigned count)
{
	sigset_t all, before;
	unsigned started = 1;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	while (started < count &&
		pthread_create(&readers[started].thread, NULL, read_some, &readers[started]) == 0)
		started++;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return started;
}

enum record_cases record_cases_read(struct result *result, const struct json_pieces *pieces,
	struct error *error)
{
	struct reading reading = {.result = result, .pieces = pieces};
	struct reader readers[READERS_MOST] = {0};
	const struct reader *first = NULL;
	unsigned count = reader_count(pieces->count);

	for (unsigned i = 0; i < count; i++)
		readers[i].reading = &reading;
	count = start_others(readers, count);
	read_some(&readers[0]);
	for (unsigned i = 1; i < count; i++)
		pthread_join(readers[i].thread, NULL);
	for (unsigned i = 0; i < count; i++)
		if (readers[i].found != RECORD_CASES_READ &&
			(first == NULL || readers[i].index < first->index))
			first = &readers[i];
	if (first == NULL)
		return RECORD_CASES_READ;
	if (first->found == RECORD_CASES_WRONG)
		*error = first->error;
	return first->found;
}
