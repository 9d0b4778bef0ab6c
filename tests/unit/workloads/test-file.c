/* SPDX-License-Identifier: GPL-3.0-or-later */
/* file-read and file-write: right values, content that is not right, cold caches, what stays. */
#include "config.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>

#include "workloads/files.h"
#include "workloads/locals.h"

#define TMPFS_KIND 0x01021994

extern const struct workload workload_file_read, workload_file_write;

static struct work work;

static void make_folder(const char *in)
{
	snprintf(work.folder, sizeof(work.folder), "%s/breakeven-test-XXXXXX", in);
	cr_assert_not_null(mkdtemp(work.folder), "%s: %s", work.folder, strerror(errno));
}

static void set_up(void)
{
	const char *temporary = getenv("TMPDIR");

	work.concurrency = 3;
	make_folder(temporary != NULL ? temporary : "/tmp");
}

static void tear_down(void)
{
	cr_expect_eq(rmdir(work.folder), 0, "%s: %s", work.folder, strerror(errno));
}

TestSuite(file, .init = set_up, .fini = tear_down, .timeout = 60);

static void choose(const struct workload *workload, const char *assignments)
{
	struct error error = {""};

	work.workload = workload;
	cr_assert_eq(parameters_init(&work.parameters, workload->parameters, &error), 0, "%s",
		error.text);
	cr_assert_eq(parameters_set_all(&work.parameters, assignments, &error), 0, "%s",
		error.text);
}

static void open_work(const struct workload *workload, const char *assignments)
{
	struct error error = {""};

	choose(workload, assignments);
	cr_assert_eq(workload->open(&work, &error), 0, "%s", error.text);
}

static unsigned entries_of(const char *path)
{
	DIR *folder = opendir(path);
	unsigned count = 0;

	cr_assert_not_null(folder, "%s", path);
	for (struct dirent *entry; (entry = readdir(folder)) != NULL;)
		count += entry->d_name[0] != '.';
	closedir(folder);
	return count;
}

/* The step, and the operation that it may name. */
static enum step advance(struct task *task)
{
	enum step step = work.workload->step(task, &work);

	if (step == STEP_WAIT)
		task->result = task->operation->perform(task->arguments, NULL);
	return step;
}

static enum step execute(struct task *task, uint64_t index)
{
	enum step step;

	*task = (struct task){.index = index};
	while ((step = advance(task)) == STEP_WAIT)
		continue;
	return step;
}

static void expect_right(uint64_t index)
{
	struct file_task task;

	cr_assert_eq(execute(&task.task, index), STEP_DONE, "%s", strerror((int)-task.task.result));
	cr_assert_eq(task.task.value, work.workload->expected(&work, index));
}

/* A descriptor of a file of the work. */
static int open_file(unsigned number, int flags)
{
	char path[sizeof(work.folder) + FILE_NAME_SIZE + 1];
	int descriptor;

	snprintf(path, sizeof(path), "%s/%u", work.folder, number);
	descriptor = open(path, flags | O_CLOEXEC);
	cr_assert_geq(descriptor, 0, "%s: %s", path, strerror(errno));
	return descriptor;
}

static void corrupt(unsigned number, off_t offset)
{
	int descriptor = open_file(number, O_RDWR);
	char byte;

	cr_assert_eq(pread(descriptor, &byte, 1, offset), 1);
	byte ^= 1;
	cr_assert_eq(pwrite(descriptor, &byte, 1, offset), 1);
	close(descriptor);
}

static const struct shape {
	char assignments[64];
	uint64_t size;
} shapes[] = {
	{"size=64KiB,block=4KiB", 65536},
	{"size=64KiB,block=4KiB,pattern=random", 65536},
	{"size=10000,block=1KiB", 10000},
	{"size=10000,block=1KiB,pattern=random", 10000},
	{"size=8", 8},
	{"size=4KiB", 4096},
};

Test(file, tasks_of_every_shape_are_right_and_leave_nothing)
{
	const struct workload *const both[] = {&workload_file_read, &workload_file_write};
	unsigned before = entries_of("/proc/self/fd");

	for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
		for (size_t j = 0; j < 2; j++) {
			struct stat status;
			int descriptor;

			open_work(both[j], shapes[i].assignments);
			cr_assert_eq(entries_of(work.folder), 3, "%s", shapes[i].assignments);
			for (uint64_t index = 0; index < 10; index++)
				expect_right(index);
			descriptor = open_file(0, O_RDONLY);
			cr_assert_eq(fstat(descriptor, &status), 0);
			cr_assert_eq((uint64_t)status.st_size, shapes[i].size);
			close(descriptor);
			both[j]->close(&work);
			cr_assert_eq(entries_of(work.folder), 0, "%s", shapes[i].assignments);
		}
	}
	cr_assert_eq(entries_of("/proc/self/fd"), before);
}

Test(file, random_goes_through_each_block_once_in_another_order)
{
	unsigned char seen[64] = {0}, last = 0;
	struct file_task task = {.task = {.index = 0}};
	unsigned steps_back = 0;

	open_work(&workload_file_read, "size=64KiB,block=1KiB,pattern=random");
	cr_assert_eq(advance(&task.task), STEP_WAIT);
	while (advance(&task.task) == STEP_WAIT) {
		unsigned char block = (unsigned char)(task.file.offset / 1024);

		cr_assert_eq(task.file.offset % 1024, 0);
		cr_assert_lt(block, 64);
		cr_assert_eq(seen[block]++, 0, "block %u twice", block);
		steps_back += block < last;
		last = block;
	}
	for (unsigned i = 0; i < 64; i++)
		cr_assert_eq(seen[i], 1, "block %u", i);
	cr_assert_gt(steps_back, 10);
	workload_file_read.close(&work);
}

Test(file, tasks_in_flight_never_share_a_file)
{
	struct file_task tasks[4] = {{.task = {.index = 0}}, {.task = {.index = 3}},
		{.task = {.index = 6}}, {.task = {.index = 9}}};

	open_work(&workload_file_write, "size=4KiB");
	for (unsigned i = 0; i < 3; i++)
		cr_assert_eq(advance(&tasks[i].task), STEP_WAIT);
	cr_assert_neq(tasks[0].number, tasks[1].number);
	cr_assert_neq(tasks[0].number, tasks[2].number);
	cr_assert_neq(tasks[1].number, tasks[2].number);
	cr_assert_eq(advance(&tasks[3].task), STEP_FAILED, "a fourth in flight of three");
	cr_assert_eq(tasks[3].task.result, -EBUSY);
	while (advance(&tasks[1].task) == STEP_WAIT)
		continue;
	tasks[3].task = (struct task){.index = 9};
	cr_assert_eq(advance(&tasks[3].task), STEP_WAIT, "one came free");
	cr_assert_eq(tasks[3].number, tasks[1].number);
	for (unsigned i = 0; i < 4; i++)
		while (i != 1 && advance(&tasks[i].task) == STEP_WAIT)
			continue;
	workload_file_write.close(&work);
}

Test(file, any_number_of_files_can_be_in_flight)
{
	static struct file_task tasks[130];
	bool taken[130] = {false};

	work.concurrency = 130;
	open_work(&workload_file_read, "size=512,block=512");
	for (unsigned i = 0; i < 130; i++) {
		tasks[i].task.index = i;
		cr_assert_eq(advance(&tasks[i].task), STEP_WAIT);
		cr_assert_lt(tasks[i].number, 130);
		cr_assert_not(taken[tasks[i].number]);
		taken[tasks[i].number] = true;
	}
	for (unsigned i = 0; i < 130; i++) {
		while (advance(&tasks[i].task) == STEP_WAIT)
			continue;
		cr_assert_eq(tasks[i].task.value, workload_file_read.expected(&work, i));
	}
	workload_file_read.close(&work);
}

Test(file, a_changed_byte_makes_the_reading_wrong)
{
	static const off_t offsets[] = {0, 7, 8, 4095, 4096, 9999};
	struct file_task task;

	for (size_t i = 0; i < sizeof(offsets) / sizeof(offsets[0]); i++) {
		open_work(&workload_file_read, "size=10000,block=1KiB");
		corrupt(0, offsets[i]);
		cr_assert_eq(execute(&task.task, 0), STEP_DONE);
		cr_assert_eq(task.number, 0);
		cr_assert_neq(task.task.value, workload_file_read.expected(&work, 0), "byte %jd",
			(intmax_t)offsets[i]);
		workload_file_read.close(&work);
	}
}

Test(file, blocks_in_each_others_place_make_the_reading_wrong)
{
	/* Within the file, and between it and another. */
	static const unsigned other_files[] = {0, 1}, other_blocks[] = {2, 0};
	char block[1024], other[1024];
	struct file_task task;

	for (unsigned i = 0; i < 2; i++) {
		off_t offset = other_blocks[i] * 1024;
		int first, second;

		open_work(&workload_file_read, "size=8KiB,block=1KiB");
		first = open_file(0, O_RDWR);
		second = open_file(other_files[i], O_RDWR);
		cr_assert_eq(pread(first, block, sizeof(block), 0), 1024);
		cr_assert_eq(pread(second, other, sizeof(other), offset), 1024);
		cr_assert_eq(pwrite(first, other, sizeof(other), 0), 1024);
		cr_assert_eq(pwrite(second, block, sizeof(block), offset), 1024);
		close(first);
		close(second);
		cr_assert_eq(execute(&task.task, 0), STEP_DONE);
		cr_assert_neq(task.task.value, workload_file_read.expected(&work, 0));
		workload_file_read.close(&work);
	}
}

Test(file, a_file_too_short_fails_the_reading)
{
	unsigned before = entries_of("/proc/self/fd");
	struct file_task task;
	int descriptor;

	open_work(&workload_file_read, "size=8KiB,block=1KiB");
	descriptor = open_file(0, O_WRONLY);
	cr_assert_eq(ftruncate(descriptor, 5000), 0);
	close(descriptor);
	for (unsigned i = 0; i < 10; i++) {
		cr_assert_eq(execute(&task.task, 0), STEP_FAILED);
		cr_assert_eq(task.task.result, -ENODATA);
	}
	workload_file_read.close(&work);
	cr_assert_eq(entries_of("/proc/self/fd"), before);
}

Test(file, a_file_that_is_gone_fails_the_task)
{
	char path[sizeof(work.folder) + 8];
	struct file_task task;

	open_work(&workload_file_write, "size=8KiB");
	snprintf(path, sizeof(path), "%s/0", work.folder);
	cr_assert_eq(unlink(path), 0);
	cr_assert_eq(execute(&task.task, 0), STEP_FAILED);
	cr_assert_eq(task.task.result, -ENOENT);
	workload_file_write.close(&work);
}

Test(file, what_is_not_in_the_file_makes_the_writing_wrong)
{
	static const off_t offsets[] = {0, 8, 1023, 1024, 9999};
	struct file_task task;

	for (size_t i = 0; i < sizeof(offsets) / sizeof(offsets[0]); i++) {
		open_work(&workload_file_write, "size=10000,block=1KiB,sync=fdatasync");
		cr_assert_eq(execute(&task.task, 5), STEP_DONE);
		cr_assert_eq(task.task.value, workload_file_write.expected(&work, 5));
		corrupt(task.number, offsets[i]);
		cr_assert_neq(task.task.value, workload_file_write.expected(&work, 5), "byte %jd",
			(intmax_t)offsets[i]);
		workload_file_write.close(&work);
	}
}

/* Puts back what the file held before the task wrote it. */
static void expect_stale_content_is_noticed(uint64_t earlier, uint64_t later, bool next_batch)
{
	char before[4096];
	struct file_task task;
	struct error error = {""};
	int descriptor;

	cr_assert_eq(execute(&task.task, earlier), STEP_DONE);
	descriptor = open_file(task.number, O_RDWR);
	cr_assert_eq(pread(descriptor, before, sizeof(before), 0), sizeof(before));
	if (next_batch)
		cr_assert_eq(workload_file_write.prepare(&work, 10, &error), 0);
	cr_assert_eq(execute(&task.task, later), STEP_DONE);
	cr_assert_eq(task.task.value, workload_file_write.expected(&work, later));
	cr_assert_eq(pwrite(descriptor, before, sizeof(before), 0), sizeof(before));
	cr_assert_neq(task.task.value, workload_file_write.expected(&work, later));
	close(descriptor);
}

Test(file, content_of_an_earlier_task_or_batch_is_noticed)
{
	open_work(&workload_file_write, "size=4KiB,block=1KiB");
	expect_stale_content_is_noticed(3, 4, false);
	expect_stale_content_is_noticed(7, 7, true);
	workload_file_write.close(&work);
}

/* Pages of the file that are in the page cache. */
static unsigned cached_pages(unsigned number, size_t size)
{
	const size_t page = (size_t)sysconf(_SC_PAGESIZE);
	unsigned char present[256];
	int descriptor = open_file(number, O_RDONLY);
	void *memory = mmap(NULL, size, PROT_READ, MAP_SHARED, descriptor, 0);
	unsigned count = 0;

	cr_assert_neq(memory, MAP_FAILED);
	cr_assert_leq(size / page, sizeof(present));
	cr_assert_eq(mincore(memory, size, present), 0);
	for (size_t i = 0; i < size / page; i++)
		count += present[i] & 1;
	munmap(memory, size);
	close(descriptor);
	return count;
}

static bool is_in_memory(const char *path)
{
	struct statfs status;

	cr_assert_eq(statfs(path, &status), 0);
	return status.f_type == TMPFS_KIND;
}

Test(file, cold_drops_the_file_before_it_is_read_and_warm_does_not)
{
	struct file_task cold = {.task = {.index = 0}}, warm = {.task = {.index = 0}};

	if (is_in_memory(work.folder))
		cr_skip_test("%s is in memory: nothing can be dropped", work.folder);
	open_work(&workload_file_read, "size=1MiB,cache=cold");
	for (unsigned round = 0; round < 2; round++) {
		cold.task = (struct task){.index = round};
		cr_assert_eq(advance(&cold.task), STEP_WAIT);
		cr_assert_eq(cached_pages(cold.number, 1 << 20), 0);
		while (advance(&cold.task) == STEP_WAIT)
			continue;
		cr_assert_eq(cold.task.value, workload_file_read.expected(&work, round));
		cr_assert_gt(cached_pages(cold.number, 1 << 20), 0);
	}
	workload_file_read.close(&work);
	open_work(&workload_file_read, "size=1MiB,cache=warm");
	cr_assert_eq(advance(&warm.task), STEP_WAIT);
	cr_assert_eq(cached_pages(warm.number, 1 << 20), (1 << 20) / sysconf(_SC_PAGESIZE));
	while (advance(&warm.task) == STEP_WAIT)
		continue;
	workload_file_read.close(&work);
}

Test(file, cold_is_refused_where_files_live_in_memory)
{
	struct error error = {""};

	if (access("/dev/shm", W_OK) < 0 || !is_in_memory("/dev/shm"))
		cr_skip_test("/dev/shm is no file system in memory here");
	tear_down();
	make_folder("/dev/shm");
	choose(&workload_file_read, "size=64KiB,cache=cold");
	cr_assert_eq(workload_file_read.open(&work, &error), -1);
	cr_assert_not_null(strstr(error.text, "stay in memory"), "%s", error.text);
	cr_assert_eq(entries_of(work.folder), 0);
}

static const struct refusal {
	char assignments[32], said[48];
} refusals[] = {
	{"size=1001", "must be multiples of 8"},
	{"block=1001", "must be multiples of 8"},
};

Test(file, says_what_cannot_be)
{
	const struct work whole = work;

	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
		struct error error = {""};

		choose(&workload_file_write, refusals[i].assignments);
		cr_assert_eq(workload_file_write.open(&work, &error), -1);
		cr_assert_not_null(strstr(error.text, refusals[i].said), "%s", error.text);
	}
	for (unsigned i = 0; i < 2; i++) {
		struct error error = {""};

		choose(&workload_file_read, "");
		snprintf(work.folder, sizeof(work.folder), "%s", i == 0 ? "" : "/nonexistent");
		cr_assert_eq(workload_file_read.open(&work, &error), -1);
		cr_assert_not_null(strstr(error.text, i == 0 ? "needs a folder" : "/nonexistent"),
			"%s", error.text);
	}
	work = whole;
}
