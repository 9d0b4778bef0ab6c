#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
#
# `breakeven run` from outside: what it writes and prints, where it runs, what it leaves untouched.

# shellcheck disable=SC2154 # set by helper.bash and by bats

load helper

@test "a run writes a valid result, and show, verdict and plot read it" {
	try breakeven run -w noop -w cpu-sum -w sleep:duration=1ms \
		-r serial,thread-pool,async --concurrency 1,4 "${short[@]}" -o results
	echo "$output" "$stderr"
	[ "$status" -eq 0 ]
	valid results/result.json
	holds results/result.json 'len(cases) > 9' 'not r["interrupted"]' 'r["finished"]' \
		'all(c["status"] == "ok" and c["reason"] is None for c in cases)' \
		'all([b["block"] for b in c["blocks"]] == [0, 1] for c in cases)' \
		'all(len(b["samples"]) == 1 for b in blocks)' \
		'all(c["summary"]["tasks_per_second"]["median"] > 0 for c in cases)' \
		'all(c["stamped"] == (c["workload"]["name"] != "noop") for c in cases)' \
		'sorted(b["order"] for b in blocks) == list(range(len(blocks)))' \
		'len(set(b["pid"] for b in blocks)) == len(blocks)' \
		'all(b["samples"][0]["elapsed_ns"] >= 3e6 for c in cases for b in c["blocks"]
			if c["workload"]["name"] == "sleep")'
	[[ $output == *"results/result.json"* ]]
	[[ $output == *"cpu-sum{iterations=100000}"* ]]
	printed=$output

	try breakeven show results/result.json
	[ "$status" -eq 0 ]
	[ -z "$stderr" ]
	[[ $printed == "$output"* ]]
	tables=$output
	try breakeven show results
	[ "$output" = "$tables" ]
	try breakeven verdict results
	[ "$status" -eq 0 ]
	[[ $output == *"sleep{duration=1ms}: "* ]]
	try breakeven plot results
	echo "$output" "$stderr"
	[ "$status" -eq 0 ]
	[ -s results/charts/throughput.svg ]
	[ -s results/charts/throughput.png ]
	nothing_left
}

@test "http-fetch with its own connections, blocking, and a server that stalls" {
	try breakeven run -w http-fetch:delay=0,reuse=no -w http-fetch:delay=0,blocking=yes \
		-w http-fetch:delay=0,reuse=no,blocking=yes,stall=2ms,every=7 \
		--cores 1 --concurrency 1,8 "${short[@]}" -o results
	echo "$output" "$stderr"
	[ "$status" -eq 0 ]
	holds results/result.json 'all(c["status"] == "ok" for c in cases)' \
		'{c["runner"]["name"] for c in cases} == {n["name"] for n in r["runners"]}' \
		'all(b["samples"][0]["elapsed_ns"] >= b["tasks"] // 7 * 2e6
			for c in cases for b in c["blocks"]
			if c["workload"]["parameters"]["stall_ns"] > 0)'
	nothing_left
}

@test "charts are drawn unless they are not wanted" {
	try breakeven run -w sleep:duration=1ms -r serial --blocks 1 --samples 1 \
		--sample-time 1ms -o with
	[ "$status" -eq 0 ]
	[ -s with/charts/throughput.svg ]
	[[ $output == *"with/charts/throughput.svg"* ]]
	try breakeven run -w noop -r serial "${short[@]}" -o without
	[ "$status" -eq 0 ]
	[ ! -e without/charts ]
}

@test "flags span the matrix, within the axes that each runner has" {
	try breakeven run -w noop -w sleep:duration=1ms -r serial,async,threads \
		-r thread-pool --cores 1 --concurrency 1,3,3 "${short[@]}" -q -o results
	[ "$status" -eq 0 ]
	valid results/result.json
	query results/result.json \
		'[c["id"] for c in cases if c["workload"]["name"] == "sleep"]' | sort >ids
	pool='thread-pool'
	diff - ids <<-END
		sleep{duration=1ms}/async/cores=1/concurrency=1
		sleep{duration=1ms}/async/cores=1/concurrency=3
		sleep{duration=1ms}/serial/cores=1/concurrency=1
		sleep{duration=1ms}/$pool/cores=1/concurrency=1
		sleep{duration=1ms}/$pool/cores=1/concurrency=3
		sleep{duration=1ms}/threads/cores=1/concurrency=1
		sleep{duration=1ms}/threads/cores=1/concurrency=3
	END
	holds results/result.json 'len(cases) == 14' \
		'all(b["samples"][0]["peak_concurrency"] == c["concurrency"]
			for c in cases if c["stamped"] for b in c["blocks"])'
}

@test "--tasks, --samples and --blocks are kept to exactly" {
	try breakeven run -w cpu-sum:iterations=1e4 -r serial,process-pool \
		--cores 1 --concurrency 2 --tasks 17 --samples 3 --blocks 3 --no-charts -q \
		-o results
	[ "$status" -eq 0 ]
	valid results/result.json
	holds results/result.json 'len(blocks) == 6' 'all(b["tasks"] == 17 for b in blocks)' \
		'all(len(b["samples"]) == 3 for b in blocks)' 'r["settings"]["blocks"] == 3'
}

@test "every runner on two cores uses two cores" {
	needs_two_cores
	try breakeven run -w cpu-sum -r threads,thread-pool,processes,process-pool \
		--cores 1,2 --concurrency 2 "${short[@]}" --sample-time 20ms -q -o results
	echo "$stderr"
	[ "$status" -eq 0 ]
	valid results/result.json
	holds results/result.json 'len(cases) == 8' \
		'all(len(c["cpus"]) == c["cores"] == len(set(c["cpus"])) for c in cases)' \
		'all(b["cpus_seen"] == sorted(c["cpus"]) for c in cases for b in c["blocks"])'
}

@test "--pin decides where workers run, and the result says so" {
	local last
	last=$(last_cpu)
	for pin in cores compact scatter none "$last"; do
		try breakeven run -w sleep:duration=1ms -r thread-pool,async \
			--cores 1 --concurrency 2 --pin "$pin" "${short[@]}" -q -o "$pin"
		echo "$pin: $stderr"
		[ "$status" -eq 0 ]
		valid "$pin/result.json"
		holds "$pin/result.json" "r['settings']['pin'] == '$pin'" \
			'all(b["cpus_seen"] for b in blocks)' \
			'all(set(b["cpus_seen"]) <= set(c["cpus"])
				for c in cases for b in c["blocks"])'
	done
	holds "$last/result.json" "all(b['cpus_seen'] == [$last] for b in blocks)"
}

@test "a process that may use one CPU stays on it, and says what it cannot measure" {
	local last
	last=$(last_cpu)
	try bounded taskset -c "$last" "$BREAKEVEN" run -w sleep:duration=1ms \
		-w http-fetch:delay=1ms -r serial,thread-pool --cores 1,2,max --concurrency 4 \
		"${short[@]}" -o results
	echo "$output" "$stderr"
	[ "$status" -eq 0 ]
	valid results/result.json
	holds results/result.json 'r["machine"]["cpus"] == 1' \
		'all(c["cores"] == 1 for c in cases)' \
		"all(c['cpus'] == [$last] for c in cases)" \
		"all(b['cpus_seen'] == [$last] for b in blocks)" \
		"all(b['server'] == {'shared': True, 'cpus': [$last]} for c in cases
			for b in c['blocks'] if c['workload']['name'] == 'http-fetch')"
	[[ $stderr == *"2 cases left out"*"cores=2"*"but this process may use only 1"* ]]
	try bounded taskset -c "$last" "$BREAKEVEN" run -w noop -r thread-pool \
		--cores 2 --concurrency 2 -o refused
	echo "$output" "$stderr"
	[ "$status" -eq 2 ]
	[[ $stderr == *"but this process may use only 1"* ]]
	[ ! -e refused ]
}

@test "http-fetch has a server of its own for as long as the run lasts, away from the workers" {
	try breakeven run -w http-fetch:delay=1ms,size=3000 -r serial,thread-pool,async \
		--cores 1 --concurrency 4 "${short[@]}" -q -o results
	echo "$stderr"
	[ "$status" -eq 0 ]
	nothing_left
	valid results/result.json
	holds results/result.json 'all(c["status"] == "ok" for c in cases)' \
		'all(b["server"]["cpus"] for b in blocks)' \
		'all(b["server"]["shared"] == bool(set(b["server"]["cpus"]) & set(c["cpus"]))
			for c in cases for b in c["blocks"])'
	if [ "$(nproc)" -gt 1 ]; then
		holds results/result.json 'not any(b["server"]["shared"] for b in blocks)'
	fi
}

@test "http-fetch from the user's own server needs no other" {
	start "$BREAKEVEN" serve --size 777 --delay 2ms
	until_true 10 grep -q listening out
	url=$(sed 's/^listening on //' out)
	try breakeven run -w "http-fetch:url=$url" -r serial,async --concurrency 4 \
		"${short[@]}" -q -o results
	echo "$stderr"
	[ "$status" -eq 0 ]
	valid results/result.json
	holds results/result.json \
		"all(c['workload']['parameters']['url'] == '$url' for c in cases)" \
		'all(b["server"] is None for b in blocks)' \
		'all(b["samples"][0]["latency_ns"]["p50"] >= 2e6 for b in blocks)'
	kill -TERM "$started"
	ends_within 5
	[ "$code" -eq 0 ]

	try breakeven run -w "http-fetch:url=$url" -w noop -r serial "${short[@]}" -q \
		-o without
	[ "$status" -eq 3 ]
	valid without/result.json
	holds without/result.json '[c["status"] for c in cases] == ["failed", "ok"]' \
		"'$url' in cases[0]['reason']"
}

@test "mixed computes what was calibrated for the run" {
	try breakeven run -w mixed:task=2ms,cpu=50 -r serial "${short[@]}" -q -o results
	[ "$status" -eq 0 ]
	valid results/result.json
	holds results/result.json 'r["settings"]["iterations_per_second"] > 1e6' \
		'all(b["samples"][0]["latency_ns"]["p50"] > 1e6 for b in blocks)'
}

@test "a result is never overwritten" {
	mkdir results
	echo precious >results/result.json
	try breakeven run -w noop -r serial "${short[@]}" -o results
	[ "$status" -eq 2 ]
	[ -z "$output" ]
	[ "${#stderr_lines[@]}" -eq 1 ]
	[[ $stderr == *"results/result.json already exists"* ]]
	[ "$(cat results/result.json)" = precious ]
	[ "$(ls -A results)" = result.json ]
}

@test "a folder that cannot be written is refused before anything is measured" {
	echo text >file
	for folder in /proc/no-such/place file file/below; do
		try breakeven run -w noop -r serial "${short[@]}" -o "$folder"
		echo "$folder: $stderr"
		[ "$status" -eq 2 ]
		[ -z "$output" ]
		[ "${#stderr_lines[@]}" -eq 1 ]
		[[ $stderr == *"$folder"* || $stderr == *"${folder%/*}"* ]]
	done
	[ "$(ls -A)" = file ]
}

@test "without -o, each run has a new folder below runs/" {
	for _ in 1 2; do
		try breakeven run -w noop -r serial "${short[@]}" -q
		[ "$status" -eq 0 ]
	done
	folders=(runs/matrix-*)
	[ "${#folders[@]}" -eq 2 ]
	valid runs/matrix-*/result.json
}

@test "--dry-run prints the plan, measures nothing and creates nothing" {
	try breakeven run -w sleep:duration=10min -r serial,async --concurrency 8 \
		--cores 1 --seed 12 --dry-run -o results
	[ "$status" -eq 0 ]
	[ -z "$stderr" ]
	[[ $output == *"2 cases"*"seed: 12"* ]]
	[[ $output == *"sleep{duration="*"/serial/cores=1/concurrency=1"* ]]
	[[ $output == *"/async/cores=1/concurrency=8"* ]]
	[ -z "$(ls -A)" ]
}

@test "the standard suite has a plan of less than a minute" {
	try breakeven run --dry-run
	[ "$status" -eq 0 ]
	[[ ${lines[0]} =~ ^"suite quick: "[0-9]+" cases × "[0-9]+" blocks, about "([0-9]+)" s"$ ]]
	[ "${BASH_REMATCH[1]}" -gt 0 ]
	[ "${BASH_REMATCH[1]}" -lt 60 ]
}

@test "a suite from a file" {
	cat >own.json <<-END
		{"name": "own", "settings": {"blocks": 1, "samples": 1, "sample_time": "1ms"},
		 "cases": [{"workload": "sleep", "parameters": {"duration": ["1ms", "2ms"]},
		            "runners": ["serial", "async"], "concurrency": [1, 2]}]}
	END
	try breakeven run own.json --no-charts -o results
	echo "$stderr"
	[ "$status" -eq 0 ]
	valid results/result.json
	holds results/result.json 'r["suite"] == "own"' 'len(cases) == 6' \
		'set(c["workload"]["text"] for c in cases) == {"{duration=1ms}", "{duration=2ms}"}'
}

@test "the order of a run follows from its seed, and differs from block to block" {
	order='[c["id"] for c, b in sorted(((c, b) for c in cases for b in c["blocks"]),
		key=lambda pair: pair[1]["order"])]'
	for name in first again other; do
		seed=7
		[ $name != other ] || seed=8
		try breakeven run -w noop -w cpu-sum:iterations=1000 -r serial,async,threads \
			--cores 1 --concurrency 1,2 --seed $seed "${short[@]}" -q -o $name
		[ "$status" -eq 0 ]
		query $name/result.json "$order" >$name.order
	done
	holds first/result.json 'r["seed"] == 7'
	cmp first.order again.order
	run -1 cmp -s first.order other.order
	half=$(($(wc -l <first.order) / 2))
	head -n $half first.order >block1
	tail -n $half first.order >block2
	run -1 cmp -s block1 block2
}

@test "--quiet prints where the result is, and no more" {
	try breakeven run -w mixed:task=1ms -r serial "${short[@]}" --quiet -o results
	[ "$status" -eq 0 ]
	[ -z "$stderr" ]
	[[ $output == *"results/result.json" ]]
	[ "${#lines[@]}" -eq 2 ]
}

# on_terminal COMMAND…: with a terminal for its standard streams; what it printed is the output.
on_terminal()
{
	bounded /usr/bin/python3 -c '
import os, pty, sys
sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))' "$@" </dev/null
}

@test "escape codes are for terminals only, and colour only where it is wanted" {
	local arguments=(run -w noop -w sleep:duration=1ms -r "serial,async" "${short[@]}"
		--concurrency 4)
	escape=$'\e['
	try breakeven "${arguments[@]}" -o plain
	[ "$status" -eq 0 ]
	[[ $output$stderr != *$'\e'* ]]
	[[ $output$stderr != *$'\r'* ]]
	[[ $stderr == *"8 of 8 cases"* ]]

	run on_terminal env TERM=xterm NO_COLOR= "$BREAKEVEN" "${arguments[@]}" -o colour
	[ "$status" -eq 0 ]
	[[ $output == *"${escape}K"* ]]
	[[ $output =~ $'\e['[0-9\;]*m ]]
	run on_terminal env TERM=xterm NO_COLOR=1 "$BREAKEVEN" "${arguments[@]}" -o grey
	[ "$status" -eq 0 ]
	[[ $output == *"${escape}K"* ]]
	[[ ! $output =~ $'\e['[0-9\;]*m ]]
	run on_terminal env TERM=dumb NO_COLOR= "$BREAKEVEN" show plain
	[[ $output != *$'\e'* ]]
}

@test "a reader that goes away costs the output, not the result" {
	breakeven run -w noop -r serial "${short[@]}" -o results 2>err | true
	valid results/result.json
	holds results/result.json 'not r["interrupted"]' 'cases[0]["status"] == "ok"'
	nothing_left
}

without_input_and_output()
{
	breakeven "$@" <&- >&-
}

without_input_and_errors()
{
	breakeven "$@" <&- 2>&-
}

into_full_disk()
{
	breakeven "$@" >/dev/full
}

@test "standard streams that are closed or full" {
	local arguments=(run -w noop -w http-fetch:delay=1ms -r serial "${short[@]}")
	try without_input_and_output "${arguments[@]}" -o closed
	echo "$stderr"
	[ "$status" -eq 2 ]
	[[ $stderr == *"standard output"* ]]
	valid closed/result.json
	holds closed/result.json 'all(c["status"] == "ok" for c in cases)'
	try without_input_and_errors "${arguments[@]}" -o quiet
	[ "$status" -eq 0 ]
	valid quiet/result.json
	holds quiet/result.json 'all(c["status"] == "ok" for c in cases)'
	try into_full_disk list
	[ "$status" -eq 2 ]
	[[ $stderr == *"standard output: No space left on device"* ]]
}
