/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts that are kept once: equal ones at one address, from any thread and across a fork. */
#include "config.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "support/pool.h"

#define TEXTS 5000
#define THREADS 4

static void make_text(char *buffer, size_t size, unsigned number)
{
	snprintf(buffer, size, "number %u", number);
}

static const char *keep_number(unsigned number)
{
	char text[32];

	make_text(text, sizeof(text), number);
	return pool_keep_text(text);
}

Test(pool, equal_texts_are_one)
{
	char text[] = "a text";
	const char *kept = pool_keep_text(text);

	cr_assert_neq(kept, text);
	text[0] = 'b';
	cr_assert_str_eq(kept, "a text");
	cr_assert_eq(pool_keep_text("a text"), kept);
	cr_assert_neq(pool_keep_text(text), kept);
	cr_assert_str_eq(pool_keep_text(text), "b text");
	cr_assert_str_eq(pool_keep_text(""), "");
}

static void *keep_all(void *argument)
{
	const char **kept = argument;

	for (unsigned i = 0; i < TEXTS; i++)
		kept[i] = keep_number(i);
	return NULL;
}

Test(pool, threads_keep_the_same)
{
	static const char *kept[THREADS][TEXTS];
	pthread_t threads[THREADS];
	char text[32];

	for (unsigned i = 0; i < THREADS; i++)
		cr_assert_eq(pthread_create(&threads[i], NULL, keep_all, kept[i]), 0);
	for (unsigned i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	for (unsigned i = 0; i < TEXTS; i++) {
		make_text(text, sizeof(text), i);
		cr_assert_str_eq(kept[0][i], text);
		for (unsigned thread = 1; thread < THREADS; thread++)
			cr_assert_eq(kept[thread][i], kept[0][i], "%s is kept twice", text);
	}
}

Test(pool, a_fork_has_what_its_parent_kept)
{
	const char *kept = keep_number(1);
	int status;
	pid_t child = fork();

	if (child == 0)
		_exit(keep_number(1) == kept && keep_number(2) != kept ? 0 : 1);
	cr_assert_eq(waitpid(child, &status, 0), child);
	cr_assert_eq(status, 0);
}
