#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Writes bench/program/build_info.c to standard output: the commit, the compiler and its flags.
#
#   make-build-info.sh SOURCE_DIRECTORY COMPILER FLAGS DATA_DIRECTORY
#   make-build-info.sh --commit SOURCE_DIRECTORY      only the commit, as text
#
# The commit is that of the checkout, else the one that `make dist` packed into the tarball.

set -eu

commit_of()
{
	if [ -e "$1/.git" ] && commit=$(GIT_OPTIONAL_LOCKS=0 git -C "$1" describe --tags --always \
		--dirty 2>/dev/null) && [ -n "$commit" ]; then
		echo "$commit"
	elif [ -s "$1/.commit" ]; then
		head -n 1 "$1/.commit"
	else
		echo unknown
	fi
}

# The inside of a C string.
quoted()
{
	printf '%s' "$1" | tr '\n\t' '  ' | sed -e 's/  */ /g' -e 's/[\\"]/\\&/g'
}

if [ "$1" = --commit ]; then
	commit_of "$2"
	exit
fi

# The compiler may be several words ("ccache gcc"), so it is not quoted.
# shellcheck disable=SC2086
compiler=$($2 --version 2>/dev/null | head -n 1)

cat <<END
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Written by support/make-build-info.sh. */
#include "config.h"

#include "bench/program/build_info.h"

const char build_commit[] = "$(quoted "$(commit_of "$1")")";
const char build_compiler[] = "$(quoted "${compiler:-$2}")";
const char build_flags[] = "$(quoted "$3")";
const char build_data_directory[] = "$(quoted "$4")";
END
