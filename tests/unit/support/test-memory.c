/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Shared memory that is handed on: to a fork as it is, to a program started anew at the same
 * addresses, with what is in it.
 *
 * The program started anew is this one, as `adopt LIST`, so main() is ours and not Criterion's.
 */
#include "config.h"

#include "support/memory.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <criterion/criterion.h>

#define SIZE 100000
#define ATTEMPTS 20
#define TAKEN 75 /* exit status: an address is taken, by chance */

/* In all that is handed on: where it lies and what is in it. */
struct page {
	struct page *self;
	uint64_t number;
};

/* The other side. Returns the exit status: how much of it is as it must be. */
static int adopt(int file)
{
	struct memory_list list;
	struct error error = {0};
	struct page *pages[3];

	if (pread(file, &list, sizeof(list), 0) != sizeof(list))
		return 10;
	switch (memory_adopt(&list, &error)) {
	case MEMORY_ADDRESS_TAKEN:
		return TAKEN;
	case MEMORY_NOT_ADOPTED:
		fprintf(stderr, "%s\n", error.text);
		return 11;
	case MEMORY_ADOPTED:
		break;
	}
	for (unsigned i = 0; i < list.count; i++)
		if (fcntl(list.mappings[i].descriptor, F_GETFD) >= 0)
			return 12;
	/* Only those that were present are got by calling again, in order. */
	pages[0] = list.mappings[0].address;
	pages[1] = memory_map_present(SIZE);
	if (memory_map_present(SIZE) != NULL)
		return 13;
	pages[2] = memory_map_present(2 * SIZE);
	for (unsigned i = 0; i < 3; i++) {
		if (pages[i] == NULL || pages[i]->self != pages[i] || pages[i]->number != i)
			return 20 + (int)i;
		pages[i]->number += 100;
	}
	/* Beyond what there was: its own. */
	pages[0] = memory_map_present(SIZE);
	if (pages[0] == NULL || pages[0]->self != NULL)
		return 14;
	memory_unmap(pages[0], SIZE);
	memory_unmap(pages[1], SIZE);
	return 0;
}

int main(int argc, char **argv)
{
	struct criterion_test_set *tests;
	int result = 0;

	if (argc > 2 && strcmp(argv[1], "adopt") == 0)
		return adopt(atoi(argv[2]));
	tests = criterion_initialize();
	if (criterion_handle_args(argc, argv, true))
		result = !criterion_run_all_tests(tests);
	criterion_finalize(tests);
	return result;
}

static void write_page(struct page *page, uint64_t number)
{
	cr_assert_not_null(page);
	cr_assert_eq(page->number, 0, "it must be zeroed");
	*page = (struct page){page, number};
}

/* Starts this program with the list. Its exit status. */
static int start(const struct memory_list *list, int file)
{
	char number[16], *arguments[] = {(char *)"test-memory", (char *)"adopt", number, NULL};
	int status = 0;
	pid_t pid;

	snprintf(number, sizeof(number), "%d", file);
	pid = fork();
	if (pid == 0) {
		memory_list_pass(list);
		fcntl(file, F_SETFD, 0);
		execv("/proc/self/exe", arguments);
		_exit(127);
	}
	cr_assert_eq(waitpid(pid, &status, 0), pid);
	cr_assert(WIFEXITED(status));
	return WEXITSTATUS(status);
}

Test(memory, lies_at_the_same_addresses_in_a_program_started_anew)
{
	int file = memfd_create("list", MFD_CLOEXEC), status = TAKEN;
	struct error error = {0};
	struct memory_list list;
	struct page *pages[3];

	unsetenv("BXFI_MAP"); /* The other is no test of Criterion's. */
	pages[0] = memory_map(SIZE, "the test", &error);
	pages[1] = memory_map_present(SIZE);
	pages[2] = memory_map_present(2 * SIZE);
	for (unsigned i = 0; i < 3; i++)
		write_page(pages[i], i);
	cr_assert_eq(memory_list(&list, &error), 0, "%s", error.text);
	cr_assert_eq(list.count, 3);
	cr_assert_eq(pwrite(file, &list, sizeof(list), 0), (ssize_t)sizeof(list));
	for (unsigned i = 0; i < ATTEMPTS && status == TAKEN; i++)
		status = start(&list, file);
	cr_assert_eq(status, 0, "it ended with %d", status);
	for (unsigned i = 0; i < 3; i++)
		cr_assert_eq(pages[i]->number, 100 + i, "what it wrote must be seen here");
	memory_unmap(pages[1], SIZE);
	cr_assert_eq(fcntl(list.mappings[1].descriptor, F_GETFD), -1, "its file must be closed");
	cr_assert_eq(memory_list(&list, &error), 0);
	cr_assert_eq(list.count, 2);
	memory_unmap(pages[0], SIZE);
	memory_unmap(pages[2], 2 * SIZE);
	close(file);
}

Test(memory, is_not_put_where_something_is)
{
	struct error error = {0};
	struct page *page = memory_map(SIZE, "the test", &error);
	struct memory_list list;

	write_page(page, 5);
	cr_assert_eq(memory_list(&list, &error), 0, "%s", error.text);
	cr_assert_eq(memory_adopt(&list, &error), MEMORY_ADDRESS_TAKEN);
	cr_assert_eq(page->number, 5);
	memory_unmap(page, SIZE);
}

/* As little is taken as is touched, with a file as without. */
Test(memory, takes_no_more_than_is_touched)
{
	const size_t large = (size_t)1 << 34;
	struct error error = {0};
	struct page *page = memory_map(large, "the test", &error);
	struct rusage usage;

	write_page(page, 1);
	memory_prefault(page, SIZE);
	getrusage(RUSAGE_SELF, &usage);
	cr_assert_lt(usage.ru_maxrss, 1 << 20, "in KiB");
	memory_unmap(page, large);
}

/* For threads and forks it is as good as any. */
Test(memory, without_a_file_is_memory_that_cannot_be_handed_on)
{
	struct rlimit limit = {SIZE / 2, SIZE / 2};
	struct error error = {0};
	struct memory_list list;
	struct page *page;

	cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	page = memory_map(SIZE, "the test", &error);
	write_page(page, 1);
	if (fork() == 0) {
		page->number++;
		_exit(0);
	}
	wait(NULL);
	cr_assert_eq(page->number, 2);
	cr_assert_eq(memory_list(&list, &error), -1);
	cr_assert_not_null(strstr(error.text, "1 of 1 pieces"), "%s", error.text);
	memory_unmap(page, SIZE);
	cr_assert_eq(memory_list(&list, &error), 0, "nothing is left that cannot be");
}

Test(memory, beyond_the_list_is_memory_that_cannot_be_handed_on)
{
	void *all[MEMORY_LIST_LIMIT + 1];
	struct error error = {0};
	struct memory_list list;

	for (unsigned i = 0; i < MEMORY_LIST_LIMIT + 1; i++)
		write_page(all[i] = memory_map(SIZE, "the test", &error), 1);
	cr_assert_eq(memory_list(&list, &error), -1);
	for (unsigned i = 0; i < MEMORY_LIST_LIMIT + 1; i++)
		memory_unmap(all[i], SIZE);
	error = (struct error){0};
	cr_assert_eq(memory_list(&list, &error), 0, "%s", error.text);
	cr_assert_eq(list.count, 0);
}
