/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files on the event loops: through the ring, or offloaded, each operation comes to the same as
 * where it is performed.
 */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/made/loops.h"
#include "workloads/operations/file.h"

#define SIZE 10000 /* of the file `there` */

static char path[256];
static int folder;

static unsigned char content(size_t offset)
{
	return (unsigned char)(offset * 7 + offset / 251);
}

static int make_file(const char *name, size_t size)
{
	int descriptor = openat(folder, name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	unsigned char *bytes = malloc(size);

	cr_assert_geq(descriptor, 0, "%s: %s", name, strerror(errno));
	for (size_t i = 0; i < size; i++)
		bytes[i] = content(i);
	cr_assert_eq(write(descriptor, bytes, size), (ssize_t)size);
	cr_assert_eq(fsync(descriptor), 0);
	free(bytes);
	return descriptor;
}

static void set_up(void)
{
	const char *temporary = getenv("TMPDIR");

	snprintf(path, sizeof(path), "%s/breakeven-test-XXXXXX",
		temporary != NULL ? temporary : "/tmp");
	cr_assert_not_null(mkdtemp(path), "%s: %s", path, strerror(errno));
	folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	close(make_file("there", SIZE));
	cr_assert_eq(mkfifoat(folder, "pipe", 0600), 0);
}

static void tear_down(void)
{
	unlinkat(folder, "there", 0);
	unlinkat(folder, "pipe", 0);
	unlinkat(folder, "large", 0);
	close(folder);
	cr_expect_eq(rmdir(path), 0, "%s: %s", path, strerror(errno));
}

TestSuite(epoll, .init = set_up, .fini = tear_down, .timeout = 60);
TestSuite(io_uring, .init = set_up, .fini = tear_down, .timeout = 60);

static unsigned open_descriptors(void)
{
	DIR *descriptors = opendir("/proc/self/fd");
	unsigned count = 0;

	while (readdir(descriptors) != NULL)
		count++;
	closedir(descriptors);
	return count;
}

static struct task *await(void)
{
	struct task *task;

	while ((task = common_loop_next(loop)) == NULL) {
		cr_assert_not(common_loop_idle(loop), "nothing is under way");
		loops_turn(true);
	}
	return task;
}

/* The result of the operation on the loop. */
static int64_t complete(const struct operation *operation, struct file_arguments *file)
{
	struct task task = {.operation = operation, .arguments = file, .result = INT64_MIN};

	operation->begin(file, &loop->base, &task);
	cr_assert_eq(await(), &task);
	cr_assert_null(common_loop_next(loop));
	return task.result;
}

static const struct opening {
	char name[FILE_NAME_SIZE];
	int flags;
	bool drop, in_nothing;
} openings[] = {
	{"there", O_RDONLY, false, false},
	{"there", O_RDWR, false, false},
	{"there", O_RDONLY, true, false},
	{"there", O_WRONLY, true, false},
	{"absent", O_RDONLY, false, false},
	{"absent", O_RDONLY, true, false},
	{".", O_WRONLY, false, false},
	{"there/", O_RDONLY, false, false},
	{"there", O_RDONLY, false, true},
	{"pipe", O_RDWR, true, false},
};

LOOP_TEST(opening_comes_to_the_same, 2)
{
	unsigned before = 0;

	for (size_t i = 0; i < 2 * sizeof(openings) / sizeof(openings[0]); i++) {
		const struct opening *opening =
			&openings[i % (sizeof(openings) / sizeof(openings[0]))];
		struct file_arguments file = {.folder = opening->in_nothing ? -1 : folder,
			.flags = opening->flags,
			.drop = opening->drop};
		int64_t performed, completed;

		strcpy(file.name, opening->name);
		performed = operation_file_open.perform(&file, NULL);
		completed = complete(&operation_file_open, &file);
		if (performed < 0) {
			cr_assert_eq(completed, performed, "%zu: %" PRId64 " not %" PRId64, i,
				completed, performed);
		} else {
			cr_assert_geq(completed, 0, "%zu: %" PRId64, i, completed);
			cr_assert_eq(fcntl((int)completed, F_GETFL) & O_ACCMODE, opening->flags);
			cr_assert_eq(fcntl((int)completed, F_GETFD), FD_CLOEXEC);
			close((int)completed);
			close((int)performed);
		}
		if (i == 0)
			before = open_descriptors();
	}
	cr_assert_eq(open_descriptors(), before);
}

static unsigned cached_pages(int descriptor)
{
	unsigned char present[8] = {0};
	void *memory = mmap(NULL, SIZE, PROT_READ, MAP_SHARED, descriptor, 0);
	unsigned count = 0;

	cr_assert_neq(memory, MAP_FAILED);
	cr_assert_eq(mincore(memory, SIZE, present), 0);
	for (size_t i = 0; i < sizeof(present); i++)
		count += present[i] & 1;
	munmap(memory, SIZE);
	return count;
}

LOOP_TEST(opening_drops_the_pages_where_it_is_asked_to, 2)
{
	struct file_arguments file = {.folder = folder, .name = "there", .flags = O_RDONLY};
	int64_t performed, completed;
	unsigned left;

	file.drop = true;
	performed = operation_file_open.perform(&file, NULL);
	left = cached_pages((int)performed);
	file.drop = false;
	completed = complete(&operation_file_open, &file);
	cr_assert_eq(cached_pages((int)completed), left);
	for (unsigned char byte, i = 0; i < 3; i++)
		cr_assert_eq(pread((int)completed, &byte, 1, i * 4096), 1);
	cr_assert_gt(cached_pages((int)completed), 0);
	close((int)completed);
	file.drop = true;
	completed = complete(&operation_file_open, &file);
	cr_assert_eq(cached_pages((int)completed), left);
	close((int)completed);
	close((int)performed);
}

static const struct part {
	size_t length;
	uint64_t offset;
} parts[] = {
	{SIZE, 0},
	{4096, 4096},
	{1, SIZE - 1},
	{SIZE, 1},
	{SIZE * 2, 0},
	{10, SIZE},
	{10, 1 << 30},
	{0, 0},
	{10, UINT64_MAX / 2},
};

LOOP_TEST(reading_comes_to_the_same, 2)
{
	static unsigned char performed_bytes[SIZE * 2], completed_bytes[SIZE * 2];
	int descriptor = openat(folder, "there", O_RDONLY | O_CLOEXEC);

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		struct file_arguments file = {.descriptor = descriptor,
			.buffer = performed_bytes,
			.length = parts[i].length,
			.offset = parts[i].offset};
		int64_t performed, completed;

		memset(performed_bytes, 0, sizeof(performed_bytes));
		memset(completed_bytes, 0, sizeof(completed_bytes));
		performed = operation_file_read.perform(&file, NULL);
		file.buffer = completed_bytes;
		completed = complete(&operation_file_read, &file);
		cr_assert_eq(completed, performed, "%zu: %" PRId64 " not %" PRId64, i, completed,
			performed);
		cr_assert_eq(memcmp(performed_bytes, completed_bytes, sizeof(performed_bytes)), 0);
		if (performed > 0)
			cr_assert_eq(completed_bytes[0], content(parts[i].offset));
	}
	close(descriptor);
}

LOOP_TEST(writing_comes_to_the_same, 2)
{
	unsigned char bytes[4096], back[4096];
	int descriptor = openat(folder, "there", O_RDWR | O_CLOEXEC);
	struct file_arguments file = {
		.descriptor = descriptor, .buffer = bytes, .length = sizeof(bytes), .offset = 5000};

	memset(bytes, 0x5a, sizeof(bytes));
	cr_assert_eq(complete(&operation_file_write, &file), sizeof(bytes));
	cr_assert_eq(complete(&operation_file_sync, &file), 0);
	cr_assert_eq(pread(descriptor, back, sizeof(back), 5000), sizeof(back));
	cr_assert_eq(memcmp(bytes, back, sizeof(bytes)), 0);
	cr_assert_eq(pread(descriptor, back, 1, 4999), 1);
	cr_assert_eq(back[0], content(4999));
	cr_assert_eq(pread(descriptor, back, 1, 5000 + sizeof(bytes)), 1);
	cr_assert_eq(back[0], content(5000 + sizeof(bytes)));
	file.length = 0;
	cr_assert_eq(complete(&operation_file_write, &file), 0);
	close(descriptor);
}

/* The first part can be written, and what is left of it cannot. */
LOOP_TEST(what_could_be_written_in_part_only_goes_on, 2)
{
	static unsigned char bytes[8192];
	const struct rlimit limit = {4096, RLIM_INFINITY};
	int descriptor = openat(folder, "there", O_RDWR | O_TRUNC | O_CLOEXEC);
	struct file_arguments file = {
		.descriptor = descriptor, .buffer = bytes, .length = sizeof(bytes)};
	struct stat status;

	signal(SIGXFSZ, SIG_IGN);
	cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	cr_assert_eq(complete(&operation_file_write, &file), -EFBIG);
	cr_assert_eq(fstat(descriptor, &status), 0);
	cr_assert_eq(status.st_size, 4096);
	cr_assert_eq(ftruncate(descriptor, 0), 0);
	cr_assert_eq(operation_file_write.perform(&file, NULL), -EFBIG);
	close(descriptor);
}

LOOP_TEST(what_cannot_be_done_says_the_same, 2)
{
	const struct operation *const operations[] = {
		&operation_file_read, &operation_file_write, &operation_file_sync};
	const int descriptors[] = {-1, 1000000, openat(folder, "there", O_RDONLY | O_CLOEXEC),
		openat(folder, "there", O_WRONLY | O_CLOEXEC),
		open("/dev/full", O_RDWR | O_CLOEXEC), folder};
	char bytes[16] = {0};

	for (size_t i = 0; i < sizeof(operations) / sizeof(operations[0]); i++) {
		for (size_t j = 0; j < sizeof(descriptors) / sizeof(descriptors[0]); j++) {
			struct file_arguments file = {.descriptor = descriptors[j],
				.buffer = bytes,
				.length = sizeof(bytes)};
			int64_t performed = operations[i]->perform(&file, NULL);

			cr_assert_eq(complete(operations[i], &file), performed,
				"%s of descriptor %zu: not %" PRId64, operations[i]->name, j,
				performed);
		}
	}
	for (size_t j = 2; j < 5; j++)
		close(descriptors[j]);
}

#define MANY 3000 /* more than the ring takes at a time */

LOOP_TEST(any_number_can_be_under_way, 2)
{
	static struct file_arguments files[MANY];
	static struct task tasks[MANY];
	static unsigned char bytes[MANY];
	int descriptor = openat(folder, "there", O_RDONLY | O_CLOEXEC);

	for (unsigned i = 0; i < MANY; i++) {
		files[i] = (struct file_arguments){
			.descriptor = descriptor, .buffer = &bytes[i], .length = 1, .offset = i};
		tasks[i] = (struct task){.operation = &operation_file_read, .arguments = &files[i]};
		operation_file_read.begin(&files[i], &loop->base, &tasks[i]);
	}
	for (unsigned i = 0; i < MANY; i++)
		cr_assert_eq(await()->result, 1);
	cr_assert_null(common_loop_next(loop));
	for (unsigned i = 0; i < MANY; i++)
		cr_assert_eq(bytes[i], content(i), "byte %u", i);
	close(descriptor);
}

#define BLOCK ((size_t)1 << 20)
#define BLOCKS 32

/* A batch that failed: its tasks' memory is the caller's again once the loop is closed. */
LOOP_TEST(closing_waits_for_what_is_under_way, 2)
{
	static struct file_arguments files[BLOCKS];
	static struct task tasks[BLOCKS];
	unsigned char *bytes = aligned_alloc(4096, BLOCK * BLOCKS);
	int descriptor = make_file("large", BLOCK * BLOCKS), direct;

	/* Read from the device into this memory, where that can be had. */
	direct = openat(folder, "large", O_RDONLY | O_CLOEXEC | O_DIRECT);
	cr_assert_eq(posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED), 0);
	for (unsigned i = 0; i < BLOCKS; i++) {
		files[i] = (struct file_arguments){.descriptor = direct >= 0 ? direct : descriptor,
			.buffer = bytes + i * BLOCK,
			.length = BLOCK,
			.offset = i * BLOCK};
		tasks[i] = (struct task){.operation = &operation_file_read, .arguments = &files[i]};
		operation_file_read.begin(&files[i], &loop->base, &tasks[i]);
	}
	loops_turn(false);
	loops_close();
	memset(bytes, 0xee, BLOCK * BLOCKS);
	usleep(50000);
	for (size_t i = 0; i < BLOCK * BLOCKS; i++)
		cr_assert_eq(bytes[i], 0xee, "byte %zu was written after the end", i);
	free(bytes);
	close(descriptor);
	if (direct >= 0)
		close(direct);
}

/* Closes the loop after so many turns with files being opened, and their pages dropped. */
static void close_while_opening(unsigned turns)
{
	static struct file_arguments files[BLOCKS];
	static struct task tasks[BLOCKS];

	loops_open(ring_loop_new, 0);
	for (unsigned i = 0; i < BLOCKS; i++) {
		files[i] = (struct file_arguments){.folder = folder,
			.name = "there",
			.flags = i % 4 == 0 ? O_WRONLY | O_TRUNC : O_RDONLY,
			.drop = i % 2 == 1};
		tasks[i] = (struct task){.operation = &operation_file_open, .arguments = &files[i]};
		operation_file_open.begin(&files[i], &loop->base, &tasks[i]);
	}
	for (unsigned i = 0; i < turns; i++)
		loops_turn(false);
	for (struct task *task; (task = common_loop_next(loop)) != NULL;)
		if (task->result >= 0)
			close((int)task->result);
	loops_close();
}

Test(io_uring, closing_leaves_no_file_open)
{
	unsigned before;

	loops_need_ring();
	before = open_descriptors();
	for (unsigned i = 0; i < 40; i++) {
		close_while_opening(i % 4);
		cr_assert_eq(open_descriptors(), before, "after %u turns", i % 4);
	}
}
