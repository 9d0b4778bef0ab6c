/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gnuplot as a child process: started without a shell, and ended when it takes too long. */
#ifndef BREAKEVEN_PLOTS_GNUPLOT_H
#define BREAKEVEN_PLOTS_GNUPLOT_H

#include "support/error.h"

/* Runs `gnuplot --default-settings -c SCRIPT ARGUMENT` in a folder; the argument may be NULL. 0, or
 * -1 where gnuplot is missing, fails (the error has what it said) or takes longer than its limit.
 */
int gnuplot_run(const char *directory, const char *script, const char *argument, unsigned limit_ms,
	struct error *error);

#endif
