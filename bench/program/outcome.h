/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How something ended that an interrupt (interrupt.h) can end before it is done. */
#ifndef BREAKEVEN_BENCH_PROGRAM_OUTCOME_H
#define BREAKEVEN_BENCH_PROGRAM_OUTCOME_H

enum outcome {
	OUTCOME_FAILED = -1, /* with the error; what error_set() returns */
	OUTCOME_DONE,
	OUTCOME_INTERRUPTED,
};

#endif
