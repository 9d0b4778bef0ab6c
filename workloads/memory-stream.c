/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * memory-stream: adds up words of memory: computing limited by the memory that cores share.
 *
 * All tasks read one buffer that nobody writes. It is cut into walks of size= bytes, and each task
 * takes the next one, so that what a task reads was last read a whole buffer ago. With a buffer
 * larger than the caches, tasks read from memory; with one that fits, they show the bandwidth of
 * the cache. Each word is a number made from its place, so the sum of a walk is known without the
 * memory.
 */
#include "config.h"

#include "workloads/mix.h"
#include "workloads/shared.h"
#include "workloads/workload.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

#define LINE_SIZE 64
#define LINE_NS 0.6 /* of a cache line, read in order, not from the nearest cache */
#define WORD_NS 0.3 /* of a word from the nearest */

/* In bytes, what is not counted in something else. */
struct stream {
	uint64_t *words;
	size_t size; /* of the buffer */
	size_t walk, stride;
	size_t walk_count;
	uint64_t *sums; /* expected, of each walk */
};

static const struct parameter parameters[] = {
	{.name = "size",
		.kind = PARAMETER_BYTES,
		.unit = "bytes",
		.standard = "8MiB",
		.smallest = 8,
		.largest = 1ULL << 36,
		.help = "bytes that each task walks through the buffer"},
	{.name = "stride",
		.kind = PARAMETER_BYTES,
		.unit = "bytes",
		.standard = "64",
		.smallest = 8,
		.largest = 1ULL << 30,
		.help = "distance from one word that it reads to the next",
		.applies = "stride<=size"},
	{.name = "buffer",
		.kind = PARAMETER_BYTES,
		.unit = "bytes",
		.standard = "128MiB",
		.smallest = 8,
		.largest = 1ULL << 40,
		.help = "size of the buffer that tasks read in turn, at least one walk; larger "
			"than the caches",
		.applies = "size<=buffer"},
	{0},
};

static uint64_t sum_as_it_must_be(const struct stream *stream, size_t walk)
{
	uint64_t sum = 0;

	for (size_t offset = 0; offset < stream->walk; offset += stream->stride)
		sum += mix((walk * stream->walk + offset) / sizeof(uint64_t));
	return sum;
}

static void fill(struct stream *stream, bool attached)
{
	for (size_t i = 0; i < stream->size / sizeof(uint64_t) && !attached; i++)
		stream->words[i] = mix(i);
	for (size_t i = 0; i < stream->walk_count; i++)
		stream->sums[i] = sum_as_it_must_be(stream, i);
}

static int measure_out(struct stream *stream, const struct work *work, struct error *error)
{
	size_t buffer = parameters_integer(&work->parameters, "buffer");

	stream->walk = parameters_integer(&work->parameters, "size");
	stream->stride = parameters_integer(&work->parameters, "stride");
	if (stream->walk % sizeof(uint64_t) != 0 || stream->stride % sizeof(uint64_t) != 0)
		return error_set(error, "memory-stream: %s %zu is not a multiple of %zu bytes",
			stream->walk % sizeof(uint64_t) != 0 ? "size" : "stride",
			stream->walk % sizeof(uint64_t) != 0 ? stream->walk : stream->stride,
			sizeof(uint64_t));
	stream->walk_count = buffer > stream->walk ? buffer / stream->walk : 1;
	stream->size = stream->walk_count * stream->walk;
	return 0;
}

static int open(struct work *work, struct error *error)
{
	struct stream *stream = calloc(1, sizeof(*stream));

	if (stream == NULL)
		return error_set(error, "no memory");
	if (measure_out(stream, work, error) < 0)
		goto free_stream;
	stream->sums = malloc(stream->walk_count * sizeof(*stream->sums));
	/* Shared, so that no fork copies its page table. */
	stream->words = shared_new(stream->size);
	if (stream->sums == NULL || stream->words == NULL) {
		error_set(error, "memory-stream: no memory for %zu bytes", stream->size);
		goto free_memory;
	}
	fill(stream, work->attached);
	mprotect(stream->words, stream->size, PROT_READ);
	work->state = stream;
	return 0;
free_memory:
	shared_free(stream->words, stream->size);
	free(stream->sums);
free_stream:
	free(stream);
	return -1;
}

static enum step step(struct task *task, struct work *work)
{
	const struct stream *stream = work->state;
	size_t words = stream->walk / sizeof(uint64_t), stride = stream->stride / sizeof(uint64_t);
	const uint64_t *first = stream->words + task->index % stream->walk_count * words;
	uint64_t sum = 0;

	for (size_t i = 0; i < words; i += stride)
		sum += first[i];
	task->value = sum;
	return STEP_DONE;
}

static uint64_t expected(const struct work *work, uint64_t index)
{
	const struct stream *stream = work->state;

	return stream->sums[index % stream->walk_count];
}

static void describe(const struct work *work, uint64_t index, uint64_t value, uint64_t right,
	char *buffer, size_t size)
{
	(void)work;
	(void)index;
	snprintf(buffer, size, "a sum of %" PRIu64 " instead of %" PRIu64, value, right);
}

static void cost(const struct work *work, struct cost *cost)
{
	double size = parameters_number(&work->parameters, "size");
	double stride = parameters_number(&work->parameters, "stride");
	double lines_ns = size / (stride > LINE_SIZE ? stride : LINE_SIZE) * LINE_NS;
	double words_ns = size / stride * WORD_NS;

	*cost = (struct cost){.cpu_ns = lines_ns > words_ns ? lines_ns : words_ns};
}

static void close(struct work *work)
{
	struct stream *stream = work->state;

	shared_free(stream->words, stream->size);
	free(stream->sums);
	free(stream);
}

const struct workload workload_memory_stream = {
	.interface = WORKLOAD_INTERFACE,
	.name = "memory-stream",
	.summary = "computing: sums of words in a large buffer, where memory is the limit",
	.parameters = parameters,
	.task_size = sizeof(struct task),
	.open = open,
	.step = step,
	.expected = expected,
	.describe = describe,
	.cost = cost,
	.close = close,
};
