/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whether a run may be continued without asking: that runs the arguments and the plugins that its
 * journal names, so nobody else may have written it.
 */
#ifndef BREAKEVEN_BENCH_RUN_RESUME_TRUST_H
#define BREAKEVEN_BENCH_RUN_RESUME_TRUST_H

#include "bench/journal/journal.h"
#include "bench/run/run_folder.h"
#include "support/error.h"

/* Folder and journal belong to this user or to root, and nobody else may write to them; nor to the
 * folders above them, unless these are sticky or the group is ours. 0, or -1 with an error that
 * says how to trust them. */
int resume_trust(const struct run_folder *folder, const struct journal *journal,
	struct error *error);

#endif
