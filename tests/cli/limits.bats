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
		'all("unavailable (this user may have 24 processes and threads" in c["reason"]
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
	[[ $stderr == *"(this user may have 1 processes and threads: ulimit -u)"* ]]
	valid results/result.json
	holds results/result.json 'cases[0]["status"] == "not-run"'
	try with_processes 1 "$program" run -w http-fetch -r serial "${short[@]}" -o server
	echo "$output" "$stderr"
	[ "$status" -eq 3 ]
	[[ $stderr == *"HTTP server: Resource temporarily unavailable"* ]]
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
		'all("Resource temporarily unavailable (this process may have 4.10 GB of address space: "
			"ulimit -v)" in c["reason"] for c in cases[:2])'
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
			"Cannot allocate memory" in cases[1]["reason"]' \
		'"(this process may have 532 MB of address space: ulimit -v" in cases[1]["reason"]'
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
		'all("ulimit -n" in c["reason"] and "64" in c["reason"]
			for c in cases if c["status"] == "failed")'
}

@test "a run of which nothing fits on the disk" {
	try with_file_size 1 run -w noop -r serial,async --concurrency 1,2,3,4 "${short[@]}" \
		-o results
	echo "$output" "$stderr"
	[ "$status" -eq 3 ]
	[ "$stderr" = "breakeven run: results/journal.jsonl: cannot be written: File too large (a \
file may have 1.02 kB of this process: ulimit -f)" ]
	[ -z "$(ls -A results)" ]
	nothing_left
}

# reasons FILE: why its cases are not ok, if there is such a file.
reasons()
{
	[ ! -e "$1" ] || query "$1" '[c["reason"] for c in cases if c["reason"]]'
}

# What is limited, the option of prlimit, what is run, and what must be said in so many words.
@test "whatever limit it runs into is named with its value" {
	needs_no_sanitizer
	local option words said number=0

	command -v prlimit >/dev/null || skip "needs prlimit"
	while IFS='|' read -r option words said; do
		number=$((number + 1))
		# shellcheck disable=SC2086 # words
		try bounded prlimit $option "$BREAKEVEN" run $words "${short[@]}" --blocks 1 \
			-o "limited-$number" </dev/null
		printf '%s: %s\n%s\n' "$option" "$status" "$stderr"
		[ "$status" -eq 3 ]
		{
			echo "$stderr"
			reasons "limited-$number/result.json"
		} | grep -F "$said"
	done <<'TABLE'
--nofile=4|-w noop -r serial|4 open files: ulimit -n
--nofile=6|-w noop -r serial|6 open files: ulimit -n
--nofile=8|-w noop -r serial|8 open files: ulimit -n
--nofile=14|-w noop -r serial|14 open files: ulimit -n
--nofile=12|-w http-fetch -r serial|12 open files: ulimit -n
--nofile=40|-w ping-pong:through=pipe -r threads --concurrency 64|40 open files: ulimit -n
--nofile=40|-w noop -r process-pool:channel=pipe --concurrency 64|40 open files: ulimit -n
--fsize=2000|-w noop -r serial|2.00 kB of this process: ulimit -f
--fsize=100000|-w file-write:size=1MiB -r serial|100 kB of this process: ulimit -f
--data=50000000|-w sleep -r threads --cores 1 --concurrency 1000|50.0 MB of data: ulimit -d
--as=700000000|-w memory-stream:size=4GiB -r serial|700 MB of address space: ulimit -v
--as=700000000|-w sleep -r threads --cores 1 --concurrency 1000|700 MB of address space: ulimit -v
TABLE
	nothing_left
}

# Where the number suffices it is fine, else the number is named, by whoever starts the process.
@test "a case process or a server that can be given no descriptors: the number is said" {
	local limit what

	command -v prlimit >/dev/null || skip "needs prlimit"
	for limit in {14..18} 40; do
		for what in noop http-fetch; do
			try bounded prlimit --nofile="$limit" "$BREAKEVEN" run -w $what -r serial \
				"${short[@]}" --blocks 1 -q -o "$what-$limit" </dev/null
			echo "$what $limit: $status $stderr"
			[ "$status" -eq 0 ] || [[ $stderr == *" $limit open files: ulimit -n); "* ]]
			[[ $stderr != *"ended with status"* ]]
		done
	done
	[ "$status" -eq 0 ]
	nothing_left
}

@test "no /proc to start this program from" {
	# shellcheck disable=SC2016 # expanded there
	local hide='mount -t tmpfs none /proc && exec "$0" "$@"'

	# That reads its options and looks for leaks by way of /proc.
	needs_no_sanitizer
	unshare -rm bash -c 'mount -t tmpfs none /proc' 2>/dev/null ||
		skip "cannot have a mount namespace here"
	try bounded unshare -rm bash -c "$hide" "$BREAKEVEN" run -w noop -r serial "${short[@]}" \
		-o case
	echo "$output" "$stderr"
	[ "$status" -eq 3 ]
	[[ $stderr == *"case process: "*"because /proc is not mounted or is hidden"* ]]
	try bounded unshare -rm bash -c "$hide" "$BREAKEVEN" run -w http-fetch -r serial \
		"${short[@]}" -o server
	echo "$output" "$stderr"
	[ "$status" -eq 3 ]
	[[ $stderr == *"HTTP server: "*"because /proc is not mounted or is hidden"* ]]
}
