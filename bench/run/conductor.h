/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The conductor: runs the blocks of a plan, one case process at a time. It provides the HTTP
 * server, the calibrated rate and folders for files, and enforces the time limits.
 */
#ifndef BREAKEVEN_BENCH_RUN_CONDUCTOR_H
#define BREAKEVEN_BENCH_RUN_CONDUCTOR_H

#include "bench/run/stage.h"
#include "support/error.h"

/* Conducts the whole plan except the blocks that the result already has, and summarises each case.
 * Sets result->interrupted if an interrupt ended it. Returns 0, or -1 with the error if it could
 * not continue; the result then still contains what was measured. */
int conduct(struct conductor *conductor, struct error *error);

#endif
