#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Runs that are ended from outside, by a signal to the program or to its group: what was measured is
# kept, nothing goes on in the background. The times are bounds that a busy machine keeps, too.

# shellcheck disable=SC2030,SC2031,SC2154 # set by helper.bash and by bats, anew for each test

load helper

# A run of many short blocks with everything that can be left behind: pools, processes, a server.
start_short_cases()
{
	start "$BREAKEVEN" run -w http-fetch:delay=1ms -w sleep:duration=1ms -w mixed:task=1ms \
		-r process-pool,processes,async --cores 1 --concurrency 4 "${short[@]}" \
		--blocks 1000 "$@" -o results
}

# Until `count` case processes have been seen, one after the other.
cases_seen()
{
	local pid

	for pid in $(marked case); do
		grep -qx "$pid" seen 2>/dev/null || echo "$pid" >>seen
	done
	[ -e seen ] && [ "$(wc -l <seen)" -ge "$1" ]
}

@test "SIGINT ends a run, which keeps the blocks that were finished" {
	start_short_cases
	until_true 20 cases_finished 9
	kill -INT "$started"
	ends_within 3
	cat err
	[ "$code" -eq 130 ]
	nothing_left
	valid results/result.json
	holds results/result.json 'r["interrupted"]' 'r["finished"]' 'len(cases) == 9' \
		'all(c["status"] == "ok" for c in cases)' \
		'all(b["status"] == "ok" for b in blocks)' \
		'all(1 <= len(c["blocks"]) < 1000 for c in cases)' \
		'max(len(c["blocks"]) for c in cases) - min(len(c["blocks"]) for c in cases) <= 1'
	grep -q 'interrupted' err
	grep -q 'results/result.json' out
	grep -q 'run --resume results` continues the run' err
	run ls results
	[ "$output" = $'journal.jsonl\nresult.json' ]
}

@test "a run whose folder was removed does not say that it can go on" {
	start_short_cases
	until_true 20 cases_finished 3
	mv results moved
	kill -INT "$started"
	ends_within 5
	cat err
	[ "$code" -ne 0 ]
	grep -q 'results/journal.jsonl has been removed, so the run cannot be resumed' err
	run grep -- --resume err
	[ "$status" -eq 1 ]
	[ ! -e results ]
}

@test "cases that were not reached are not-run, and say why" {
	start "$BREAKEVEN" run -w http-fetch:delay=50ms -r serial,thread-pool,async --cores 1 \
		--concurrency 1,2,3,4,5,6,7,8 "${short[@]}" --sample-time 300ms -o results
	until_true 20 cases_finished 1
	kill -INT "$started"
	ends_within 3
	[ "$code" -eq 130 ]
	nothing_left
	valid results/result.json
	holds results/result.json 'r["interrupted"]' 'len(cases) == 17' \
		'any(c["status"] == "ok" for c in cases)' \
		'any(c["status"] == "not-run" and c["reason"] and not c["blocks"] for c in cases)' \
		'all(c["status"] in ("ok", "not-run") for c in cases)' \
		'all(len(c["blocks"]) == (c["status"] == "ok") for c in cases)'
	try breakeven show results
	[ "$status" -eq 0 ]
	[[ $output == *"not-run"* ]]
	try breakeven verdict results
	[ "$status" -eq 0 ]
}

@test "SIGINT to the whole group, as a terminal sends it" {
	start_short_cases
	until_true 20 cases_finished 9
	kill -INT -- "-$started"
	ends_within 3
	[ "$code" -eq 130 ]
	nothing_left
	valid results/result.json
	holds results/result.json 'r["interrupted"]' 'all(c["status"] == "ok" for c in cases)'
}

@test "SIGTERM ends a run as SIGINT does" {
	start_short_cases
	until_true 20 cases_finished 9
	kill -TERM "$started"
	ends_within 3
	[ "$code" -eq 130 ]
	nothing_left
	valid results/result.json
	holds results/result.json 'r["interrupted"]' 'all(c["status"] == "ok" for c in cases)'
}

@test "an interrupt does not wait for a case that hangs" {
	start "$FAULTY" run -w hang -r process-pool,processes --cores 1 --concurrency 4 \
		"${short[@]}" -o results
	until_true 20 cases_seen 2
	kill -INT "$started"
	ends_within 3
	[ "$code" -eq 130 ]
	nothing_left
	valid results/result.json
	holds results/result.json 'r["interrupted"]' 'all(c["status"] == "not-run" for c in cases)'
}

@test "an interrupt does not wait for a case that writes without end" {
	for to in answer output errors; do
		start "$FAULTY" run -w "flood:to=$to" -r serial,processes --cores 1 \
			--concurrency 1 "${short[@]}" --blocks 1000 -o "results-$to"
		until_true 20 test -e "results-$to/journal.jsonl"
		until_true 20 cases_seen 1
		kill -INT "$started"
		ends_within 3
		[ "$code" -eq 130 ]
		nothing_left
		valid "results-$to/result.json"
		holds "results-$to/result.json" 'r["interrupted"]'
		rm -f seen
	done
}

@test "an interrupt while calibrating measures nothing more" {
	start "$BREAKEVEN" run -w mixed -r serial,async --concurrency 8 "${short[@]}" -o results
	until_true 20 grep -q calibrating err
	kill -INT "$started"
	ends_within 3
	[ "$code" -eq 130 ]
	nothing_left
	valid results/result.json
	holds results/result.json 'r["interrupted"]'
}

@test "an impatient user sends the signal several times" {
	start_short_cases
	until_true 20 cases_finished 9
	for _ in 1 2 3 4 5; do
		kill -INT -- "-$started" 2>/dev/null || true
	done
	ends_within 3
	[ "$code" -eq 130 ]
	nothing_left
	valid results/result.json
}

@test "nothing outlives a run that is killed" {
	start_short_cases
	until_true 20 cases_finished 9
	until_true 20 cases_seen 1
	[ -n "$(marked serve)" ]
	kill -KILL "$started"
	until_true 2 nothing_left
	wait "$started" || code=$?
	started=
	[ "$code" -eq 137 ]
	journaled results >before
	[ "$(wc -l <before)" -ge 9 ]

	# What it had finished is in the result of whoever continues it.
	start "$BREAKEVEN" run --resume results -q
	until_true 20 cases_finished $(($(wc -l <before) + 1))
	kill -INT "$started"
	ends_within 3
	[ "$code" -eq 130 ]
	nothing_left
	valid results/result.json
	holds results/result.json 'r["interrupted"]'
	measured results >after
	[ -z "$(grep -vxFf after before)" ]
}

@test "nothing outlives a run that is killed while its processes hang" {
	start "$FAULTY" run -w hang -r process-pool --cores 1 --concurrency 4 "${short[@]}" \
		-o results
	until_true 20 cases_seen 5
	kill -KILL "$started"
	until_true 2 nothing_left
	wait "$started" || true
	started=
}

@test "a server that dies costs the cases that need it, not the others" {
	start_short_cases --blocks 4
	until_true 20 cases_finished 9
	kill -KILL "$(marked serve)"
	ends_within 30
	cat err
	[ "$code" -eq 3 ]
	nothing_left
	valid results/result.json
	holds results/result.json 'not r["interrupted"]' \
		'all(len(c["blocks"]) == 4 for c in cases)' \
		'all((c["status"] == "ok") == (c["workload"]["name"] != "http-fetch")
			for c in cases)' \
		'any("server was ended by signal 9" in (b["reason"] or "") for b in blocks)'
}
