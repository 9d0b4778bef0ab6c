#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Every command gets by with a stack of 128 KiB: no frame holds what is large.

load helper

# shallow COMMAND…: ends with 0.
shallow()
{
	run bash -c 'ulimit -s 128 && exec "$@"' shallow timeout -k 5 60 "$BREAKEVEN" "$@"
	echo "$output"
	[ "$status" -eq 0 ]
}

@test "a run, with threads, processes and loops" {
	export "${mark?}"
	shallow run "${short[@]}" -w noop -w sleep:duration=1ms -o out \
		-r serial,threads,async,process-pool --cores 1 --concurrency 1,2
	shallow show out
	shallow verdict out
	shallow plot out
}

@test "plans and lists" {
	shallow run --dry-run
	shallow list workloads
	shallow list runners
	shallow list --json
}
