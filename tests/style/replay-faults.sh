#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Runs the tests of all faults that were found once (tests/style/found-faults.txt), on a built tree:
#
#   bash tests/style/replay-faults.sh [--check] [PATTERN]
#
# With a pattern only the faults whose line matches it, without regard to case. With --check
# nothing is run: it only holds every line against the tests that there are. In the folder of the
# build; `make check TESTS=` builds what it needs. The last line is `N passed, N failed`.

set -u
source=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd) || exit 2
build=${top_builddir:-$PWD}
export top_srcdir=$source top_builddir=$build CC=${CC:-cc}
export BREAKEVEN=$build/breakeven FAULTY=$build/tests/faulty/breakeven-faulty
export BREAKEVEN_DATA=$source/bench/suite
only_check=false
passed=0
failed=0

if [ "${1-}" = --check ]; then
	only_check=true
	shift
fi
pattern=${1-}

# The tests of a fault that there are, one a line.
list_tests()
{
	local file=$1 filter=$2

	case $file in
	*.bats) sed -n -E 's/^@test "(.*)" \{$/\1/p' "$source/$file" ;;
	*) sed -n -E 's/^(Parameterized|Theory)?(Test)?\(+([a-z0-9_]+), ([a-z0-9_]+).*/\3\/\4/p' \
		"$source/$file.c" ;;
	esac | grep -E -- "$filter"
}

run_tests()
{
	local file=$1 filter=$2 name

	case $file in
	*.bats) bats --filter "$filter" "$source/$file" ;;
	*)
		list_tests "$file" "$filter" | while read -r name; do
			"$build/$file" --filter "$name" || exit 1
		done
		;;
	esac
}

# One line of the table.
replay()
{
	local fault=$1 file=$2 filter=$3 output

	if [ -z "$(list_tests "$file" "$filter")" ]; then
		echo "FAIL  $fault: no test in $file is called $filter"
		return 1
	fi
	$only_check && return 0
	if output=$(run_tests "$file" "$filter" 2>&1 </dev/null); then
		echo "pass  $fault"
		return 0
	fi
	echo "FAIL  $fault ($file, $filter)"
	tail -n 20 <<<"$output" | sed 's/^/      | /'
	return 1
}

while IFS='|' read -r fault file filter; do
	[[ $fault =~ ^[^#] ]] || continue
	[ -z "$pattern" ] || grep -qi -- "$pattern" <<<"$fault|$file|$filter" || continue
	# Without the spaces around each.
	read -r fault <<<"$fault"
	read -r file <<<"$file"
	read -r filter <<<"$filter"
	if replay "$fault" "$file" "$filter"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
	fi
done <"$source/tests/style/found-faults.txt"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ $((passed + failed)) -gt 0 ]
