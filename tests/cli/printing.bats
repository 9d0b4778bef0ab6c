#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What is printed, as somebody sees it who has standard output and standard error in one place: in a
# file, or on a terminal that is narrow, or that has no cursor.

# shellcheck disable=SC2030,SC2031,SC2154 # set by helper.bash and by bats, anew for each test

load helper

# A result whose charts leave something out, so that there is a note.
make_result_with_note()
{
	faulty run -w noop -w fail -r serial,async --concurrency 1,2 "${short[@]}" -o results \
		>/dev/null 2>&1 || true
	valid results/result.json
}

# place FILE PATTERN: the number of the first line that matches.
place()
{
	grep -nE -m 1 -- "$2" "$1" | cut -d : -f 1
}

# in_order FILE PATTERN…: each has a line, and these come one after the other.
in_order()
{
	local file=$1 before=0 now pattern

	shift
	for pattern; do
		now=$(place "$file" "$pattern")
		[ -n "$now" ] && [ "$now" -gt "$before" ] || {
			echo "\"$pattern\" is not below line $before of $file:"
			cat "$file"
			return 1
		}
		before=$now
	done
}

on_terminal()
{
	bounded /usr/bin/python3 "$top_srcdir/tests/cli/on-terminal.py" "$@"
}

@test "a run's tables, notes and messages stand in one file in the order they were said" {
	faulty run -w noop -w sleep:duration=1ms -w fail -r serial,async,thread-pool \
		--concurrency 1,2,3,4,5,6,7,8 --cores 1 --blocks 2 --samples 1 --sample-time 1ms \
		-o results >all 2>&1 || true
	in_order all '^failed: fail' '^ +runner ' '^Verdict$' '^note: .*cases have no figure' \
		'^Charts:$' '^Result:$'
	# No line of one stream is inside a line of the other.
	[ "$(grep -c 'note: ' all)" -eq "$(grep -c '^note: ' all)" ]
}

@test "an interrupted run says so below its tables" {
	start sh -c 'exec "$0" "$@" >all 2>&1' "$BREAKEVEN" run -w sleep:duration=1ms -r serial \
		"${short[@]}" --blocks 1000 -o results
	until_true 20 cases_finished 1
	kill -INT "$started"
	ends_within 5
	[ "$code" -eq 130 ]
	in_order all '^ +runner ' '^Verdict$' '^Result:$' '^breakeven run: interrupted'
}

@test "plot names its charts before its notes, in one file, too" {
	make_result_with_note
	breakeven plot results >all 2>&1
	in_order all '^results/charts/.*svg$' '^note: '
}

@test "a command whose output finds no room says so once, with the reason" {
	make_result_with_note
	for command in "show results" "verdict results" "plot results" "list workloads" \
		"run --help" "list --json" "doctor --quick"; do
		# shellcheck disable=SC2086
		bounded "$BREAKEVEN" $command >/dev/full 2>err && return 1
		[ "$(grep -c 'No space left on device' err)" -eq 1 ]
	done
}

@test "progress leaves nothing behind on a terminal of any width" {
	for width in 1 2 10 30 33 36 80 200; do
		TERM=xterm on_terminal "$width" sh -c 'exec "$@" >/dev/null' sh "$BREAKEVEN" run \
			-w sleep:duration=1ms -r serial,async --concurrency 1,2 "${short[@]}" \
			-o "results-$width" >screen
		cat screen
		[ -z "$(tr -d '\n' <screen)" ]
	done
}

@test "progress is as wide as the terminal is by now" {
	TERM=xterm on_terminal 200:120:80:40:30:20 sh -c 'exec "$@" >/dev/null' sh \
		"$BREAKEVEN" run -w sleep:duration=1ms -r serial,async --concurrency 1,2 "${short[@]}" \
		-o results >screen
	cat screen
	# What was written before the terminal knew of its new width may be wider once.
	[ "$(grep -c . screen)" -le 1 ]
}

@test "the doctor's progress leaves nothing behind on a narrow terminal" {
	TERM=xterm on_terminal 20 sh -c 'exec "$@" >out' sh timeout -s INT 1.5 \
		"$BREAKEVEN" doctor >screen || [ $? -eq 124 ]
	cat screen
	[ "$(tr -d '\n' <screen)" = 'breakeven doctor: interrupted' ]
}

@test "a terminal without a cursor gets plain lines" {
	for kind in dumb ''; do
		TERM=$kind on_terminal 80 "$BREAKEVEN" run -w sleep:duration=1ms -r serial,async \
			"${short[@]}" -o "results-$kind" >screen
		cat screen
		run ! grep -q '<1B>' screen
		grep -qE '^[0-9]+ of [0-9]+ cases' screen
	done
}

# narrow [rows|commands] COMMAND…: on a terminal that is narrow no line of it is wider; but for what
# too-wide.py allows then.
narrow()
{
	local allowed=()

	case $1 in
	rows | commands) allowed=("$1") && shift ;;
	esac
	for width in 20 36; do
		NO_COLOR=1 on_terminal --long-lines "$width" "$BREAKEVEN" "$@" >screen ||
			[ $? -eq 4 ] # the doctor's distrust
		[ "$(wc -l <screen)" -gt 3 ]
		/usr/bin/python3 "$top_srcdir/tests/cli/too-wide.py" "$width" "${allowed[@]}" \
			<screen
	done
}

@test "no line of lists, plans, tables' notes, verdicts or help is wider than the terminal" {
	for list in workloads runners suites --help; do
		narrow list "$list"
	done
	narrow run --help
	narrow rows run rules --dry-run
	narrow rows run -w noop -r serial,async --rate 100 --precision 2% --budget 5s --dry-run
	narrow rows show "$top_srcdir/tests/data/example-result.json"
	narrow verdict "$top_srcdir/tests/data/example-result.json"
}

@test "no line of the doctor but for its commands is wider than the terminal" {
	narrow commands doctor --quick
}
