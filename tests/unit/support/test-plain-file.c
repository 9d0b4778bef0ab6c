/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files and nothing else: links, pipes and the like are refused at once, and nothing is replaced.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <limits.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "support/plain_file.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void set_up(void)
{
	static char folder[] = "/tmp/breakeven-test-XXXXXX";

	cr_assert_not_null(mkdtemp(folder));
	cr_assert_eq(chdir(folder), 0);
}

/* Fails where anything but these is in the folder. */
static void tear_down(void)
{
	static const char *const names[] = {"file", "link", "second", "pipe", "socket", "nowhere"};
	char folder[PATH_MAX];

	for (size_t i = 0; i < COUNT(names); i++)
		unlink(names[i]);
	rmdir("folder");
	cr_assert_not_null(getcwd(folder, sizeof(folder)));
	cr_assert_eq(rmdir(folder), 0, "something was left behind");
}

static void put(const char *path, const char *text)
{
	int file = plain_file_create(path);

	cr_assert_geq(file, 0, "%s: %s", path, strerror(errno));
	cr_assert_eq(write(file, text, strlen(text)), (ssize_t)strlen(text));
	close(file);
}

static bool holds(const char *path, const char *text)
{
	char buffer[64] = "";
	int file = open(path, O_RDONLY);

	cr_assert_geq(read(file, buffer, sizeof(buffer) - 1), 0);
	close(file);
	return strcmp(buffer, text) == 0;
}

static void make_all(void)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "socket"};
	int descriptor = socket(AF_UNIX, SOCK_STREAM, 0);

	put("file", "text");
	cr_assert_eq(symlink("file", "link"), 0);
	cr_assert_eq(symlink("missing", "nowhere"), 0);
	cr_assert_eq(mkdir("folder", 0755), 0);
	cr_assert_eq(mkfifo("pipe", 0644), 0);
	cr_assert_eq(bind(descriptor, (struct sockaddr *)&address, sizeof(address)), 0);
	close(descriptor);
}

/* A pipe that nobody writes to would hold up whoever opens it. */
Test(plain_file, what_is_no_file_is_refused_at_once, .init = set_up, .fini = tear_down,
	.timeout = 20)
{
	static const struct {
		const char *path, *message;
	} rows[] = {
		{"missing", "missing: cannot be read: No such file or directory"},
		{"link", "link: cannot be read: it is a symbolic link, not a regular file"},
		{"nowhere", "nowhere: cannot be read: it is a symbolic link, not a regular file"},
		{"folder", "folder: cannot be read: it is a folder, not a regular file"},
		{"pipe", "pipe: cannot be read: it is a pipe, not a regular file"},
		{"socket", "socket: cannot be read: it is a socket, not a regular file"},
		{"/dev/zero", "/dev/zero: cannot be read: it is a device, not a regular file"},
	};
	static const enum plain_file_use uses[] = {PLAIN_FILE_READ, PLAIN_FILE_CHANGE};

	make_all();
	for (size_t i = 0; i < COUNT(rows); i++)
		for (size_t j = 0; j < COUNT(uses); j++) {
			struct error error = {0};

			cr_expect_eq(plain_file_open(rows[i].path, uses[j], "read", &error), -1);
			cr_expect_eq(errno == ENOENT, i == 0);
			cr_expect_str_eq(error.text, rows[i].message);
		}
	cr_expect(holds("file", "text"));
}

Test(plain_file, a_link_is_followed_where_it_may_be_and_a_pipe_is_not, .init = set_up,
	.fini = tear_down, .timeout = 20)
{
	struct error error = {0};
	int file;

	make_all();
	file = plain_file_open("link", PLAIN_FILE_FOLLOW, "read", &error);
	cr_expect_geq(file, 0, "%s", error.text);
	close(file);
	cr_expect_eq(plain_file_open("pipe", PLAIN_FILE_FOLLOW, "read", &error), -1);
	cr_expect(plain_file_exists("nowhere"));
	cr_expect_not(plain_file_exists("missing"));
}

Test(plain_file, a_file_with_two_names_is_read_and_not_changed, .init = set_up, .fini = tear_down)
{
	struct error error = {0};
	int file;

	put("file", "text");
	cr_assert_eq(link("file", "second"), 0);
	file = plain_file_open("file", PLAIN_FILE_READ, "read", &error);
	cr_expect_geq(file, 0);
	close(file);
	cr_expect_eq(plain_file_open("file", PLAIN_FILE_CHANGE, "opened", &error), -1);
	cr_expect_not_null(strstr(error.text, "it has another name (a hard link)"), "%s",
		error.text);
}

/* Makes a name for a temporary file with that text and tries to give it the other name. */
static enum plain_file_named name_new(const char *path, const char *text)
{
	char temporary[64];
	int file = plain_file_temporary(temporary, sizeof(temporary), path);
	enum plain_file_named named;

	cr_assert_geq(file, 0);
	cr_assert(plain_file_is_temporary(temporary, path), "%s", temporary);
	cr_assert_eq(write(file, text, strlen(text)), (ssize_t)strlen(text));
	close(file);
	named = plain_file_name(temporary, path);
	if (named != PLAIN_FILE_NAMED)
		cr_expect_eq(unlink(temporary), 0);
	return named;
}

static void check_names(void)
{
	static const char *const taken[] = {"file", "link", "nowhere", "folder", "pipe", "socket"};

	cr_expect_eq(name_new("second", "new"), PLAIN_FILE_NAMED);
	cr_expect(holds("second", "new"));
	make_all();
	for (size_t i = 0; i < COUNT(taken); i++)
		cr_expect_eq(name_new(taken[i], "new"), PLAIN_FILE_TAKEN, "%s", taken[i]);
	cr_expect(holds("file", "text"));
	cr_expect_eq(plain_file_name("missing", "missing too"), PLAIN_FILE_FAILED);
	cr_expect_not(plain_file_exists("missing too"));
}

Test(plain_file, a_name_is_given_only_where_nothing_has_it, .init = set_up, .fini = tear_down)
{
	check_names();
}

/* From here on the kernel says that it does not know renameat2(). */
static bool forbid_renameat2(void)
{
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_renameat2, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = {.len = COUNT(filter), .filter = filter};

	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
		prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

Test(plain_file, a_name_is_given_likewise_where_the_kernel_does_not_help, .init = set_up,
	.fini = tear_down)
{
	if (!forbid_renameat2())
		cr_skip_test("there is no seccomp");
	check_names();
}

/* Two of the same number at once, as in two containers, do not meet. */
Test(plain_file, temporary_files_are_always_new_ones, .init = set_up, .fini = tear_down)
{
	char first[64], second[64], short_name[4];
	int one = plain_file_temporary(first, sizeof(first), "file");
	int two = plain_file_temporary(second, sizeof(second), "file");

	cr_expect_geq(one, 0);
	cr_expect_geq(two, 0);
	cr_expect_str_neq(first, second);
	cr_expect_eq(plain_file_temporary(short_name, sizeof(short_name), "file"), -1);
	cr_expect_eq(errno, ENAMETOOLONG);
	close(one);
	close(two);
	unlink(first);
	unlink(second);
}

Test(plain_file, only_its_own_temporary_names_are_known)
{
	static const struct {
		const char *name;
		bool known;
	} rows[] = {
		{"result.json.12.0.tmp", true},
		{"result.json.1.234.tmp", true},
		{"result.json.12.tmp", false},
		{"result.json.12.0.tmp.tmp", false},
		{"result.json.12.0.tmp~", false},
		{"result.json.12a.0.tmp", false},
		{"result.json.12.0", false},
		{"result.json..0.tmp", false},
		{"result.json.1_my_notes.tmp", false},
		{"result.json", false},
		{"my-result.json.12.0.tmp", false},
		{"result.jso", false},
		{"", false},
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		cr_expect_eq(plain_file_is_temporary(rows[i].name, "result.json"), rows[i].known,
			"%s", rows[i].name);
}

Test(plain_file, nobody_else_may_write_into_a_new_file, .init = set_up, .fini = tear_down)
{
	struct stat about;

	umask(0);
	put("file", "");
	cr_assert_eq(stat("file", &about), 0);
	cr_expect_eq(about.st_mode & 0777, 0644);
}

Test(plain_file, the_folder_of_a_file_is_synced, .init = set_up, .fini = tear_down)
{
	put("file", "");
	cr_expect_eq(plain_file_sync_folder("file"), 0, "%s", strerror(errno));
	cr_expect_eq(plain_file_sync_folder("nowhere/file"), -1);
	cr_expect_eq(errno, ENOENT);
}
