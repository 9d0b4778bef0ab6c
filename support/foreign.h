/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Runs another program to its end: without a shell, within a time limit, and until it is asked to
 * stop.
 *
 * It leads a process group of its own, all of which is killed at the end, so nothing that it starts
 * outlives it or is waited for. It dies with this process. Its input is empty.
 */
#ifndef BREAKEVEN_SUPPORT_FOREIGN_H
#define BREAKEVEN_SUPPORT_FOREIGN_H

#include <stdint.h>

#include "support/capture.h"
#include "support/error.h"
#include "support/memory_kills.h"

struct foreign {
	char *const *arguments; /* the first is looked for in PATH; NULL at the end */
	const char *directory;  /* to run in; NULL: the current one */
	uint64_t limit_ns;
	int stop;  /* a descriptor; the program is ended once it is readable. -1: there is none */
	int heard; /* which of its streams is kept: STDOUT_FILENO or STDERR_FILENO */
};

enum foreign_end {
	FOREIGN_EXITED,   /* with `status` as its exit code */
	FOREIGN_SIGNALED, /* by the signal `status`; `ended` says which, and for which limit */
	FOREIGN_LATE,     /* killed at its limit */
	FOREIGN_STOPPED,  /* killed, or not even started, because of `stop` */
	FOREIGN_MISSING,  /* could not be started: `status` is the errno */
};

struct foreign_outcome {
	enum foreign_end end;
	int status;
	char ended[MEMORY_KILLS_END];
	char text[CAPTURE_BEGIN_SIZE]; /* the beginning of what it wrote, with a zero at its end */
};

/* 0, or -1 with the error if no pipe or process could be made. */
int foreign_run(const struct foreign *foreign, struct foreign_outcome *outcome,
	struct error *error);

#endif
