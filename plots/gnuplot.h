/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gnuplot as a child process: started without a shell, ended when it takes too long or when a
 * signal comes. */
#ifndef BREAKEVEN_PLOTS_GNUPLOT_H
#define BREAKEVEN_PLOTS_GNUPLOT_H

#include <stddef.h>

#include "support/error.h"

/* From this call on, every gnuplot is ended, or not started, once this descriptor is readable: a
 * signal came (the descriptor of struct interrupt). -1: never. */
void gnuplot_end_with(int descriptor);

/* Runs `gnuplot --default-settings -c SCRIPT ARGUMENT` in a folder; the argument may be NULL. 0, or
 * -1 where gnuplot is missing, fails (the error has its message), takes longer than its limit or
 * was ended by the descriptor. After one that took too long, no other is started. */
int gnuplot_run(const char *directory, const char *script, const char *argument, unsigned limit_ms,
	struct error *error);

/* Its version in its own words, "5.4 patchlevel 4". It gets 5 s to answer. 0, or -1 with the error.
 */
int gnuplot_version(char *version, size_t size, struct error *error);

#endif
