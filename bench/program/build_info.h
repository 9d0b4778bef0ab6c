/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What this program was built from and how. support/make-build-info.sh writes build_info.c while
 * building: the only file that is compiled anew when the commit changes.
 */
#ifndef BREAKEVEN_BENCH_PROGRAM_BUILD_INFO_H
#define BREAKEVEN_BENCH_PROGRAM_BUILD_INFO_H

extern const char build_commit[];         /* as `git describe` has it, or "unknown" */
extern const char build_compiler[];       /* the first line of what its --version says */
extern const char build_flags[];          /* CPPFLAGS and CFLAGS, the project's own included */
extern const char build_data_directory[]; /* where suites/ and result.schema.json are installed */

#endif
