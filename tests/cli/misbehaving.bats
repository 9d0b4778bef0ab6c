#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A plugin that does what no plugin should, in each of its hooks, when it is loaded and when it is
# unloaded: it costs its own cases, the others are measured, the reason names the hook, and nothing
# is left behind.

# shellcheck disable=SC2154 # set by helper.bash and by bats

load helper

# One block of one short sample; what is measured of it does not matter here.
once=(--blocks 1 --samples 1 --sample-time 1ms --no-charts -q)

# compile NAME [FLAG]: tests/plugins/NAME.c, against the installed headers alone, into $plugin.
compile()
{
	plugin=${BATS_TEST_TMPDIR-$BATS_FILE_TMPDIR}/$1.so
	# shellcheck disable=SC2086
	$CC -std=gnu17 -O0 -Wall -Wextra -Werror -iquote "$top_srcdir" -I"$headers" -fPIC -shared \
		${2+"$2"} -o "$plugin" "$top_srcdir/tests/plugins/$1.c"
}

setup_file()
{
	headers=$BATS_FILE_TMPDIR/tree
	env -u MAKEFLAGS -u MAKELEVEL make -C "$top_builddir" install-data DESTDIR="$headers" \
		>"$BATS_FILE_TMPDIR/install.log" 2>&1
	headers=$(dirname "$(dirname "$(find "$headers" -name workload.h)")")
	compile misbehaves
	export headers plugin
}

# workloads HOOK… -- DEED…: the flags for every pair of them, into $workloads.
workloads()
{
	local hooks=() hook deed

	while [ "$1" != -- ]; do
		hooks+=("$1")
		shift
	done
	shift
	workloads=()
	for deed; do
		for hook in "${hooks[@]}"; do
			workloads+=(-w "misbehaves:in=$hook,does=$deed")
		done
	done
}

# left_out FILE: "HOOK DEED: reason" of each case that a dry run leaves out.
left_out()
{
	sed -n 's|^  misbehaves{in=\(.*\),does=\(.*\)}/serial/[^:]*: |\1 \2: |p' "$1"
}

@test "a plugin that misbehaves when it is asked costs its own cases" {
	workloads needs cost -- exit crash abort descriptors junk
	try breakeven run --dry-run --plugin "$plugin" "${workloads[@]}" -w noop -r serial
	echo "$output" "$stderr"
	[ "$status" -eq 3 ]
	left_out <(echo "$output") >reasons
	diff - reasons <<-'END'
		needs exit: its needs() ended with status 0
		cost exit: its cost() ended with status 0
		needs crash: its needs() was ended by signal 11 (Segmentation fault)
		cost crash: its cost() was ended by signal 11 (Segmentation fault)
		needs abort: its needs() was ended by signal 6 (Aborted)
		cost abort: its cost() was ended by signal 6 (Aborted)
		needs descriptors: its needs() closed descriptor 3, which carries its answer
		cost descriptors: its cost() closed descriptor 3, which carries its answer
		needs junk: its needs() wrote to descriptor 3, which is only for its answer
		cost junk: its cost() wrote to descriptor 3, which is only for its answer
	END
	[[ $output == *"noop/serial/cores=1/concurrency=1"* ]]
	nothing_left
}

@test "the others are measured, and the exit code says that one was not" {
	try breakeven run --plugin "$plugin" -w misbehaves:in=cost -w misbehaves -w noop -r serial \
		"${short[@]}" -q -o results
	echo "$output" "$stderr"
	[ "$status" -eq 3 ]
	[[ $stderr == "note: 1 case left out, for example misbehaves{"*" its cost() ended"* ]]
	holds results/result.json 'len(cases) == 2' 'all(c["status"] == "ok" for c in cases)'
	valid results/result.json
	# Nothing else of it can be planned.
	try breakeven run --plugin "$plugin" -w misbehaves:in=needs -r serial -q -o nothing
	[ "$status" -eq 2 ]
	[[ $stderr == *"nothing to measure: misbehaves{in=needs,"* ]]
	[[ $stderr == *": its needs() ended with status 0" ]]
	nothing_left
}

@test "what a plugin prints, leaves running or changes while it is asked goes no further" {
	workloads needs cost -- print child handlers leave
	try breakeven run --dry-run --plugin "$plugin" "${workloads[@]}" -r serial
	echo "$output" "$stderr"
	[ "$status" -eq 0 ]
	[ -z "$stderr" ]
	[[ $output != *junk$'\n'* ]]
	nothing_left
	MISBEHAVES='constructor child' breakeven list workloads --plugin "$plugin" >/dev/null
	nothing_left
}

@test "a plugin that misbehaves when it is loaded is refused with the reason" {
	local deed reason

	while read -r deed reason; do
		MISBEHAVES="constructor $deed" try breakeven list --plugin "$plugin"
		[ "$status" -eq 2 ]
		[ -z "$output" ]
		[ "$stderr" = "breakeven list: --plugin: cannot load '$plugin': $reason" ]
	done <<-'END'
		exit loading it ended with status 0
		crash loading it was ended by signal 11 (Segmentation fault)
		descriptors loading it closed descriptor 3, which carries its answer
		junk loading it wrote to descriptor 3, which is only for its answer
	END
	nothing_left
}

@test "where a plugin can be given no descriptors the number is said" {
	local limit

	command -v prlimit >/dev/null || skip "needs prlimit"
	for limit in {4..13} 40; do
		try bounded prlimit --nofile="$limit" "$BREAKEVEN" list workloads \
			--plugin "$plugin" </dev/null
		echo "$limit: $status $stderr"
		[ "$status" -eq 0 ] ||
			[[ $stderr == *"'$plugin': "*" $limit open files: ulimit -n)" ]]
	done
	[ "$status" -eq 0 ]
	nothing_left
}

# All at once, as each waits for its limit.
@test "a plugin that hangs is not waited for longer than its limit" {
	local hook

	for hook in needs cost; do
		breakeven run --dry-run --plugin "$plugin" -w misbehaves:in=$hook,does=hang \
			-r serial >$hook 2>&1 &
	done
	MISBEHAVES='constructor hang' try breakeven list --plugin "$plugin"
	[ "$status" -eq 2 ]
	[[ $stderr == *"loading it did not end within 5.00 s" ]]
	wait
	grep -q 'nothing to measure: .* its needs() did not end within 5.00 s' needs
	grep -q 'nothing to measure: .* its cost() did not end within 5.00 s' cost
	nothing_left
}

asking()
{
	[ -n "$(marked plugin)" ]
}

# interrupted_by SIGNAL MESSAGE COMMAND…: once a plugin hangs, the signal ends the command, which
# says that line and nothing else.
interrupted_by()
{
	local signal=$1 message=$2

	shift 2
	rm -f hanging
	# A shell starts what is in the background with SIGINT ignored.
	start env --default-signal=INT HANGING="$PWD/hanging" "$BREAKEVEN" "$@"
	until_true 10 test -e hanging
	kill -"$signal" "$started"
	ends_within 3
	cat out err
	[ "$code" -eq 130 ]
	[ ! -s out ]
	[ "$(cat err)" = "$message" ]
	nothing_left
	[ ! -e results ]
}

@test "nobody has to wait for a plugin that hangs, and it is said what was asked" {
	local message="breakeven run: interrupted while asking for the"
	local signal hook asked=(-w "misbehaves:in=needs,does=child" -r serial)

	for signal in INT TERM HUP; do
		for hook in needs cost; do
			workloads "$hook" -- hang
			interrupted_by $signal "$message $hook() of $plugin" run \
				--plugin "$plugin" "${asked[@]}" "${workloads[@]}" "${once[@]}" \
				-o results
		done
		MISBEHAVES='constructor hang' interrupted_by $signal \
			"breakeven list: --plugin: interrupted while loading $plugin" \
			list --plugin "$plugin"
	done
	workloads cost -- hang
	interrupted_by TERM "$message cost() of $plugin" run --dry-run --plugin "$plugin" \
		"${workloads[@]}" -r serial
}

@test "a signal that nohup has ignored does not end the asking" {
	workloads cost -- hang
	start nohup env HANGING="$PWD/hanging" "$BREAKEVEN" run --dry-run --plugin "$plugin" \
		"${workloads[@]}" -r serial
	until_true 10 test -e hanging
	kill -HUP "$started"
	kill -0 "$started"
	kill -TERM "$started"
	ends_within 3
	[ "$code" -eq 130 ]
	nothing_left
}

@test "a plugin that misbehaves in the case process: the reason names the hook" {
	workloads open prepare step expected describe observe close -- exit crash
	try breakeven run --plugin "$plugin" "${workloads[@]}" -w noop -r serial "${once[@]}" \
		-o results
	echo "$output" "$stderr"
	[ "$status" -eq 3 ]
	valid results/result.json
	query results/result.json '[c["id"].split("/")[0] + " " + c["status"] + " " +
		(c["reason"] or "-") for c in cases]' |
		sed 's/misbehaves{in=\(.*\),does=\(.*\)} crashed/\1 \2:/' >reasons
	diff - reasons <<-'END'
		open exit: ended with status 0 in open(), without a valid answer
		prepare exit: ended with status 0 in prepare(), without a valid answer
		step exit: ended with status 0 in its tasks (step()), without a valid answer
		expected exit: ended with status 0 in expected(), without a valid answer
		describe exit: ended with status 0 in describe(), without a valid answer
		observe exit: ended with status 0 in observe(), without a valid answer
		close exit: ended with status 0 in close(), without a valid answer
		open crash: ended by signal 11 (Segmentation fault) in open()
		prepare crash: ended by signal 11 (Segmentation fault) in prepare()
		step crash: ended by signal 11 (Segmentation fault) in its tasks (step())
		expected crash: ended by signal 11 (Segmentation fault) in expected()
		describe crash: ended by signal 11 (Segmentation fault) in describe()
		observe crash: ended by signal 11 (Segmentation fault) in observe()
		close crash: ended by signal 11 (Segmentation fault) in close()
		noop ok -
	END
	nothing_left
}

@test "a plugin that spoils the answer of its case: the reason names the descriptor" {
	workloads open step close -- descriptors junk
	try breakeven run --plugin "$plugin" "${workloads[@]}" -w noop -r serial "${once[@]}" \
		-o results
	echo "$output" "$stderr"
	[ "$status" -eq 3 ]
	holds results/result.json 'len(cases) == 7' \
		'sum("closed descriptor 3, which" in (c["reason"] or "") for c in cases) == 3' \
		'sum("also wrote to descriptor 3" in (c["reason"] or "") for c in cases) == 3'
}

# Neither its destructor nor what it has left to atexit() has any say once the answer is given.
@test "what a plugin does when it is unloaded changes nothing" {
	local deed

	for deed in exit crash hang junk; do
		MISBEHAVES="destructor $deed" try breakeven run --plugin "$plugin" -w misbehaves \
			-r serial -r process-pool:start=spawn --cores 1 --concurrency 1 \
			"${once[@]}" --limit 5s -o "$deed"
		echo "$deed" "$output" "$stderr"
		[ "$status" -eq 0 ]
	done
	try breakeven run --plugin "$plugin" -w misbehaves:in=open,does=leave -r serial \
		"${once[@]}" -o leave
	[ "$status" -eq 0 ]
	nothing_left
}

@test "what hooks return is checked" {
	local what workloads=()

	compile returns
	for what in step-77 step-minus-1 no-operation no-perform resumed-twice resumed-late open-1 \
		prepare-1 open-error cost-nan cost-infinite cost-negative needs-unknown observe-5 \
		observe-infinite; do
		workloads+=(-w "returns:what=$what")
	done
	try breakeven run --plugin "$plugin" "${workloads[@]}" -r async "${once[@]}" --cores 1 \
		--concurrency 2 -o results
	[ "$status" -eq 3 ]
	query results/result.json '[c["id"].split("/")[0] + " " + c["status"] + " " +
		(c["reason"] or "-") for c in cases]' | sed 's/returns{what=\(.*\)}/\1/
		s/task 1 failed: step() returned/task 1:/; s/ (1 of 6 tasks failed)//' >reasons
	diff - reasons <<-'END'
		step-77 failed task 1: 77, which is none of enum step
		step-minus-1 failed task 1: -1, which is none of enum step
		no-operation failed task 1: STEP_WAIT without an operation
		no-perform failed task 1: STEP_WAIT for an operation that has no perform()
		resumed-twice failed task 0 was resumed, but did not wait: operation twice
		resumed-late failed task 0 was resumed, but did not wait: operation late
		open-1 failed its open() returned 1 and gave no reason
		prepare-1 failed its prepare() returned 1 and gave no reason
		open-error ok -
		observe-5 failed returns observes 5 figures, at most 4 can be recorded
		observe-infinite failed returns observes sum, which is not a finite number
	END
	try breakeven run --dry-run --plugin "$plugin" "${workloads[@]}" -r async --cores 1 \
		--concurrency 2
	[ "$status" -eq 3 ]
	sed -n 's|^  returns{what=\(.*\)}/async/[^:]*: |\1: |p' <<<"$output" >reasons
	diff - reasons <<-'END'
		cost-nan: its cost() set cpu_ns to nan, which is not a valid time
		cost-infinite: its cost() set wait_ns to inf, which is not a valid time
		cost-negative: its cost() set fastest_cpu_ns to -1, which is not a valid time
		needs-unknown: its needs() returned 0x100000; 0x100000 is unknown
	END
}

every_runner=serial,threads,thread-pool,processes,process-pool
every_runner+=,async,async-threads,async-processes,gil

@test "what step() returns is checked under every runner" {
	local pool=process-pool

	compile returns
	try breakeven run --plugin "$plugin" -w returns:what=step-77 -w returns:what=no-operation \
		-r "$every_runner" -r $pool:channel=pipe -r $pool:start=spawn \
		-r $pool:dispatch=submit -r thread-pool:queue=stealing --cores 1 --concurrency 2 \
		"${once[@]}" -o results
	echo "$output" "$stderr"
	[ "$status" -eq 3 ]
	holds results/result.json 'len(cases) == 26' \
		'all("task 1 failed: step() returned " in c["reason"] for c in cases)' \
		'sum("returned 77, which is none" in c["reason"] for c in cases) == 13'
	nothing_left
}

@test "tasks that no memory can hold are left out of the plan with the numbers" {
	compile returns '-DTASK_SIZE=(1UL<<40)'
	try breakeven list --plugin "$plugin"
	[ "$status" -eq 2 ]
	[[ $stderr == *"workload returns has a task of 1099511627776 bytes, at most 1073741824 may be" ]]
	compile returns '-DTASK_SIZE=(1UL<<30)'
	try breakeven run --dry-run --plugin "$plugin" -w returns -r async --cores 1 \
		--concurrency 1,1000000
	echo "$output" "$stderr"
	[ "$status" -eq 0 ]
	[[ $output == *"/async/cores=1/concurrency=1"$'\n'* ]]
	[[ $output == *"/concurrency=1000000: 1000000 tasks in flight need 1.07 GB each, "* ]]
	[[ $output == *"each, together 1.07 PB, but this "* ]]
}

@test "a run that goes on ends in order when its plugin hangs and a signal comes" {
	breakeven run --plugin "$plugin" -w misbehaves -r serial "${once[@]}" -o results
	sed -i '$d' results/journal.jsonl
	MISBEHAVES='constructor hang' start "$BREAKEVEN" run --resume results -q
	until_true 10 asking
	kill -TERM "$started"
	ends_within 3
	[ "$code" -eq 130 ]
	[ "$(cat err)" = "breakeven run: interrupted while loading $plugin" ]
	breakeven run --resume results -q
	nothing_left
}
