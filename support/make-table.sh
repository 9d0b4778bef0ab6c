#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Writes the table of all plugins of a kind to standard output, from the list of their files:
#
#   make-table.sh workload workloads/noop.c workloads/cpu-sum.c …
#
# The file's name is the symbol's: workloads/cpu-sum.c defines workload_cpu_sum.

set -eu

kind=$1
shift

# Where the table is declared.
case $kind in
workload) header=registry ;;
*) header=$kind ;;
esac

symbols=
for file; do
	name=$(basename "$file" .c | tr - _)
	symbols="$symbols ${kind}_$name"
done

cat <<END
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Written by support/make-table.sh from the lists of plugins in Makefile.am. */
#include "config.h"

#include "${kind}s/$header.h"

END
for symbol in $symbols; do
	echo "extern const struct $kind $symbol;"
done
printf '\nconst struct %s *const %s_table[] = {\n' "$kind" "$kind"
for symbol in $symbols; do
	printf '\t&%s,\n' "$symbol"
done
printf '\tNULL,\n};\n'
