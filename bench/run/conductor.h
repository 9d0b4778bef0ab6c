/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The conductor: takes a plan through its blocks, one case process after the other, and keeps what
 * they need (the HTTP server, the calibrated rate, folders for files) and the time limits.
 */
#ifndef BREAKEVEN_BENCH_RUN_CONDUCTOR_H
#define BREAKEVEN_BENCH_RUN_CONDUCTOR_H

#include "bench/run/stage.h"
#include "support/error.h"

/* Conducts the whole plan but for the blocks that the result has already, and summarises each
 * case. result->interrupted is set where an interrupt ended it. 0, or -1 with the error where it
 * could not go on; what was measured is in the result all the same. */
int conduct(struct conductor *conductor, struct error *error);

#endif
