#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
#
# process-pool with start=spawn: workers that are programs of their own share what forked ones do,
# and what cannot be handed on is said.

# shellcheck disable=SC2154 # set by helper.bash and by bats

load helper

spawned=process-pool:start=spawn

@test "workers of every kind of pool are programs of their own" {
	try breakeven run -w noop -w sleep:duration=1ms -r "$spawned" \
		-r "$spawned,dispatch=submit" -r "$spawned,channel=pipe" \
		-r "$spawned,channel=pipe,chunk=3" --cores 1 --concurrency 2 "${short[@]}" \
		-o results
	echo "$output" "$stderr"
	[ "$status" -eq 0 ]
	nothing_left
	valid results/result.json
	holds results/result.json 'len(cases) == 8' 'all(c["status"] == "ok" for c in cases)' \
		'all(b["workers"] == 2 and b["startup_ns"] > 0 for b in blocks)' \
		'all(c["runner"]["parameters"]["start"] == "spawn" for c in cases)'
}

@test "while a case runs, its workers are there as such, and go with an interrupt" {
	start "$BREAKEVEN" run -w sleep:duration=10s -r "$spawned" --cores 1 --concurrency 3 \
		"${short[@]}" -o results
	three_workers()
	{
		[ "$(marked worker | wc -l)" -eq 3 ]
	}
	until_true 20 three_workers
	kill -INT "$started"
	ends_within 10
	[ "$code" -eq 130 ]
	nothing_left
}

# Counted by the one who started them: with memory of their own they would all be lost.
@test "they share the memory that workloads share" {
	try breakeven run -w counter:lock=mutex -w counter:lock=spin -w counter:lock=atomic \
		-w ping-pong:through=queue -r "$spawned" --cores 1 --concurrency 4 "${short[@]}" \
		-o results
	echo "$output" "$stderr"
	[ "$status" -eq 0 ]
	holds results/result.json 'all(c["status"] == "ok" for c in cases)' \
		'[s["observations"]["lost_updates"] for b in blocks for s in b["samples"]
			if "observations" in s and s["observations"]] == [0] * 6'
}

@test "they use the files that the case has made" {
	try breakeven run -w file-read:size=64KiB -w file-write:size=64KiB -w database:rows=100 \
		-r "$spawned" --cores 1 --concurrency 4 "${short[@]}" -o results
	echo "$output" "$stderr"
	[ "$status" -eq 0 ]
	[ ! -e results/files ]
	try faulty run -w witness -r "$spawned" --cores 1 --concurrency 2 "${short[@]}" -o witness
	echo "$output" "$stderr"
	[ "$status" -eq 0 ]
}

@test "what only a fork hands on is left out with the reason" {
	try breakeven run -w ping-pong -r process-pool -r "$spawned" --cores 1 --concurrency 2 \
		--dry-run
	echo "$output" "$stderr"
	[ "$status" -eq 0 ]
	[[ $output$stderr == *"share descriptors that only a fork passes on: use start=fork"* ]]
	[[ $output == *"/process-pool/cores=1/concurrency=2"* ]]
}

@test "memory without a file to hand on costs these cases and no other" {
	with_small_files()
	{
		(trap '' XFSZ && ulimit -f 1000 && breakeven "$@")
	}
	try with_small_files run -w noop -r process-pool -r "$spawned" --cores 1 --concurrency 2 \
		"${short[@]}" -o results
	echo "$output" "$stderr"
	[ "$status" -eq 3 ]
	holds results/result.json '[c["status"] for c in cases] == ["ok", "failed"]' \
		'"hand on: File too large (a file may have 1.02 MB of this process" in cases[1]["reason"]'
}

@test "a worker is no command for people" {
	try breakeven worker
	[ "$status" -eq 2 ]
	[[ $stderr == *"only \`breakeven run\` may start this command"* ]]
	try breakeven worker 77 0
	echo "$stderr"
	[ "$status" -eq 2 ]
	[ "${#stderr_lines[@]}" -eq 1 ]
	[[ $(breakeven --help) != *worker* ]]
}
