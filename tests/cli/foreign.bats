#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Programs that are not ours: a gnuplot that never answers, that floods, that leaves something
# behind. And signals meanwhile: a run that is complete is shown, whatever comes then.

# shellcheck disable=SC2030,SC2031,SC2154 # set by helper.bash and by bats, anew for each test

load helper

# gnuplot_is LINE…: a shell script in gnuplot's place, which notes its process in `gnuplots`. Asked
# for its version it answers, unless VERSION_TOO is set.
gnuplot_is()
{
	mkdir -p bin
	{
		echo '#!/bin/sh'
		echo "echo \$\$ >>'$PWD/gnuplots'"
		[ -n "${VERSION_TOO-}" ] || echo "[ \"\$1\" != --version ] ||
			{ echo gnuplot 0 patchlevel 0; exit; }"
		printf '%s\n' "$@"
	} >bin/gnuplot
	chmod +x bin/gnuplot
	export PATH=$PWD/bin:$PATH
}

# drawing: gnuplot has been started for more than its version.
drawing()
{
	[ -e gnuplots ] && [ "$(wc -l <gnuplots)" -ge "${1:-2}" ]
}

# A run that is all measured in no time, and has something to draw.
start_small_run()
{
	# A shell starts what is in the background with SIGINT ignored.
	start env --default-signal=INT "$BREAKEVEN" run -w noop -r serial,thread-pool --cores 1 \
		--concurrency 1,2 --blocks 1 --samples 1 --sample-time 1ms "$@" -o results
}

# All that a complete run prints and leaves.
complete()
{
	cat out err
	grep -q '^ *runner ' out
	grep -q '^Verdict' out
	grep -q '^  results/result.json' out
	valid results/result.json
	holds results/result.json 'not r["interrupted"]' 'r["finished"]' \
		'all(c["status"] == "ok" for c in cases)'
	grep -q '"finished":"' results/journal.jsonl
}

@test "a limit that ends gnuplot is named with its value" {
	command -v prlimit >/dev/null || skip "needs prlimit"
	gnuplot_is 'kill -XFSZ $$'
	try breakeven run -w noop -r serial,thread-pool --cores 1 --concurrency 1,2 "${short[@]}" \
		-o results
	# shellcheck disable=SC2016 # expanded there
	try bounded bash -c 'ulimit -f 1000 && exec "$0" plot results' "$BREAKEVEN"
	echo "$output" "$stderr"
	[ "$status" -eq 3 ]
	[[ $stderr == *".gp: gnuplot was ended by signal 25 (File size limit exceeded) (a file may \
have 1.02 MB of this process: ulimit -f): it said nothing"* ]]
	try bounded prlimit --fsize=1000 "$BREAKEVEN" plot results
	echo "$output" "$stderr"
	[ "$status" -eq 3 ]
	[[ $stderr == *"cannot write throughput.gp: File too large (a file may have 1.00 kB of \
this process: ulimit -f)"* ]]
	! grep -q __asan_init "$BREAKEVEN" || return 0 # it cannot run within a limit on memory
	gnuplot_is 'echo Cairo is out of memory >&2' 'exit 1'
	# shellcheck disable=SC2016 # expanded there
	try bounded bash -c 'ulimit -d 100000 && exec "$0" plot results' "$BREAKEVEN"
	echo "$output" "$stderr"
	[ "$status" -eq 3 ]
	[[ $stderr == *": Cairo is out of memory (this process may have 102 MB of data: ulimit -d"* ]]
}

@test "tables are there before the charts are drawn" {
	gnuplot_is 'exec sleep 402'
	start_small_run
	until_true 20 drawing
	grep -q '^ *runner ' out
	grep -q '^Verdict' out
	kill -INT "$started"
	ends_within 5
}

@test "a signal while charts are drawn ends the drawing, and the run is complete" {
	gnuplot_is 'exec sleep 402'
	for signal in INT TERM; do
		rm -rf gnuplots results
		start_small_run
		until_true 20 drawing
		kill -"$signal" "$started"
		ends_within 5
		[ "$code" -eq 130 ]
		nothing_left
		complete
		tail -n 1 err | grep -qF 'interrupted while drawing; `breakeven plot results` draws'
		[ -z "$(ls -A results/charts)" ]
	done
}

@test "any number of signals to the group at any time loses nothing that was measured" {
	gnuplot_is 'sleep 0.3'
	start_small_run
	until_true 20 grep -qs '"finished":"' results/journal.jsonl
	while kill -INT -- "-$started" 2>/dev/null; do
		sleep 0.002
	done
	ends_within 5
	nothing_left
	complete
}

@test "any number of signals to a run that they interrupt leave its result and its tables" {
	start_small_run --blocks 1000
	until_true 20 cases_finished 1
	while kill -INT -- "-$started" 2>/dev/null; do
		sleep 0.002
	done
	ends_within 5
	nothing_left
	cat out err
	grep -q '^ *runner ' out
	grep -q '^  results/result.json' out
	grep -q 'interrupted' err
	valid results/result.json
	holds results/result.json 'r["interrupted"]' 'r["finished"]'
}

@test "nohup keeps its promise" {
	start nohup "$BREAKEVEN" run -w sleep:duration=1ms -r serial --blocks 5 --samples 1 \
		--sample-time 1ms --no-charts -o results
	until_true 20 cases_finished 1
	kill -HUP "$started"
	ends_within 30
	[ "$code" -eq 0 ]
	complete
}

@test "what draws no chart asks no gnuplot" {
	VERSION_TOO=yes gnuplot_is 'exec sleep 402'
	try breakeven run -w noop -r serial "${short[@]}" -o results
	[ "$status" -eq 0 ]
	try breakeven run -w noop -r serial --dry-run
	[ "$status" -eq 0 ]
	try breakeven doctor --quick
	[[ $status == [04] ]]
	try breakeven list workloads
	[ "$status" -eq 0 ]
	[ ! -e gnuplots ]
}

@test "a gnuplot that does not say its version is not waited for when a signal comes" {
	VERSION_TOO=yes gnuplot_is 'sleep 402 & sleep 402'
	for signal in INT TERM HUP; do
		rm -f gnuplots
		start env --default-signal=INT "$BREAKEVEN" doctor --json
		until_true 20 drawing 1
		kill -"$signal" "$started"
		ends_within 3
		[ "$code" -eq 130 ]
		nothing_left
	done
	rm -f gnuplots
	start_small_run
	until_true 20 drawing 1
	kill -TERM "$started"
	ends_within 3
	[ "$code" -eq 130 ]
	nothing_left
	valid results/result.json
	holds results/result.json 'r["interrupted"]'
}

@test "a gnuplot that says more than fits, or leaves its pipe to another, is not waited for" {
	gnuplot_is 'setsid sleep 402 & sleep 402 &' 'yes >&2 & exit 3'
	start_small_run
	ends_within 20
	[ "$code" -eq 0 ]
	nothing_left
	complete
	grep -q 'gnuplot failed with exit code 3' err
	[ "$(wc -c <err)" -lt 2000 ]
}

@test "plot ends with a signal, and leaves neither folder nor process" {
	breakeven run -w noop -r serial,thread-pool --cores 1 --concurrency 1,2 \
		"${short[@]}" -o results >/dev/null 2>&1
	gnuplot_is 'exec sleep 402'
	for signal in INT TERM HUP; do
		rm -f gnuplots
		start env --default-signal=INT "$BREAKEVEN" plot results
		until_true 20 drawing 1
		kill -"$signal" "$started"
		ends_within 3
		[ "$code" -eq 130 ]
		nothing_left
		grep -qx 'breakeven plot: interrupted' err
		[ -z "$(ls -A results/charts)" ]
	done
}
