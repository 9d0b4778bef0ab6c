/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What this program was built from and how. support/make-build-info.sh writes build_info.c during
 * the build; it is the only file that is recompiled when the commit changes.
 */
#ifndef BREAKEVEN_BENCH_PROGRAM_BUILD_INFO_H
#define BREAKEVEN_BENCH_PROGRAM_BUILD_INFO_H

extern const char build_commit[];         /* from `git describe`, or "unknown" */
extern const char build_compiler[];       /* the first line of its --version */
extern const char build_flags[];          /* CPPFLAGS and CFLAGS, the project's own included */
extern const char build_data_directory[]; /* where suites/ and result.schema.json are installed */

#endif
