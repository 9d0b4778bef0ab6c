#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Samples of a case that does not come to the end of its block: killed, interrupted, out of time.

# shellcheck disable=SC2154 # set by helper.bash and by bats

load helper

# Ten samples of 0.1 s, so that there are moments within a case.
long=(-w sleep:duration=100ms -r serial --tasks 1 --samples 10 --blocks 2 --no-charts -q)

# has_samples NUMBER: of the case that is being measured so many are on the disk.
has_samples()
{
	[ -e results/samples.jsonl ] && [ "$(wc -l <results/samples.jsonl)" -gt "$1" ]
}

# unfinished: entries of the result, each as its block and how many samples it has.
unfinished()
{
	query results/result.json '["%d %d" % (u["block"], len(u["samples"]))
		for u in r.get("unfinished", [])]'
}

# complete: a result with all blocks and all of their samples, and nothing left beside it.
complete()
{
	valid results/result.json
	holds results/result.json 'not r["interrupted"] and len(blocks) == 2' \
		'all(len(b["samples"]) == 10 for b in blocks)'
	[ "$(ls -A results)" = $'journal.jsonl\nresult.json' ]
}

@test "samples of a case that was killed in the middle are kept, apart from its blocks" {
	start "$BREAKEVEN" run "${long[@]}" -o results
	until_true 20 has_samples 3
	kill -KILL "$started"
	wait "$started" || true
	started=
	until_true 2 nothing_left
	/usr/bin/python3 -c '
import json
with open("results/samples.jsonl") as file:
    samples = [json.loads(line) for line in file][1:]
print(json.dumps([entry["sample"]["elapsed_ns"] for entry in samples]))' >before
	try breakeven run --resume results
	[ "$status" -eq 0 ]
	[[ $stderr == *"note: "*" samples of cases that did not come to the end of a block are "* ]]
	complete
	[[ $(unfinished) == "0 "[3-9] ]]
	holds results/result.json 'r["unfinished"][0]["case"] == cases[0]["id"]' \
		'r["unfinished"][0]["tasks"] == 1' \
		"[s['elapsed_ns'] for s in r['unfinished'][0]['samples']] == $(cat before)"

	# Once more from the journal alone.
	unfinished >first
	sed -i '$d' results/journal.jsonl
	rm results/result.json
	try breakeven run --resume results -q
	[ "$status" -eq 0 ]
	unfinished | diff first -
}

@test "samples of a case that was interrupted or ran out of time are kept" {
	start "$BREAKEVEN" run "${long[@]}" -o results
	until_true 20 has_samples 3
	kill -INT "$started"
	ends_within 5
	[ "$code" -eq 130 ]
	valid results/result.json
	[[ $(unfinished) == "0 "[3-9] ]]
	[ ! -e results/samples.jsonl ]
	unfinished >first
	try breakeven run --resume results -q
	[ "$status" -eq 0 ]
	complete
	unfinished | diff first -

	rm -rf results
	try breakeven run "${long[@]}" --blocks 1 --samples 50 --limit 2s -o results
	[ "$status" -eq 3 ]
	valid results/result.json
	holds results/result.json 'cases[0]["status"] == "timed-out"' \
		'1 <= len(r["unfinished"][0]["samples"]) < 50'
	[ ! -e results/samples.jsonl ]
}
