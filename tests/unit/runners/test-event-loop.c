/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the runners on event loops support: no io_uring where the kernel refuses one. */
#include "config.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include <criterion/criterion.h>

#include "runners/event_loop.h"
#include "runners/waiting/ring_loop.h"

/* From now on the kernel answers that it is not permitted, as in many a container. */
static void forbid_rings(void)
{
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_io_uring_setup, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = {sizeof(filter) / sizeof(filter[0]), filter};

	cr_assert_eq(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), 0, "%s", strerror(errno));
	cr_assert_eq(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program), 0, "%s",
		strerror(errno));
}

static void choose(struct parameters *parameters, const char *assignments)
{
	struct error error = {""};

	cr_assert_eq(parameters_init(parameters, event_loop_parameters, &error), 0, "%s",
		error.text);
	cr_assert_eq(parameters_set_all(parameters, assignments, &error), 0, "%s", error.text);
}

Test(event_loop, leaves_io_uring_out_where_it_is_refused, .timeout = 60)
{
	static struct parameters parameters;
	struct error reason = {""};

	forbid_rings();
	choose(&parameters, "");
	cr_assert_eq(event_loop_supports(&parameters, NULL, 0, &reason), 0, "%s", reason.text);
	choose(&parameters, "loop=io_uring");
	for (unsigned i = 0; i < 2; i++) {
		reason.text[0] = '\0';
		cr_assert_eq(event_loop_supports(&parameters, NULL, 0, &reason), -1);
		cr_assert_eq(strncmp(reason.text, "loop=io_uring: ", 15), 0, "%s", reason.text);
		cr_assert(strstr(reason.text, "kernel.io_uring_disabled") != NULL ||
				strstr(reason.text, "install liburing-dev") != NULL,
			"no mend in: %s", reason.text);
	}
	reason.text[0] = '\0';
	cr_assert_null(ring_loop_new(1, 0, &reason));
	cr_assert_neq(reason.text[0], '\0');
}

Test(event_loop, has_io_uring_where_a_ring_can_be_made, .timeout = 60)
{
	static struct parameters parameters;
	struct error reason = {""}, same = {""};
	int probed = ring_loop_probe(&reason);

	choose(&parameters, "loop=io_uring");
	cr_assert_eq(event_loop_supports(&parameters, NULL, 0, &same), probed, "%s", same.text);
	cr_assert_eq(same.text[0] != '\0', probed < 0);
}
