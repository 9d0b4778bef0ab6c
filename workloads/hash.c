/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * hash: real computing through a library: SHA-256 of a message, round after round.
 *
 * Each round hashes the digest of the round before (zeros at first) and the message, so that none
 * can be left out. The expected result is computed once in open(), through another function of the
 * library.
 *
 * libcrypto keeps the state of a digest in a context on the heap. Each thread makes one when it
 * first needs it and uses it for all its tasks, as a program would; where a runner makes a thread
 * or a process for each task, each pays for its own. Inside, libcrypto 3.0 still allocates some
 * hundred bytes whenever a digest begins, which no caller can avoid: that is part of the library's
 * cost.
 */
#include "config.h"

#include "workloads/workload.h"

#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

#define DIGEST_SIZE 32 /* of SHA-256 */
#define MESSAGE_PERIOD 251
#define BYTE_NS 0.5 /* where the processor has instructions for it */
#define ROUND_NS 80 /* to begin and end a digest */

struct hash {
	EVP_MD *algorithm;
	pthread_key_t context; /* of a thread */
	size_t bytes;          /* of the message */
	uint64_t rounds;
	uint64_t value;         /* expected result of the rounds */
	unsigned char buffer[]; /* room for a digest, then the message */
};

static const struct parameter parameters[] = {
	{.name = "bytes",
		.kind = PARAMETER_BYTES,
		.unit = "bytes",
		.standard = "4KiB",
		.smallest = 0,
		.largest = 1ULL << 30,
		.help = "size of the message that each round hashes"},
	{.name = "rounds",
		.kind = PARAMETER_INTEGER,
		.unit = "rounds",
		.standard = "100",
		.smallest = 1,
		.largest = 1e9,
		.help = "number of times that a task hashes it, one after the other"},
	{0},
};

/* The first bytes of a digest as a number, the highest first, as it is printed. */
static uint64_t value_of(const unsigned char *digest)
{
	uint64_t value = 0;

	for (size_t i = 0; i < sizeof(value); i++)
		value = value << 8 | digest[i];
	return value;
}

/* Hashes the previous digest and the message, piece by piece. Returns whether that worked. */
static bool hash_round(const struct hash *hash, EVP_MD_CTX *context, unsigned char *digest)
{
	return EVP_DigestInit_ex(context, hash->algorithm, NULL) &&
		EVP_DigestUpdate(context, digest, DIGEST_SIZE) &&
		EVP_DigestUpdate(context, hash->buffer + DIGEST_SIZE, hash->bytes) &&
		EVP_DigestFinal_ex(context, digest, NULL);
}

/* The expected result of the rounds: digest and message in one piece, without a context. */
static bool find_value(struct hash *hash)
{
	memset(hash->buffer, 0, DIGEST_SIZE);
	for (uint64_t i = 0; i < hash->rounds; i++)
		if (!EVP_Digest(hash->buffer, DIGEST_SIZE + hash->bytes, hash->buffer, NULL,
			    hash->algorithm, NULL))
			return false;
	hash->value = value_of(hash->buffer);
	return true;
}

static void free_context(void *context)
{
	EVP_MD_CTX_free(context);
}

/* The calling thread's own, or NULL if there is no memory. */
static EVP_MD_CTX *context_of_thread(const struct hash *hash)
{
	EVP_MD_CTX *context = pthread_getspecific(hash->context);

	if (context != NULL)
		return context;
	context = EVP_MD_CTX_new();
	if (context != NULL && pthread_setspecific(hash->context, context) != 0) {
		EVP_MD_CTX_free(context);
		return NULL;
	}
	return context;
}

static int open(struct work *work, struct error *error)
{
	size_t bytes = parameters_integer(&work->parameters, "bytes");
	struct hash *hash = malloc(sizeof(*hash) + DIGEST_SIZE + bytes);

	if (hash == NULL)
		return error_set(error, "hash: no memory for a message of %zu bytes", bytes);
	hash->bytes = bytes;
	hash->rounds = parameters_integer(&work->parameters, "rounds");
	for (size_t i = 0; i < bytes; i++)
		hash->buffer[DIGEST_SIZE + i] = (unsigned char)(i % MESSAGE_PERIOD);
	hash->algorithm = EVP_MD_fetch(NULL, "SHA2-256", NULL);
	if (hash->algorithm == NULL) {
		error_set(error, "hash: libcrypto has no SHA-256 here");
		goto free_hash;
	}
	if (!find_value(hash)) {
		error_set(error, "hash: libcrypto cannot hash %zu bytes", bytes);
		goto free_algorithm;
	}
	if (pthread_key_create(&hash->context, free_context) != 0) {
		error_set(error, "hash: no key is left for what threads keep");
		goto free_algorithm;
	}
	work->state = hash;
	return 0;
free_algorithm:
	EVP_MD_free(hash->algorithm);
free_hash:
	free(hash);
	return -1;
}

static enum step step(struct task *task, struct work *work)
{
	const struct hash *hash = work->state;
	EVP_MD_CTX *context = context_of_thread(hash);
	unsigned char digest[DIGEST_SIZE] = {0};

	if (context == NULL) {
		task->result = -ENOMEM;
		return STEP_FAILED;
	}
	for (uint64_t i = 0; i < hash->rounds; i++)
		if (!hash_round(hash, context, digest)) {
			task->result = -EIO;
			return STEP_FAILED;
		}
	task->value = task->index + value_of(digest);
	return STEP_DONE;
}

static uint64_t expected(const struct work *work, uint64_t index)
{
	const struct hash *hash = work->state;

	return index + hash->value;
}

static void describe(const struct work *work, uint64_t index, uint64_t value, uint64_t right,
	char *buffer, size_t size)
{
	(void)work;
	snprintf(buffer, size, "a digest that begins with %016" PRIx64 " instead of %016" PRIx64,
		value - index, right - index);
}

static void cost(const struct work *work, struct cost *cost)
{
	double bytes = parameters_number(&work->parameters, "bytes");
	double rounds = parameters_number(&work->parameters, "rounds");

	*cost = (struct cost){.cpu_ns = rounds * (ROUND_NS + bytes * BYTE_NS)};
}

static void close(struct work *work)
{
	struct hash *hash = work->state;

	/* Other threads freed theirs when they ended; this one continues. */
	free_context(pthread_getspecific(hash->context));
	pthread_key_delete(hash->context);
	EVP_MD_free(hash->algorithm);
	free(hash);
}

const struct workload workload_hash = {
	.interface = WORKLOAD_INTERFACE,
	.name = "hash",
	.summary = "computing: SHA-256 of a message by a library, again and again",
	.parameters = parameters,
	.task_size = sizeof(struct task),
	.open = open,
	.step = step,
	.expected = expected,
	.describe = describe,
	.cost = cost,
	.scales = "rounds",
	.close = close,
};
