/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Replaces the loop on an io_uring if configure found no liburing; see ring_loop.h. */
#include "config.h"

#include "runners/waiting/ring_loop.h"

int ring_loop_probe(struct error *reason)
{
	return error_set(reason,
		"built without liburing (install liburing-dev or liburing-devel, then configure "
		"and build again)");
}

struct common_loop *ring_loop_new(unsigned concurrency, unsigned helpers, struct error *error)
{
	(void)concurrency;
	(void)helpers;
	ring_loop_probe(error);
	return NULL;
}
