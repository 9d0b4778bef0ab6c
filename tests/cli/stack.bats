#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Every command gets by with a stack of 128 KiB: no frame holds what is large.

# shellcheck disable=SC2154 # set by helper.bash and by bats

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

@test "with a smaller one it says so at once" {
	local command kibibytes sizes="127 64 32"

	# With 32 KiB AddressSanitizer itself may not get as far as main().
	! grep -q __asan_init "$BREAKEVEN" || sizes="127 64"
	for kibibytes in $sizes; do
		for command in --version "run -w noop -r serial" "list workloads"; do
			# shellcheck disable=SC2016,SC2086 # expanded there; words
			run --separate-stderr bash -c 'ulimit -s "$0" && exec "$@"' "$kibibytes" \
				"$BREAKEVEN" $command
			echo "$kibibytes $command: $status $output $stderr"
			[ "$status" -eq 2 ]
			[ -z "$output" ]
			[ "$stderr" = "breakeven: a stack of ${kibibytes}KiB is too small; \
breakeven needs 128 KiB: ulimit -s 128 or more" ]
		done
	done
}

@test "plans and lists" {
	shallow run --dry-run
	shallow list workloads
	shallow list runners
	shallow list --json
}
