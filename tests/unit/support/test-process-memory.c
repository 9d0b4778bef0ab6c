/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory of a process tree: what is touched counts once, in whichever process. */
#include "config.h"

#include "support/process_memory.h"

#include <fcntl.h>
#include <linux/kcmp.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <criterion/criterion.h>

#define MUCH (32UL << 20)   /* touched on purpose */
#define LITTLE (16UL << 20) /* less than half of it, more than anything else takes meanwhile */

static struct process_tree *tree;
static struct error error;

static void set_up(void)
{
	tree = process_tree_open(&error);
	cr_assert_not_null(tree, "%s", error.text);
}

static void tear_down(void)
{
	process_tree_close(tree);
}

static struct process_memory memory_of(pid_t root)
{
	struct process_memory memory;

	cr_assert_eq(process_tree_memory(tree, root, &memory, &error), 0, "%s", error.text);
	return memory;
}

/* MUCH memory of this process's own, every page of it written. */
static void *touch(void)
{
	char *memory = mmap(NULL, MUCH, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (memory == MAP_FAILED)
		abort();
	memset(memory, 1, MUCH);
	return memory;
}

static void expect_growth(uint64_t before, uint64_t after, uint64_t wanted, const char *what)
{
	cr_expect_geq(after + LITTLE, before + wanted, "%s: from %ju to %ju", what,
		(uintmax_t)before, (uintmax_t)after);
	cr_expect_leq(after, before + wanted + LITTLE, "%s: from %ju to %ju", what,
		(uintmax_t)before, (uintmax_t)after);
}

/* Forks a child that does something, says so, and lives until it is killed. */
static pid_t fork_busy(void (*busy)(void))
{
	int ready[2];
	char byte;
	pid_t pid;

	cr_assert_eq(pipe(ready), 0);
	pid = fork();
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		busy();
		if (write(ready[1], "", 1) != 1)
			abort();
		for (;;)
			pause();
	}
	cr_assert_gt(pid, 0);
	close(ready[1]);
	cr_assert_eq(read(ready[0], &byte, 1), 1);
	close(ready[0]);
	return pid;
}

static void end(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

static void be_idle(void)
{
}

static void be_large(void)
{
	touch();
}

static void have_large_child(void)
{
	fork_busy(be_large);
}

Test(process_memory, what_is_touched_counts, .init = set_up, .fini = tear_down)
{
	struct process_memory before = memory_of(getpid()), after;
	void *memory = touch();

	after = memory_of(getpid());
	expect_growth(before.all_bytes, after.all_bytes, MUCH, "all");
	expect_growth(before.written_bytes, after.written_bytes, MUCH, "written");
	cr_expect_leq(after.written_bytes, after.all_bytes);
	cr_expect_eq(after.children, 0);
	munmap(memory, MUCH);
	after = memory_of(getpid());
	expect_growth(before.all_bytes, after.all_bytes, 0, "given back");
}

Test(process_memory, files_are_apart, .init = set_up, .fini = tear_down)
{
	struct process_memory before, after;
	char path[] = "/tmp/breakeven-test-XXXXXX";
	int file = mkstemp(path);
	volatile char sum = 0;
	char *memory;

	cr_assert_geq(file, 0);
	unlink(path);
	cr_assert_eq(posix_fallocate(file, 0, (off_t)MUCH), 0);
	before = memory_of(getpid());
	memory = mmap(NULL, MUCH, PROT_READ, MAP_SHARED, file, 0);
	cr_assert_neq(memory, MAP_FAILED);
	for (size_t i = 0; i < MUCH; i += 4096)
		sum = (char)(sum + memory[i]);
	after = memory_of(getpid());
	expect_growth(before.all_bytes, after.all_bytes, MUCH, "all");
	expect_growth(before.written_bytes, after.written_bytes, 0, "written");
	munmap(memory, MUCH);
	close(file);
}

Test(process_memory, children_and_theirs_count, .init = set_up, .fini = tear_down)
{
	struct process_memory before = memory_of(getpid()), after;
	pid_t child = fork_busy(be_large), parent;

	after = memory_of(getpid());
	expect_growth(before.all_bytes, after.all_bytes, MUCH, "a child");
	cr_expect_eq(after.children, 1);
	parent = fork_busy(have_large_child);
	after = memory_of(getpid());
	expect_growth(before.all_bytes, after.all_bytes, 2 * MUCH, "a grandchild");
	cr_expect_eq(after.children, 2, "a grandchild is not a child");
	expect_growth(memory_of(parent).written_bytes, MUCH, 0, "the part of the tree below one");
	end(parent);
	end(child);
	after = memory_of(getpid());
	cr_expect_eq(after.children, 0);
}

Test(process_memory, shared_pages_count_once, .init = set_up, .fini = tear_down)
{
	struct process_memory before, after;
	pid_t children[3];

	touch();
	before = memory_of(getpid());
	for (size_t i = 0; i < 3; i++)
		children[i] = fork_busy(be_idle);
	after = memory_of(getpid());
	cr_expect_eq(after.children, 3);
	expect_growth(before.all_bytes, after.all_bytes, 0, "four have the same pages");
	for (size_t i = 0; i < 3; i++)
		end(children[i]);
}

static _Noreturn int wait_to_be_killed(void *argument)
{
	(void)argument;
	for (;;)
		pause();
}

/* As posix_spawn() has it until the other program runs. */
Test(process_memory, one_memory_of_two_processes_counts_once, .init = set_up, .fini = tear_down)
{
	static char stack[1 << 16] __attribute__((aligned(16)));
	struct process_memory before, after;
	pid_t child;

	if (syscall(SYS_kcmp, getpid(), getpid(), KCMP_VM, 0UL, 0UL) != 0)
		cr_skip_test("this kernel does not tell whether two processes have one memory");
	touch();
	before = memory_of(getpid());
	child = clone(wait_to_be_killed, stack + sizeof(stack), CLONE_VM | SIGCHLD, NULL);
	cr_assert_gt(child, 0);
	after = memory_of(getpid());
	expect_growth(before.all_bytes, after.all_bytes, 0, "two have one memory");
	cr_expect_eq(after.children, 0);
	end(child);
}

Test(process_memory, nobody, .init = set_up, .fini = tear_down)
{
	struct process_memory memory;
	pid_t gone = fork_busy(be_idle);
	char expected[64];

	end(gone);
	snprintf(expected, sizeof(expected), "there is no process %d", (int)gone);
	cr_expect_eq(process_tree_memory(tree, gone, &memory, &error), -1);
	cr_expect_str_eq(error.text, expected);
}
