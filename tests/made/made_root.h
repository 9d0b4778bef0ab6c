/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A folder with files of a made machine: what stands for / where /proc and /sys are read. */
#ifndef BREAKEVEN_TESTS_MADE_MADE_ROOT_H
#define BREAKEVEN_TESTS_MADE_MADE_ROOT_H

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <criterion/criterion.h>

#define MADE_ROOT "/tmp/breakeven-root-XXXXXX"

struct made_file {
	const char *path, *text; /* a NULL path ends a list */
};

/* Writes a file below the root, with the folders above it; an existing one in its place. */
static inline void made_root_write(const char *root, const char *path, const char *text)
{
	char whole[512];
	FILE *file;

	cr_assert_lt(snprintf(whole, sizeof(whole), "%s%s", root, path), (int)sizeof(whole));
	for (char *slash = whole + strlen(root) + 1; (slash = strchr(slash, '/')) != NULL;
		slash++) {
		*slash = '\0';
		mkdir(whole, 0700);
		*slash = '/';
	}
	file = fopen(whole, "we");
	cr_assert_not_null(file, "%s", whole);
	cr_assert_geq(fputs(text, file), 0);
	cr_assert_eq(fclose(file), 0);
}

/* Makes a root (a buffer with MADE_ROOT in it) with these files. */
static inline void made_root(char *root, const struct made_file *files)
{
	cr_assert_not_null(mkdtemp(root));
	for (; files->path != NULL; files++)
		made_root_write(root, files->path, files->text);
}

static inline int made_root_unlink(const char *path, const struct stat *about, int kind,
	struct FTW *place)
{
	(void)about;
	(void)kind;
	(void)place;
	return remove(path);
}

static inline void made_root_remove(const char *root)
{
	cr_assert_eq(nftw(root, made_root_unlink, 8, FTW_DEPTH | FTW_PHYS), 0);
}

#endif
