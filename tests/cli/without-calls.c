/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Runs a command on a kernel that refuses some system calls, as an older one does, or the filter of
 * a container:
 *
 *   without-calls ERROR CALL[,CALL…] COMMAND…
 *
 * ERROR is ENOSYS or EPERM. A CALL is a name from the table below, or N+ for all that are numbered
 * N and above. The exit code is the command's; 77 where this kernel takes no filter.
 */
#include "config.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define CALL_LIMIT 64
#define EXIT_NO_FILTER 77
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct {
	const char *name;
	unsigned number;
} calls[] = {
	{"clone3", 435},
	{"close_range", 436},
	{"epoll_pwait2", 441},
	{"faccessat2", 439},
	{"io_uring_setup", 425},
	{"kcmp", SYS_kcmp},
	{"membarrier", SYS_membarrier},
	{"openat2", 437},
	{"personality", SYS_personality},
	{"pidfd_open", 434},
	{"pidfd_send_signal", 424},
	{"renameat2", SYS_renameat2},
	{"rseq", SYS_rseq},
	{"statx", SYS_statx},
};

static struct sock_filter filter[2 * CALL_LIMIT + 2];
static unsigned short length;

static void add(unsigned code, unsigned operand, unsigned char yes, unsigned char no)
{
	filter[length++] = (struct sock_filter){(unsigned short)code, yes, no, operand};
}

/* "NAME" or "N+": refused with this error. 0, or -1 where there is no such call. */
static int refuse(const char *call, unsigned error)
{
	char *end;
	unsigned long first = strtoul(call, &end, 10);

	if (end != call && strcmp(end, "+") == 0) {
		add(BPF_JMP | BPF_JGE | BPF_K, (unsigned)first, 0, 1);
		add(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | error, 0, 0);
		return 0;
	}
	for (size_t i = 0; i < COUNT(calls); i++)
		if (strcmp(calls[i].name, call) == 0) {
			add(BPF_JMP | BPF_JEQ | BPF_K, calls[i].number, 0, 1);
			add(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | error, 0, 0);
			return 0;
		}
	return -1;
}

int main(int argc, char **argv)
{
	struct sock_fprog program = {.filter = filter};
	unsigned error, count = 0;
	char *rest;

	if (argc < 4)
		return 2;
	error = strcmp(argv[1], "EPERM") == 0 ? EPERM : ENOSYS;
	add(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr), 0, 0);
	for (char *call = strtok_r(argv[2], ",", &rest); call != NULL;
		call = strtok_r(NULL, ",", &rest))
		if (++count == CALL_LIMIT || refuse(call, error) < 0) {
			fprintf(stderr, "without-calls: no call %s\n", call);
			return 2;
		}
	add(BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0);
	program.len = length;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1UL, 0UL, 0UL, 0UL) < 0 ||
		prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) < 0)
		return EXIT_NO_FILTER;
	execvp(argv[3], argv + 3);
	return 2;
}
