/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whether a run may be resumed safely. Resuming executes the arguments and plugins named in its
 * journal, so nobody else may have been able to write it.
 */
#ifndef BREAKEVEN_BENCH_RUN_RESUME_TRUST_H
#define BREAKEVEN_BENCH_RUN_RESUME_TRUST_H

#include "bench/journal/journal.h"
#include "bench/run/run_folder.h"
#include "support/error.h"

/* Folder and journal must belong to this user or to root, and nobody else may be able to write to
 * them, nor to the folders above, unless these are sticky or belong to our group. Returns 0, or -1
 * with an error that says how to make them trusted. */
int resume_trust(const struct run_folder *folder, const struct journal *journal,
	struct error *error);

#endif
