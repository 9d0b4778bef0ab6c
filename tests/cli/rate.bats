#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
#
# `breakeven run --rate` from outside: tasks that start at intended times, and what their latencies
# show that those of a closed batch hide.

# shellcheck disable=SC2154 # set by helper.bash and by bats

load helper

# 300 requests at 100/s, once to warm up and once timed. The server counts them all and stands still
# at every 400th: once, and in the timed batch. For 1.4 s one request is in flight and all that
# arrive wait; those of the first 0.4 s, which are more than one in a hundred, for more than 1 s.
@test "a server that stalls once is in the corrected p99 and not in the uncorrected one" {
	try breakeven run -w http-fetch:delay=0,stall=1400ms,every=400 -r serial --rate 100 \
		--tasks 300 --blocks 1 --samples 1 --no-charts -o results
	echo "$output" "$stderr"
	[ "$status" -eq 0 ]
	valid results/result.json
	query results/result.json '[b["samples"] for b in blocks]'
	holds results/result.json 'len(cases) == 1 and len(blocks) == 1' \
		'cases[0]["id"].endswith("/concurrency=1/rate=100")' \
		'cases[0]["arrivals"] == "fixed" and cases[0]["rate_per_second"] == 100' \
		'[b["tasks"] for b in blocks] == [300]' \
		'blocks[0]["samples"][0]["latency_ns"]["p99"] > 1e9' \
		'cases[0]["summary"]["latency_p99_ns"] > 1e9' \
		'blocks[0]["samples"][0]["latency_uncorrected_ns"]["max"] >= 1.4e9' \
		'cases[0]["summary"]["latency_p99_ns"] >
			4 * cases[0]["summary"]["latency_uncorrected_p99_ns"]' \
		'blocks[0]["samples"][0]["schedule_ns"] == 2990000000' \
		'blocks[0]["samples"][0]["peak_arrived"] > 100'
	[[ $output == *"arrivals had to wait: up to "*" at once, 1 may be in flight"* ]]
	[[ $output == *"1 case with a rate is not compared by throughput"* ]]
	nothing_left
}

@test "rates make a load curve" {
	try breakeven run -w sleep:duration=1ms -r async,openmp -r thread-pool:chunk=2 --cores 1 \
		--concurrency 4 --rate 2000 --rate 3e3,poisson --tasks 20 "${counted[@]}" -o results
	echo "$output" "$stderr"
	[ "$status" -eq 0 ]
	[[ $stderr == *"note: 4 cases left out, for example "*"--rate"* ]]
	valid results/result.json
	holds results/result.json 'len(cases) == 2' \
		'[c["id"].split("/")[-1] for c in cases] == ["rate=2000", "rate=3000,poisson"]' \
		'all(c["status"] == "ok" and c["stamped"] and c["tasks"] == 20 for c in cases)' \
		'all(b["samples"][0]["elapsed_ns"] >= b["samples"][0]["schedule_ns"]
			for b in blocks)' \
		'len({b["samples"][0]["schedule_ns"] for b in cases[0]["blocks"]}) == 1' \
		'len({b["samples"][0]["schedule_ns"] for b in cases[1]["blocks"]}) == 2'
	[[ $output == *"2000/s"*"3000/s poisson"* ]]
	try breakeven show results
	[ "$status" -eq 0 ]
	[[ $output == *"uncorrected"* ]]
	nothing_left
}

@test "the same seed makes the same arrivals, under every runner" {
	for run in one other; do
		try breakeven run -w noop -r serial,threads,async --cores 1 --concurrency 1 \
			--rate 5000,poisson --tasks 30 --seed 7 "${counted[@]}" -o "$run"
		echo "$output" "$stderr"
		[ "$status" -eq 0 ]
	done
	schedules='sorted({(b["block"], b["samples"][0]["schedule_ns"]) for b in blocks})'
	[ "$(query one/result.json "$schedules")" = "$(query other/result.json "$schedules")" ]
	holds one/result.json "len($schedules) == 2" 'all(c["stamped"] for c in cases)'
}

@test "loops of io_uring, and workers that are programs of their own, hold tasks back, too" {
	try breakeven run -w sleep:duration=1ms -r async:loop=io_uring -r process-pool:start=spawn \
		-r process-pool:start=spawn,dispatch=submit \
		-r process-pool:start=spawn,channel=pipe --cores 1 --concurrency 4 \
		--rate 500,poisson --tasks 20 "${counted[@]}" -o results
	echo "$output" "$stderr"
	[ "$status" -eq 0 ]
	holds results/result.json 'len(cases) >= 3' 'all(c["status"] == "ok" for c in cases)' \
		'all(s["elapsed_ns"] >= s["schedule_ns"] > 0 for b in blocks for s in b["samples"])'
	nothing_left
}

@test "a run with rates that was killed goes on with the same arrivals" {
	arriving=(-w sleep:duration=1ms -r "serial,async" --cores 1 --concurrency 4
		--rate "400,poisson" --tasks 20 --samples 1 --blocks 3 --seed 7 --no-charts -q)
	half_done()
	{
		[ -e killed/journal.jsonl ] && [ "$(wc -l <killed/journal.jsonl)" -ge 4 ]
	}
	breakeven run "${arriving[@]}" -o whole
	start "$BREAKEVEN" run "${arriving[@]}" -o killed
	until_true 20 half_done
	kill -KILL "$started"
	wait "$started" || true
	started=
	until_true 2 nothing_left
	try breakeven run --resume killed -q
	echo "$output" "$stderr"
	[ "$status" -eq 0 ]
	valid killed/result.json
	schedules='[(c["id"], [b["samples"][0]["schedule_ns"] for b in c["blocks"]])
		for c in cases]'
	[ "$(query killed/result.json "$schedules")" = "$(query whole/result.json "$schedules")" ]
	holds killed/result.json 'len(blocks) == 6' 'all(c["status"] == "ok" for c in cases)' \
		"len(r['resumed']) == 1"
}

@test "a suite may have rates, and --dry-run says what comes of them" {
	cat >load.json <<-'END'
		{"name": "load", "cases": [
			{"workload": "sleep", "runners": ["serial", "openmp"],
			 "rate": [50, "1000,poisson"]}]}
	END
	try breakeven run load.json --sample-time 500ms --dry-run
	echo "$output" "$stderr"
	[ "$status" -eq 0 ]
	[[ $output == *"/serial/cores=1/concurrency=1/rate=50  (100 tasks)"* ]]
	[[ $output == *"/serial/cores=1/concurrency=1/rate=1000,poisson  (500 tasks)"* ]]
	[[ $output == *"left out"*"/openmp/cores=1/concurrency=1/rate=50: "* ]]
	try breakeven list runners
	[[ $output == *"not --rate: with --rate the thread that creates OpenMP's tasks"* ]]
	[ "$(grep -c "not --rate" <<<"$output")" -eq 1 ]
	breakeven list runners --json >list.json
	[ "$(query list.json '[e["name"] for e in r["runners"] if e["no_rate"]]')" = openmp ]
	try breakeven run load.json --rate 7 --tasks 9 --dry-run
	[[ $output == *"/rate=7  (9 tasks)"* ]]
	[[ $output != *"rate=50"* ]]
}

@test "a rate whose gaps are longer than a day is refused, and the range told" {
	for rate in 1e-300 1e-6 0.000009 1e-320,poisson; do
		try breakeven run -w noop --rate "$rate" --dry-run
		echo "$rate: $status $stderr"
		[ "$status" -eq 2 ]
		[[ $stderr == "breakeven run: --rate: '${rate%,*}' is not a rate; "* ]]
		[[ $stderr == *" from 0.00001 up to 10000000" ]]
	done
	try breakeven run -w noop --rate 1e-5 --dry-run
	[ "$status" -eq 0 ]
	[[ $output != *inf* ]]
	echo '{"name": "x", "cases": [{"workload": "noop", "rate": [1e-300]}]}' >slow.json
	try breakeven run slow.json --dry-run
	[ "$status" -eq 2 ]
	[[ $stderr == *"from 0.00001 up to"* ]]
}

@test "a rate that is none is refused" {
	for rate in 0 -1 nan 2e7 fast 100,poison "100," 100,poisson,1; do
		try breakeven run -w noop --rate "$rate" --dry-run
		echo "$rate: $status $stderr"
		[ "$status" -eq 2 ]
		[ "$(wc -l <<<"$stderr")" -eq 1 ]
		[[ $stderr == "breakeven run: --rate: "*"${rate#*,}"* ]]
	done
	try breakeven run -w noop --rate 100,poison --dry-run
	[[ $stderr == *"did you mean 'poisson'?" ]]
	echo '{"name": "x", "cases": [{"workload": "noop", "rate": [1, 0]}]}' >wrong.json
	try breakeven run wrong.json --dry-run
	[ "$status" -eq 2 ]
	[[ $stderr == *"wrong.json:1:58: cases[0].rate[1]: '0' is not a rate; "* ]]
}
