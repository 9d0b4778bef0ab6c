#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The memory of cases: what all processes of a case take at the same time, for how many tasks, and
# that each case has its own figures.

# shellcheck disable=SC2154 # set by helper.bash and by bats

load helper

# memory MEMBER: of each case of results/result.json in the order of the plan, one a line.
memory()
{
	query results/result.json "[c['blocks'][0]['memory']['$1'] for c in cases]"
}

@test "a small case after a big one has its own peak" {
	local peaks

	faulty run -w hoard:size=200MB,hold=300ms -w hoard:size=2MB,hold=300ms -r serial --tasks 1 \
		"${counted[@]}" --blocks 1 --seed 1 -o results
	valid results/result.json
	holds results/result.json 'all(c["status"] == "ok" for c in cases)' \
		'[b["order"] for b in blocks] == [0, 1]'
	mapfile -t peaks < <(memory peak_bytes)
	echo "peaks: ${peaks[*]}"
	[ "${peaks[0]}" -ge 200000000 ]
	[ "${peaks[1]}" -ge 2000000 ]
	[ "${peaks[1]}" -lt 100000000 ]
	[ "$(memory bytes_per_task)" = $'null\nnull' ]
}

@test "all processes of a case count" {
	faulty run -w hoard:size=20MB,hold=300ms -r processes,process-pool,async-processes \
		--cores 1 --concurrency 4 --tasks 4 "${counted[@]}" --blocks 1 -o results
	valid results/result.json
	holds results/result.json 'all(c["status"] == "ok" for c in cases)' \
		'all(b["memory"]["peak_bytes"] >= 80e6 for b in blocks)' \
		'all(b["memory"]["growth_bytes"] >= 80e6 for b in blocks)' \
		'all(b["memory"]["peak_bytes"] < 160e6 for b in blocks)' \
		'all(b["memory"]["in_flight"] == 4 for b in blocks)' \
		'all(20e6 <= c["summary"]["memory"]["bytes_per_task"] < 40e6 for c in cases)'
}

# per_task FILE: bytes per task by runner, as JSON.
per_task()
{
	query "$1" '{c["runner"]["name"]: c["summary"]["memory"]["bytes_per_task"] for c in cases}'
}

@test "a sleeping task takes less in a loop than as a thread" {
	breakeven run -w sleep:duration=100ms -r async,thread-pool,threads --cores 1 \
		--concurrency 1000 "${short[@]}" --blocks 1 -o results
	holds results/result.json 'all(c["status"] == "ok" for c in cases)'
	per_task results/result.json | tee figures.json
	holds figures.json '0 < 2 * r["async"] < r["thread-pool"]' '2 * r["async"] < r["threads"]'
}

@test "and as a thread less than as a process" {
	breakeven run -w sleep:duration=100ms -r thread-pool,process-pool --cores 1 \
		--concurrency 64 "${short[@]}" --blocks 1 -o results
	holds results/result.json 'all(c["status"] == "ok" for c in cases)'
	per_task results/result.json | tee figures.json
	holds figures.json '0 < r["thread-pool"] < r["process-pool"]'
}

@test "memory is watched in one block, and shown" {
	breakeven run -w sleep:duration=1ms -r async,thread-pool --cores 1 --concurrency 64 \
		"${short[@]}" -o results >shown
	valid results/result.json
	holds results/result.json \
		'all([("memory" in b) for b in c["blocks"]] == [True, False] for c in cases)' \
		'all(c["blocks"][0]["memory"]["readings"] >= 2 for c in cases)' \
		'all(c["summary"]["memory"]["peak_bytes"] == c["blocks"][0]["memory"]["peak_bytes"]
			for c in cases)'
	breakeven show results >again
	grep -q 'mem/task' again
	grep -q 'mem/task' shown
}
