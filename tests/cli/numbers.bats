#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Numbers, durations and sizes are written in one way wherever they are given: as flags, as
# parameters, in suites and to the server.

# shellcheck disable=SC2154 # set by helper.bash and by bats

load helper

# give PLACE TEXT: the text there, nothing is measured. The server refuses the port, which it looks
# at behind the rest.
give()
{
	case $1 in
	flag) breakeven run -w noop -r serial --limit "$2" --dry-run ;;
	budget) breakeven run -w noop -r serial --precision 2% --budget "$2" --dry-run ;;
	workload) breakeven run -w "sleep:duration=$2" -r serial --dry-run ;;
	runner) breakeven run -w noop -r "gil:interval=$2" --dry-run ;;
	suite-setting)
		echo '{"name": "a", "settings": {"limit": "'"$2"'"}, "cases": [{"workload": "noop",
			"runners": "serial"}]}' >suite.json
		breakeven run suite.json --dry-run
		;;
	suite-parameter)
		echo '{"name": "a", "cases": [{"workload": "sleep", "runners": "serial",
			"parameters": {"duration": "'"$2"'"}}]}' >suite.json
		breakeven run suite.json --dry-run
		;;
	server) breakeven serve --delay "$2" --port nowhere ;;
	flag-count) breakeven run -w noop -r serial --tasks "$2" --dry-run ;;
	axis) breakeven run -w noop -r async --concurrency "$2" --dry-run ;;
	rate) breakeven run -w noop -r async --concurrency 8 --rate "$2" --dry-run ;;
	seed) breakeven run -w noop -r serial --seed "$2" --dry-run ;;
	workload-count) breakeven run -w "cpu-sum:iterations=$2" -r serial --dry-run ;;
	runner-count) breakeven run -w noop -r "thread-pool:chunk=$2" --dry-run ;;
	workload-size) breakeven run -w "hash:bytes=$2" -r serial --dry-run ;;
	server-size) breakeven serve --size "$2" --port nowhere ;;
	esac 2>&1 | sed 's/seed: [0-9]*$//'
	return "${PIPESTATUS[0]}"
}

# everywhere PLACE… -- GOOD… -- BAD…: each good text is taken, and all say the same of the case;
# each bad one is refused as none of its kind.
everywhere()
{
	local places=() texts=() first place text

	while [ "$1" != -- ]; do places+=("$1") && shift; done
	shift
	while [ "$1" != -- ]; do texts+=("$1") && shift; done
	shift
	for place in "${places[@]}"; do
		first=
		for text in "${texts[@]}"; do
			run give "$place" "$text"
			first=${first:-$output}
			[[ $output != *\"$text\"* && $output != *"'$text'"* ]] &&
				[ "$output" = "$first" ] && continue
			echo "$place: $text gives" "$output" "and not $first"
			return 1
		done
		for text; do
			run give "$place" "$text"
			[ "$status" -eq 2 ] && [[ $output == *[\"\']"$text"[\"\']" is no"* ]] &&
				continue
			echo "$place: $text is taken or not named" "$output"
			return 1
		done
	done
}

@test "a duration is written in one way everywhere" {
	everywhere flag budget workload runner suite-setting suite-parameter server -- \
		2s 2000ms 2_000ms 2e3ms 2000000us 2000000µs 2000000μs 1s1000ms 0.5s1.5e3ms -- \
		2 1m30 1ms1s 1m1min 1d 10MS 1.5.5s '1m 30s' 1e999s inf
	[[ $(give workload 1m30s) == *"sleep{duration=90s}"* ]]
	[[ $(give workload 1h) == *"sleep{duration=1h}"* ]]
	[[ $(give workload 10m) == *"sleep{duration=10min}"* ]]
	[[ $(give budget 1h30m) == *" 90min"* ]]
	give flag 5m >/dev/null
	[[ $(give server 1m) == *port* ]]
}

@test "a count is written in one way everywhere" {
	everywhere flag-count axis rate seed workload-count runner-count -- \
		20000 20k 20_000 2e4 0.02M 2e1k +20000 -- \
		20K 20m '20 k' 2_0_ 2__0 0x20 20kB inf
	[[ $(give workload-count 2M) == *"iterations=2000000}"* ]]
	[[ $(give rate 1.5k,poisson) == *1500,poisson* ]]
}

@test "a size is written in one way everywhere" {
	everywhere workload-size server-size -- \
		1024000 1000KiB 1024KB 1024kB 1.024MB 1_024_000B 1.024e6 -- \
		4k 4K 4M 4kib 4kb '4 KiB' 4KiB1B
	[[ $(give workload-size 1KB) == *"bytes=1000,"* ]]
	[[ $(give workload-size 1KiB) == *"bytes=1KiB,"* ]]
}

@test "help says how numbers are written" {
	for command in run serve; do
		breakeven "$command" --help | tr '\n' ' ' >help
		grep -q '1m30s' help
		grep -q '10k' help
		grep -q '4KiB' help
	done
}
