#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What a case is given beside its parameters: a folder of its own, batches that are prepared and
# observed, partners in whole groups (tests/faulty/witness.c uses it all).

# shellcheck disable=SC2154 # set by helper.bash and by bats

load helper

every_runner=serial,threads,thread-pool,processes,process-pool,async

@test "batches are prepared and observed, and the figures are in the result and the tables" {
	try faulty run -w witness -r "$every_runner" --cores 1 --concurrency 2,3 \
		"${counted[@]}" --samples 3 --tasks 7 -o results
	echo "$output" "$stderr"
	[ "$status" -eq 0 ]
	valid results/result.json
	# The warm-up is the first batch; partners are never parted.
	holds results/result.json 'len(cases) == 10' \
		'all(b["tasks"] == 8 for b in blocks)' \
		'all([s["observations"] for s in b["samples"]] ==
			[{"batches": i, "tasks": 8, "a_half": 0.5} for i in (2, 3, 4)]
			for b in blocks)' \
		'all(c["summary"]["observations"] == {"batches": 3, "tasks": 8, "a_half": 0.5}
			for c in cases)'
	[ "$(grep -cE '^    batches: 3, tasks: 8, a_half: 0.5(; reading .*)?$' <<<"$output")" -eq 10 ]
	try faulty show results
	[[ $output == *"    batches: 3, tasks: 8, a_half: 0.5"* ]]
}

@test "a case with fewer in flight than partners does not exist" {
	try faulty run -w witness -r serial,async --concurrency 1,2 --dry-run
	echo "$output" "$stderr"
	[ "$status" -eq 0 ]
	[ "$(grep -c "its tasks wait for each other in groups of 2" <<<"$output")" -eq 2 ]
	[[ $output == *"witness{ends=well}/async/cores=1/concurrency=2"* ]]
	try faulty list runners
	[[ $output == *"    not witness: its tasks wait for each other in groups of 2"* ]]
	try faulty list runners --json
	query <(echo "$output") '[e["name"] for e in r["runners"] if e["unsupported"]]' >unsupported
	grep -qx serial unsupported
	[ "$(grep -cx async unsupported)" -eq 0 ]
}

@test "settled batches keep partners together" {
	try faulty run -w witness -r async,threads --cores 1 --concurrency 5 "${short[@]}" \
		--sample-time 3ms -q -o results
	[ "$status" -eq 0 ]
	holds results/result.json 'all(b["tasks"] >= 16 and b["tasks"] % 2 == 0 for b in blocks)'
}

@test "the files of a case are gone however it ended, and nothing else is" {
	local every=("async,processes" --concurrency 2 --cores 1)

	for ends in well crash hang unprepared unseen; do
		rm -rf results
		mkdir results
		echo mine >results/mine
		try faulty run -w "witness:ends=$ends" -r "${every[@]}" \
			"${short[@]}" --blocks 1 --limit 3s -q -o results
		echo "$ends $status: $output" "$stderr"
		[ "$status" -eq "$([ "$ends" = well ] && echo 0 || echo 3)" ]
		valid results/result.json
		[ "$(ls results)" = $'journal.jsonl\nmine\nresult.json' ]
		query results/result.json '[c["reason"] for c in cases]' >"$ends"
	done
	grep -q "ended by signal 11" crash
	grep -q "did not end within 3.00 s" hang
	[ "$(sort -u unprepared)" = "not to be prepared" ]
	[ "$(sort -u unseen)" = "witness observes a_half, which is not a finite number" ]
}

@test "the files of a case are gone when the run is interrupted" {
	start "$FAULTY" run -w witness:ends=hang -r async --concurrency 2 "${short[@]}" -o results
	until_true 10 compgen -G 'results/files/*/inner/0' >/dev/null
	kill -INT "$started"
	ends_within 10
	[ "$code" -eq 130 ]
	[ ! -e results/files ]
	nothing_left
}

@test "a folder of files that is there already is not touched" {
	mkdir -p results/files
	echo mine >results/files/mine
	try faulty run -w witness -r async --concurrency 2 "${short[@]}" -q -o results
	echo "$status: $output" "$stderr"
	[ "$status" -eq 3 ]
	[[ $stderr == *"results/files already exists"*"move it away"* ]]
	[ "$(cat results/files/mine)" = mine ]
}

@test "a workload that needs no folder makes none" {
	try faulty run -w noop -r serial "${short[@]}" -q -o results
	[ "$status" -eq 0 ]
	[ "$(ls results)" = $'journal.jsonl\nresult.json' ]
}
