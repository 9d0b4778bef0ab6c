#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Impossible results: a plugin whose sum compilers fold is invalid, each time and whichever way it
# is noticed; the same sum guarded is not.

# shellcheck disable=SC2154 # set by helper.bash and by bats

load helper

times=3

# The headers as they are installed.
setup_file()
{
	tree=$BATS_FILE_TMPDIR/tree
	env -u MAKEFLAGS -u MAKELEVEL make -C "$top_builddir" install-data DESTDIR="$tree" \
		>"$BATS_FILE_TMPDIR/install.log" 2>&1 || {
		cat "$BATS_FILE_TMPDIR/install.log"
		return 1
	}
	headers=$(dirname "$(dirname "$(find "$tree" -name workload.h)")")
	export headers
}

# build COMPILER FLAG…: tests/plugins/foldable.c into foldable.so.
build()
{
	local compiler

	read -ra compiler <<<"$1"
	shift
	"${compiler[@]}" -O3 -std=gnu17 -Wall -Wextra -Werror -iquote "$top_srcdir" -I"$headers" \
		-fPIC -shared "$@" -o foldable.so "$top_srcdir/tests/plugins/foldable.c"
}

measure()
{
	rm -rf results
	try breakeven run --plugin ./foldable.so -w foldable -w noop -r serial,thread-pool \
		--cores 1 --concurrency 1,2 "${short[@]}" -o results
	echo "$output" "$stderr"
	valid results/result.json
	holds results/result.json \
		'all(c["status"] == "ok" for c in cases if c["workload"]["name"] == "noop")'
	nothing_left
}

# invalid PATTERN: each block of each case, with the reason.
invalid()
{
	[ "$status" -eq 3 ]
	holds results/result.json 'all([b["status"] for b in c["blocks"]] == ["invalid"] * 2
		for c in cases if c["workload"]["name"] == "foldable")'
	[[ $stderr == *"invalid: foldable{additions=100000}/serial/cores=1/concurrency=1: "$1* ]]
	[[ $output == *"invalid: "* ]]
}

# check COMPILER: skipped only where it is not there.
check()
{
	local i

	command -v "$1" >/dev/null || skip "no $1"
	for ((i = 0; i < times; i++)); do
		build "$1"
		measure
		invalid "twice the work takes [01]"
		build "$1" -DSTATED -DUNSCALED
		measure
		invalid "a task used "
		holds results/result.json '"twice_the_work" not in r["settings"]'
		build "$1" -DSTATED -DGUARDED
		measure
		[ "$status" -eq 0 ]
		holds results/result.json \
			'1.8 <= list(r["settings"]["twice_the_work"].values())[0] <= 2.2'
	done
}

@test "a sum that gcc folds is invalid, guarded it is not" {
	check gcc
}

@test "a sum that clang folds is invalid, guarded it is not" {
	check clang
}

@test "a reason is shown again from the result" {
	build "$CC"
	measure
	try breakeven show results
	[ "$status" -eq 0 ]
	[[ $output == *"invalid: twice the work takes "* ]]
	try breakeven verdict results
	[ "$status" -eq 0 ]
	[[ $output == *"foldable"*"(invalid: twice the work "* ]]
}

@test "a parameter that does not exist scales nothing" {
	sed 's/"additions",$/"nothing",/' "$top_srcdir/tests/plugins/foldable.c" >wrong.c
	grep -q 'scales = "nothing"' wrong.c
	$CC -std=gnu17 -iquote "$top_srcdir" -I"$headers" -fPIC -shared wrong.c -o wrong.so
	try breakeven run --plugin ./wrong.so -w foldable -r serial
	[ "$status" -eq 2 ]
	[[ $stderr == *"'nothing', which scales the work, is none of its parameters"* ]]
}
