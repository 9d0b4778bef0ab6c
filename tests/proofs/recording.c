/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pairs as lines of JSON; see recording.h. */
#include "config.h"

#include "results/summary/summary.h"
#include "tests/proofs/recording.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static json_t *blocks_to_json(const struct case_record *record)
{
	json_t *blocks = json_array();

	for (size_t i = 0; i < record->block_count; i++) {
		const struct block *block = &record->blocks[i];
		json_t *elapsed = json_array();

		for (size_t j = 0; j < block->sample_count; j++)
			json_array_append_new(elapsed,
				json_integer((json_int_t)block->samples[j].elapsed_ns));
		json_array_append_new(blocks,
			json_pack("{s:I, s:b, s:o}", "tasks", (json_int_t)block->tasks, "disturbed",
				(int)block->disturbed.found, "elapsed_ns", elapsed));
	}
	return blocks;
}

json_t *recording_to_json(const char *class, bool neighbour, uint64_t number,
	const struct result *result)
{
	return json_pack("{s:s, s:b, s:I, s:I, s:o, s:o}", "class", class, "neighbour",
		(int)neighbour, "number", (json_int_t)number, "seed", (json_int_t)result->seed, "a",
		blocks_to_json(&result->cases[0]), "b", blocks_to_json(&result->cases[1]));
}

static int read_block(struct block *block, json_t *json, size_t number, struct error *error)
{
	json_int_t tasks = 0;
	json_t *elapsed;
	int disturbed = 0;

	*block = (struct block){.block = number};
	if (json_unpack_ex(json, NULL, JSON_STRICT, "{s:I, s:b, s:o}", "tasks", &tasks, "disturbed",
		    &disturbed, "elapsed_ns", &elapsed) < 0 ||
		tasks < 1 || json_array_size(elapsed) == 0)
		return error_set(error, "block %zu: must have tasks, disturbed and elapsed_ns",
			number);
	block->tasks = (uint64_t)tasks;
	block->disturbed.found = disturbed;
	block->samples = calloc(json_array_size(elapsed), sizeof(*block->samples));
	if (block->samples == NULL)
		return error_set(error, "out of memory");
	for (; block->sample_count < json_array_size(elapsed); block->sample_count++) {
		json_int_t time = json_integer_value(json_array_get(elapsed, block->sample_count));

		if (time < 1)
			return error_set(error,
				"block %zu: elapsed_ns must be whole numbers above 0", number);
		block->samples[block->sample_count].elapsed_ns = (uint64_t)time;
	}
	return 0;
}

static int read_case(struct case_record *record, const char *id, const json_t *blocks,
	struct error *error)
{
	const size_t count = json_array_size(blocks);

	if (count == 0)
		return error_set(error, "%s: must be an array of blocks", id);
	record->id = strdup(id);
	record->blocks = calloc(count, sizeof(*record->blocks));
	if (record->id == NULL || record->blocks == NULL)
		return error_set(error, "out of memory");
	for (; record->block_count < count; record->block_count++)
		if (read_block(&record->blocks[record->block_count],
			    json_array_get(blocks, record->block_count), record->block_count,
			    error) < 0) {
			record->block_count++;
			return error_prefix(error, "%s", id);
		}
	return case_record_summarise(record, error);
}

int recording_from_json(struct recording *recording, json_t *json, struct error *error)
{
	const char *class;
	json_int_t number = 0, seed = 0;
	json_t *a, *b;
	int neighbour = 0;

	*recording = (struct recording){.number = 0};
	if (json_unpack_ex(json, NULL, JSON_STRICT, "{s:s, s:b, s:I, s:I, s:o, s:o}", "class",
		    &class, "neighbour", &neighbour, "number", &number, "seed", &seed, "a", &a, "b",
		    &b) < 0 ||
		strlen(class) >= sizeof(recording->class) || number < 0 || seed < 0)
		return error_set(error, "is no pair of a recording");
	strcpy(recording->class, class);
	recording->neighbour = neighbour;
	recording->number = (uint64_t)number;
	recording->seed = (uint64_t)seed;
	if (read_case(&recording->cases[0], "a", a, error) == 0 &&
		read_case(&recording->cases[1], "b", b, error) == 0)
		return 0;
	recording_clear(recording);
	return -1;
}

void recording_clear(struct recording *recording)
{
	case_record_clear(&recording->cases[0]);
	case_record_clear(&recording->cases[1]);
}

/* Room for one more: doubles whenever the count is a power of two. */
static struct recording *add_entry(struct recordings *recordings)
{
	const size_t count = recordings->count;
	struct recording *more;

	if ((count & (count - 1)) != 0)
		return &recordings->entries[count];
	more = realloc(recordings->entries, (count > 0 ? 2 * count : 1) * sizeof(*more));
	if (more == NULL)
		return NULL;
	recordings->entries = more;
	return &recordings->entries[count];
}

/* The lines of a journal, which are let go. */
static int take_lines(struct recordings *recordings, json_t *lines, struct error *error)
{
	int status = 0;

	recordings->settings = json_incref(json_object_get(json_array_get(lines, 0), "settings"));
	if (recordings->settings == NULL)
		status = error_set(error, "1: must have settings");
	for (size_t i = 1; i < json_array_size(lines) && status == 0; i++) {
		struct recording *entry = add_entry(recordings);

		if (entry == NULL)
			status = error_set(error, "out of memory");
		else if (recording_from_json(entry, json_array_get(lines, i), error) < 0)
			status = error_prefix(error, "%zu", i + 1);
		else
			recordings->count++;
	}
	json_decref(lines);
	return status;
}

/* All of a file, to be freed, or NULL with errno. */
static char *read_all(const char *path, size_t *length)
{
	FILE *file = fopen(path, "re");
	char *text = NULL;
	long size = -1;

	if (file == NULL)
		return NULL;
	if (fseek(file, 0, SEEK_END) == 0 && (size = ftell(file)) >= 0)
		text = malloc((size_t)size + 1);
	rewind(file);
	*length = text != NULL ? fread(text, 1, (size_t)size, file) : 0;
	fclose(file);
	return text;
}

int recordings_read(struct recordings *recordings, const char *path, struct error *error)
{
	size_t length, whole;
	char *text = read_all(path, &length);
	json_t *lines;
	int status;

	*recordings = (struct recordings){.journal.descriptor = -1};
	if (text == NULL)
		return error_set(error, "%s: %s", path, strerror(errno));
	status = journal_parse(text, length, &lines, &whole, error);
	free(text);
	if (status == 0)
		status = take_lines(recordings, lines, error);
	if (status == 0)
		return 0;
	recordings_close(recordings);
	return error_prefix(error, "%s", path);
}

static int create(struct recordings *recordings, const char *path, json_t *settings,
	json_t *machine, struct error *error)
{
	json_t *first = json_pack("{s:O, s:O}", "settings", settings, "machine", machine);
	enum plain_file_named named;

	*recordings = (struct recordings){.settings = json_incref(settings)};
	named = journal_create(&recordings->journal, path, first, error);
	json_decref(first);
	if (named == PLAIN_FILE_TAKEN)
		error_set(error, "%s already exists", path);
	return named == PLAIN_FILE_NAMED ? 0 : -1;
}

int recordings_open(struct recordings *recordings, const char *path, json_t *settings,
	json_t *machine, struct error *error)
{
	json_t *lines;
	size_t torn;

	if (access(path, F_OK) < 0)
		return create(recordings, path, settings, machine, error);
	*recordings = (struct recordings){.count = 0};
	if (journal_open(&recordings->journal, path, &lines, &torn, error) < 0)
		return -1;
	if (take_lines(recordings, lines, error) < 0)
		error_prefix(error, "%s", path);
	else if (!json_equal(recordings->settings, settings))
		error_set(error, "%s: was recorded with other settings; name another file", path);
	else
		return 0;
	recordings_close(recordings);
	return -1;
}

int recordings_append(struct recordings *recordings, const char *class, bool neighbour,
	uint64_t number, const struct result *result, struct error *error)
{
	return journal_append(&recordings->journal,
		recording_to_json(class, neighbour, number, result), error);
}

bool recordings_have(const struct recordings *recordings, const char *class, bool neighbour,
	uint64_t number)
{
	for (size_t i = 0; i < recordings->count; i++) {
		const struct recording *entry = &recordings->entries[i];

		if (entry->number == number && entry->neighbour == neighbour &&
			strcmp(entry->class, class) == 0)
			return true;
	}
	return false;
}

void recordings_close(struct recordings *recordings)
{
	for (size_t i = 0; i < recordings->count; i++)
		recording_clear(&recordings->entries[i]);
	free(recordings->entries);
	json_decref(recordings->settings);
	journal_close(&recordings->journal);
}
