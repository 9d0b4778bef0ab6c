#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A plugin that does what no plugin should, in each of its hooks, when it is loaded and when it is
# unloaded: it costs its own cases, the others are measured, the reason names the hook, and nothing
# is left behind.

# shellcheck disable=SC2154 # set by helper.bash and by bats

load helper

# tests/plugins/misbehaves.c into a file for all tests, against the installed headers alone.
setup_file()
{
	local headers=$BATS_FILE_TMPDIR/tree

	env -u MAKEFLAGS -u MAKELEVEL make -C "$top_builddir" install-data DESTDIR="$headers" \
		>"$BATS_FILE_TMPDIR/install.log" 2>&1
	headers=$(dirname "$(dirname "$(find "$headers" -name workload.h)")")
	export plugin=$BATS_FILE_TMPDIR/misbehaves.so
	# shellcheck disable=SC2086
	$CC -std=gnu17 -O0 -Wall -Wextra -Werror -iquote "$top_srcdir" -I"$headers" -fPIC -shared \
		-o "$plugin" "$top_srcdir/tests/plugins/misbehaves.c"
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
		needs descriptors: its needs() closed descriptor 3, which its answer goes to
		cost descriptors: its cost() closed descriptor 3, which its answer goes to
		needs junk: its needs() wrote into descriptor 3, which only its answer goes to
		cost junk: its cost() wrote into descriptor 3, which only its answer goes to
	END
	[[ $output == *"noop/serial/cores=1/concurrency=1"* ]]
	nothing_left
}

@test "the others are measured, and the exit code says that one was not" {
	try breakeven run --plugin "$plugin" -w misbehaves:in=cost -w misbehaves -w noop -r serial \
		"${short[@]}" -q -o results
	echo "$output" "$stderr"
	[ "$status" -eq 3 ]
	[[ $stderr == "note: 1 case left out, as misbehaves{in=cost,"*": its cost() ended with"* ]]
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
		descriptors loading it closed descriptor 3, which its answer goes to
		junk loading it wrote into descriptor 3, which only its answer goes to
	END
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
	[[ $stderr == *"loading it did not come to an end within 5.00 s" ]]
	wait
	grep -q 'nothing to measure: .* its needs() did not come to an end within 5.00 s' needs
	grep -q 'nothing to measure: .* its cost() did not come to an end within 5.00 s' cost
	nothing_left
}

asking()
{
	[ -n "$(marked plugin)" ]
}

@test "nobody has to wait for a plugin that hangs" {
	workloads cost -- hang
	start "$BREAKEVEN" run --dry-run --plugin "$plugin" "${workloads[@]}" -r serial
	until_true 10 asking
	kill -TERM "$started"
	ends_within 3
	[ "$code" -eq 143 ]
	until_true 3 nothing_left
}
