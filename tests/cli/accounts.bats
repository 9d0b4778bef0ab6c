#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Accounts: processor time and switches are those of all threads and processes of a case, whoever
# made them; what is too short to be stamped, and what the clock itself took, is said.

# shellcheck disable=SC2154 # set by helper.bash and by bats

load helper

# Every runner; one batch of twelve tasks.
all_runners()
{
	try breakeven run "$@" --cores 1 --concurrency 2 --blocks 1 --samples 1 --tasks 12 \
		--no-charts -o results
	echo "$output" "$stderr"
	[ "$status" -eq 0 ]
	valid results/result.json
	# Processor time of a sample, by runner.
	figures='{c["runner"]["name"]: c["blocks"][0]["samples"][0] for c in cases}'
	used='{n: s["user_ns"] + s["system_ns"] for n, s in '$figures'.items()}'
}

@test "processor time covers threads and processes that compute" {
	all_runners -w cpu-sum:iterations=1e7
	holds results/result.json "len($used) >= 9" \
		"(lambda used: all(ns > used['serial'] / 2 for ns in used.values()))($used)"
}

@test "processor time covers the programs that tasks run" {
	all_runners -w 'exec:command=dd if=/dev/zero of=/dev/null bs=64k count=3000 status=none'
	holds results/result.json "len($used) >= 6" \
		"(lambda used: used['serial'] > 12e6 and
			all(ns > used['serial'] / 3 for ns in used.values()))($used)"
}

@test "switches cover threads and processes that wait" {
	all_runners -w sleep:duration=2ms
	holds results/result.json \
		"all(s['voluntary_switches'] >= 6 for s in $figures.values())"
}

@test "tasks too short to be stamped have their time in the table" {
	try breakeven run -w noop -w sleep:duration=1ms -r serial,async "${short[@]}" -o results
	[ "$status" -eq 0 ]
	[[ $output == *"] for each task"* ]]
	[ "$(grep -c '] for each task$' <<<"$output")" -eq "$(query results/result.json \
		'sum(c["workload"]["name"] == "noop" for c in cases)')" ]
}

@test "a clock that takes its part is named" {
	breakeven run -w cpu-sum:iterations=20000 -r serial "${short[@]}" -o results
	holds results/result.json \
		'all(s["clock_share"] > 0 for b in blocks for s in b["samples"])'
	/usr/bin/python3 - <<-'END'
		import json
		with open("results/result.json", encoding="utf-8") as file:
		    result = json.load(file)
		for share, name in ((0.0005, "little.json"), (0.004, "much.json")):
		    for block in result["cases"][0]["blocks"]:
		        for sample in block["samples"]:
		            sample["clock_share"] = share
		    with open(name, "w", encoding="utf-8") as file:
		        json.dump(result, file)
	END
	try breakeven show little.json
	[ "$status" -eq 0 ]
	[[ $output != *"reading the clock"* ]]
	try breakeven show much.json
	[ "$status" -eq 0 ]
	[[ $output == *"reading the clock took about 0.4 % of the time"* ]]
}
