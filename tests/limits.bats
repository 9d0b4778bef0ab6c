#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What the system does not grant: threads, processes, memory, descriptors, a full disk. The case
# that meets the limit fails and says which one it was, all others are measured.

# shellcheck disable=SC2154 # set by helper.bash and by bats

load helper

# AddressSanitizer reserves more address space than any limit here, and looks for leaks in a process
# of its own.
needs_no_sanitizer()
{
	! grep -q __asan_init "$BREAKEVEN" || skip "the program is built with AddressSanitizer"
}

# Runs the program as a user who has no other process, with at most so many.
with_processes()
{
	local limit=$1

	shift
	if [ "$(id -u)" -eq 0 ]; then
		bounded setpriv --reuid $((60000 + $$ % 5000)) --regid 60000 --clear-groups \
			prlimit --nproc="$limit:$limit" "$@"
	else
		# Processes are counted for each user namespace.
		bounded unshare --user prlimit --nproc="$limit:$limit" "$@"
	fi
}

# The program and a folder where that user can reach them, in $program and $place.
make_reachable()
{
	command -v setpriv prlimit unshare >/dev/null || skip "needs setpriv, prlimit and unshare"
	place=$(mktemp -d /tmp/breakeven-limits.XXXXXX)
	echo "$place" >>"$BATS_FILE_TMPDIR/places"
	chmod 777 "$place"
	program=$place/breakeven
	cp "$BREAKEVEN" "$program"
	cd "$place" || return 1
	with_processes 20 "$program" --version >/dev/null || skip "cannot be another user here"
}

teardown_file()
{
	[ ! -e "$BATS_FILE_TMPDIR/places" ] || xargs rm -rf <"$BATS_FILE_TMPDIR/places"
}

with_address_space()
{
	local kilobytes=$1

	shift
	(ulimit -v "$kilobytes" && breakeven "$@")
}

with_descriptors()
{
	local limit=$1

	shift
	(ulimit -n "$limit" && breakeven "$@")
}

with_file_size()
{
	local blocks=$1

	shift
	(trap '' XFSZ && ulimit -f "$blocks" && breakeven "$@")
}

@test "more processes than the user may have" {
	make_reachable
	try with_processes 24 "$program" run -w sleep:duration=1ms \
		-r process-pool,processes,thread-pool,threads,gil,async,async-threads \
		--cores 1 --concurrency 4,100 \
		"${short[@]}" -q -o results
	echo "$output" "$stderr"
	[ "$status" -eq 3 ]
	nothing_left
	valid results/result.json
	holds results/result.json 'not r["interrupted"]' 'len(cases) == 14' \
		'all(len(c["blocks"]) == 2 for c in cases)' \
		'all((c["status"] == "failed") ==
			(c["concurrency"] == 100 and not c["runner"]["name"].startswith("async"))
				for c in cases)' \
		'all("Resource temporarily unavailable (see ulimit -u" in c["reason"]
			for c in cases if c["status"] == "failed")' \
		'all(c["status"] in ("ok", "failed") for c in cases)'
}

@test "no process at all" {
	needs_no_sanitizer
	make_reachable
	try with_processes 1 "$program" run -w noop -r serial "${short[@]}" -o results
	echo "$output" "$stderr"
	[ "$status" -eq 3 ]
	[[ $stderr == *"cannot start a case process: Resource temporarily unavailable"* ]]
	valid results/result.json
	holds results/result.json 'cases[0]["status"] == "not-run"'
	try with_processes 1 "$program" run -w http-fetch -r serial "${short[@]}" -o server
	echo "$output" "$stderr"
	[ "$status" -eq 3 ]
	[[ $stderr == *"HTTP server: no process: Resource temporarily unavailable"* ]]
	valid server/result.json
}

@test "more threads than fit into the address space" {
	needs_no_sanitizer
	try with_address_space 4000000 run -w sleep:duration=300ms -r thread-pool,threads,async \
		--cores 1 --concurrency 1000 "${short[@]}" --blocks 1 -q -o results
	echo "$output" "$stderr"
	[ "$status" -eq 3 ]
	nothing_left
	valid results/result.json
	holds results/result.json '[c["status"] for c in cases] == ["failed", "failed", "ok"]' \
		'all("Resource temporarily unavailable (see ulimit -u" in c["reason"]
			for c in cases[:2])'
}

@test "less memory than the tasks need" {
	needs_no_sanitizer
	try with_address_space 520000 run -w sleep:duration=1ms -r async --concurrency 4,1000000 \
		"${short[@]}" --blocks 1 -q -o results
	echo "$output" "$stderr"
	[ "$status" -eq 3 ]
	nothing_left
	valid results/result.json
	holds results/result.json '[c["status"] for c in cases] == ["ok", "failed"]' \
		'"no memory for 1000000 timers" in cases[1]["reason"] or
			"Cannot allocate memory" in cases[1]["reason"]'
}

@test "more connections than descriptors" {
	try with_descriptors 64 run -w http-fetch:delay=5ms -r async,thread-pool --cores 1 \
		--concurrency 8,200 "${short[@]}" --blocks 1 -q -o results
	echo "$output" "$stderr"
	[ "$status" -eq 3 ]
	nothing_left
	valid results/result.json
	holds results/result.json \
		'all((c["status"] == "ok") == (c["concurrency"] == 8) for c in cases)' \
		'all("open files" in c["reason"] for c in cases if c["status"] == "failed")'
}

@test "a run of which nothing fits on the disk" {
	try with_file_size 1 run -w noop -r serial,async --concurrency 1,2,3,4 "${short[@]}" \
		-o results
	echo "$output" "$stderr"
	[ "$status" -eq 3 ]
	[ "$stderr" = "breakeven run: results/journal.jsonl: cannot be written: File too large" ]
	[ -z "$(ls -A results)" ]
	nothing_left
}
