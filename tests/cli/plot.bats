#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# bats file_tags=plot
#
# The command `plot`: where charts go, and what its exit code says.

# shellcheck disable=SC2154 # from helper.bash

load helper

# In gnuplot's place, one that fails with the chart of that name, or with all.
fail_with()
{
	mkdir -p bin
	cat >bin/gnuplot <<-END
		#!/bin/sh
		case \$3 in $1) echo broken >&2; exit 7;; esac
		PATH=${PATH@Q} exec gnuplot "\$@"
	END
	chmod +x bin/gnuplot
}

setup_result()
{
	mkdir results
	cp "$top_srcdir/tests/data/example-result.json" results/result.json
}

@test "charts/ that is a link is refused, and a link that was named is not" {
	setup_result
	mkdir theirs
	echo precious >theirs/throughput.svg
	ln -s ../theirs results/charts
	try breakeven plot results
	echo "$status: $stderr"
	[ "$status" -eq 2 ]
	[ "${#stderr_lines[@]}" -eq 1 ]
	[[ $stderr == "breakeven plot: results/charts is a symbolic link"*"plot -o"* ]]
	[ "$(ls -A theirs)" = throughput.svg ]
	[ "$(cat theirs/throughput.svg)" = precious ]
	try breakeven plot results -o results/charts
	[ "$status" -eq 0 ]
	grep -q '</svg>' theirs/throughput.svg
}

@test "a chart that fails stops no other, and the exit code says so" {
	setup_result
	fail_with throughput.gp
	PATH=$PWD/bin:$PATH try breakeven plot results -o out
	echo "$status: $output: $stderr"
	[ "$status" -eq 3 ]
	[[ $output == *out/scaling.svg* ]]
	[[ $output != *throughput* ]]
	[[ $stderr == *"note: throughput: not drawn: throughput.gp: gnuplot failed with exit code 7: broken"* ]]
	[ -e out/scaling.png ]
	[ ! -e out/throughput.gp ]
	[ -z "$(find out -name '.*')" ]
}

@test "where every chart fails, the first reason is said once" {
	setup_result
	fail_with '*'
	PATH=$PWD/bin:$PATH try breakeven plot results -o out
	echo "$status: $output: $stderr"
	[ "$status" -eq 3 ]
	[ -z "$output" ]
	[ "$(grep -c "gnuplot failed" <<<"$stderr")" -eq 1 ]
	[ ! -e out ]
}

@test "a folder for charts stays only where there is one in it, or it was there before" {
	setup_result
	fail_with '*'
	PATH=$PWD/bin:$PATH try breakeven plot results -o new/charts
	[ "$status" -eq 3 ]
	[ ! -e new ]
	mkdir -p old/charts
	PATH=$PWD/bin:$PATH try breakeven plot results -o old/charts/new
	[ "$status" -eq 3 ]
	[ "$(find old)" = $'old\nold/charts' ]
	sed -n '1,/"cases": \[/p' results/result.json | sed '$s/\[.*/[]}/' >none.json
	mv none.json results/result.json
	try breakeven plot results
	echo "$status: $stderr"
	[ "$status" -eq 3 ]
	[ "$(ls -A results)" = result.json ]
}

@test "a drawing that is killed leaves a folder that the next one removes" {
	setup_result
	mkdir bin
	printf '#!/bin/sh\necho >"%s/drawing"\nexec sleep 100\n' "$PWD" >bin/gnuplot
	chmod +x bin/gnuplot
	PATH=$PWD/bin:$PATH start "$BREAKEVEN" plot results
	until_true 20 test -e drawing
	kill -KILL "$started"
	wait "$started" || true
	started=
	[ -n "$(find results/charts -name '.drawing-*')" ]
	try breakeven plot results
	[ "$status" -eq 0 ]
	[ -z "$(find results/charts -name '.drawing-*')" ]
}
