#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Runs that end before their time and go on: killed at any moment, torn at any byte, out of disk.
# Nothing that was finished is lost or measured again. Runs at the same time notice each other.

# shellcheck disable=SC2030,SC2031,SC2154 # set by helper.bash and by bats, anew for each test

load helper

# Each workload needs something of the run: a folder, a calibrated rate.
tiny=(-w file-read:size=4KiB -w mixed:task=100us -r "serial,async" --cores 1
	--concurrency 2 --tasks 4 --samples 1 --blocks 2 --no-charts -q --seed 7)
tiny_blocks=8

# go_on DIR [FLAG…]: resumes it, in the foreground.
go_on()
{
	try breakeven run --resume "$@"
	echo "resume: $status: $output" "$stderr"
}

# keeps DIR FILE: the journal begins with the blocks of the file, as journaled wrote them.
keeps()
{
	journaled "$1" >after
	head -n "$(wc -l <"$2")" after | diff "$2" -
}

# complete DIR [BLOCKS]: a result with all blocks, each once, and what the journal had is in it.
complete()
{
	valid "$1/result.json"
	# In one expression, as this is asked often.
	holds "$1/result.json" "not r['interrupted'] and r['finished'] >= r['started'] and
		all(c['status'] == 'ok' for c in cases) and len(blocks) == ${2:-$tiny_blocks} and
		sorted(b['order'] for b in blocks) == list(range(len(blocks))) and
		all([b['block'] for b in c['blocks']] == list(range(len(c['blocks'])))
			for c in cases)"
	diff <(journaled "$1" | sort) <(measured "$1" | sort)
	[ "$(grep -c '^{"check":"[0-9a-f]*","iterations_per_second":' "$1/journal.jsonl")" -le 1 ]
	[ "$(grep -c '^{"check":"[0-9a-f]*","twice_the_work":' "$1/journal.jsonl")" -le 1 ]
	[ "$(ls -A "$1")" = $'journal.jsonl\nresult.json' ]
}

# has_lines NUMBER: the journal has come that far.
has_lines()
{
	[ "$1" -eq 0 ] ||
		{ [ -e results/journal.jsonl ] && [ "$(wc -l <results/journal.jsonl)" -ge "$1" ]; }
}

@test "a run that is killed at any moment goes on, and loses no block that was finished" {
	local lines seconds resumed=0

	# Twenty moments, drawn with a seed: behind which line of the journal, and how long after.
	while read -r lines seconds; do
		rm -rf results before
		start "$BREAKEVEN" run "${tiny[@]}" -o results
		until_true 20 has_lines "$lines"
		sleep "$seconds"
		kill -KILL "$started" 2>/dev/null || true
		wait "$started" || true
		started=
		until_true 2 nothing_left
		if [ ! -e results/journal.jsonl ]; then
			# It had not begun: there is nothing to lose.
			rm -rf results
			breakeven run "${tiny[@]}" -o results
		else
			journaled results >before
			go_on results -q
			[ "$status" -eq 0 ]
			keeps results before
			[[ $stderr == *"is complete"* ]] || resumed=$((resumed + 1))
		fi
		complete results
		[ -z "$(ls "$BREAKEVEN_RUNS")" ]
	done < <(/usr/bin/python3 -c '
import random
random.seed(20261122)
for _ in range(20):
    print(random.randrange(11), "%.3f" % random.uniform(0, 0.05))')
	echo "$resumed went on"
	[ "$resumed" -ge 5 ]
}

@test "a journal that was cut at any byte goes on from its whole lines" {
	local size first

	breakeven run "${tiny[@]}" -o whole
	complete whole
	size=$(stat -c %s whole/journal.jsonl)
	first=$(head -n 1 whole/journal.jsonl | wc -c)
	for length in "$first" $((first + 1)) $(((first + size) / 2)) $((size - 1)); do
		rm -rf results
		mkdir results
		head -c "$length" whole/journal.jsonl >results/journal.jsonl
		journaled results >before
		go_on results -q
		[ "$status" -eq 0 ]
		complete results
		keeps results before
		holds results/result.json 'len(r["resumed"]) == 1' \
			"r['started'] == $(query whole/result.json '[json.dumps(r["started"])]')"
	done
	# Zeros where the last line should stand.
	head -c "$((size - 9))" whole/journal.jsonl >results/journal.jsonl
	head -c 9 /dev/zero >>results/journal.jsonl
	go_on results -q
	[ "$status" -eq 0 ]
	[ "${#stderr_lines[@]}" -eq 1 ]
	[[ $stderr == "note: the last line of results/journal.jsonl was incomplete ("*") and was removed" ]]
}

# What a kill leaves between a line about that folder and what is done: there is no folder.
@test "a run that was killed just before it made the folder for files, or after, goes on" {
	local line lines

	breakeven run -w file-read:size=4KiB -r serial "${short[@]}" -q -o whole
	mapfile -t lines < <(grep -n '"files":' whole/journal.jsonl | cut -d : -f 1)
	[ "${#lines[@]}" -eq 2 ]
	for line in "${lines[@]}"; do
		rm -rf results
		mkdir results
		head -n "$line" whole/journal.jsonl >results/journal.jsonl
		[ "$line" -ne 2 ] || grep -q '"files":true' results/journal.jsonl
		sed -i '/"files":false/d' results/journal.jsonl
		breakeven run --resume results -q
		valid results/result.json
		holds results/result.json 'r["finished"]' 'len(blocks) == 2' \
			'all(b["status"] == "ok" for b in blocks)'
		[ "$(ls results)" = $'journal.jsonl\nresult.json' ]
		[ "$(grep '"files":' results/journal.jsonl | tail -n 1 | cut -d , -f 2)" = \
			'"files":false}' ]
	done
}

@test "what is not a journal, or a damaged one, is refused in one line" {
	breakeven run "${tiny[@]}" --blocks 1 -o whole
	while IFS='|' read -r change message; do
		rm -rf results
		cp -r whole results
		(cd results && eval "$change")
		go_on results
		[ "$status" -eq 2 ]
		[ "${#stderr_lines[@]}" -eq 1 ]
		[[ $stderr == "breakeven run: results/journal.jsonl"*"$message"* ]]
	done <<-'END'
		rm journal.jsonl|: cannot be read: No such file or directory; --resume needs
		truncate -s 0 journal.jsonl|:1: it has no complete line
		truncate -s 99 journal.jsonl|:1: it has no complete line
		sed -i '5s/tasks/tasky/' journal.jsonl|:5: this line is damaged
		sed -i 4G journal.jsonl|:5: this line is damaged
		reseal journal.jsonl 1 'r["journal"]=2'|:1: it has version 2
		reseal journal.jsonl 1 'r.pop("plugins")'|:1: this is not the journal of a run
		reseal journal.jsonl 5 'r["case"]="x"'|:5: a block of a case that is not in the
	END
}

@test "of a journal that is damaged, the lines before that can be gone on with, as it says" {
	local advice

	breakeven run "${tiny[@]}" --blocks 1 -o results
	sed -i '5s/tasks/tasky/' results/journal.jsonl
	rm results/result.json
	go_on results -q
	[ "$status" -eq 2 ]
	advice=${stderr##*before it: }
	[[ $advice == "head -n 4 "* ]]
	(cd results && bash -c "$advice")
	head -n 4 results/journal.jsonl >before
	go_on results -q
	echo "$status: $stderr"
	[ "$status" -eq 0 ]
	cmp before <(head -n 4 results/journal.jsonl)
	valid results/result.json
	holds results/result.json 'r["finished"]' 'all(len(c["blocks"]) == 1 for c in cases)'
}

@test "what is no longer the same run is refused, and says what differs" {
	breakeven run "${tiny[@]}" --blocks 1 -o whole
	while IFS='|' read -r change message; do
		rm -rf results
		cp -r whole results
		reseal results/journal.jsonl 1 "$change"
		go_on results
		[ "$status" -eq 2 ]
		[ "${#stderr_lines[@]}" -eq 1 ]
		[[ $stderr == "breakeven run: the run in results cannot be resumed: $message"* ]]
	done <<-'END'
		r["result"]["tool"]["commit"]="other"|tool: commit was "other" and is now "
		r["result"]["machine"]["cpu_model"]="other"|machine: cpu_model was "other" and is
		r["result"]["settings"]["samples"]=9|settings: samples was 9 and is now 1
		r["result"]["cases"].pop()|it had 3 cases and now has 4
		r["result"]["cases"][2]["cpus"]=[999]|mixed{
		r["arguments"][2]="nop"|-w: unknown workload 'nop'
	END
	reseal whole/journal.jsonl 1 'r["directory"]="/nowhere"'
	go_on whole
	[ "$status" -eq 2 ]
	[[ $stderr == "breakeven run: the run was started in /nowhere, which cannot be entered: No "* ]]
}

@test "a suite that changed is no longer the same run" {
	echo '{"name": "mine", "cases": [{"workload": "noop", "runners": ["serial"]}]}' >mine.json
	breakeven run mine.json "${short[@]}" -q -o results
	sed -i '$d' results/journal.jsonl
	sed -i s/noop/sleep/ mine.json
	go_on results
	[ "$status" -eq 2 ]
	[[ $stderr == *'cannot be resumed: a case: id was "noop/serial/'*'and is now "sleep{'* ]]
	rm mine.json
	go_on results
	[ "$status" -eq 2 ]
	[[ $stderr == *"cannot be resumed: mine.json: "* ]]
}

@test "a run goes on from another folder, with the paths that it was given" {
	mkdir suites
	echo '{"name": "mine", "cases": [{"workload": "noop", "runners": ["serial"]}]}' \
		>suites/mine.json
	breakeven run suites/mine.json "${short[@]}" -q -o results
	# Without its end and its last block.
	sed -i '$d' results/journal.jsonl
	sed -i '$d' results/journal.jsonl
	rm results/result.json
	cd /
	go_on "$BATS_TEST_TMPDIR/here/results/" -q
	[ "$status" -eq 0 ]
	cd "$BATS_TEST_TMPDIR/here"
	complete results 2
	# What the first block settled holds for the second.
	holds results/result.json 'len(set(b["tasks"] for b in blocks)) == 1'
}

@test "a run that is complete says so, and writes again what is missing" {
	breakeven run "${tiny[@]}" -o results
	cp results/result.json first.json
	cp results/journal.jsonl first.jsonl
	go_on results
	[ "$status" -eq 0 ]
	[ "$stderr" = "note: the run in results is complete, nothing is left to measure" ]
	rm results/result.json
	go_on results -q
	[ "$status" -eq 0 ]
	cmp first.json results/result.json
	cmp first.jsonl results/journal.jsonl
}

@test "an interrupted run can be interrupted and go on more than once" {
	start "$BREAKEVEN" run "${tiny[@]}" -w sleep:duration=20ms --blocks 10 -o results
	for times in 1 2; do
		# More than a block of all cases.
		until_true 20 cases_finished $((times * 10))
		kill -INT "$started"
		ends_within 5
		[ "$code" -eq 130 ]
		grep -q 'interrupted; .*; `breakeven run --resume results` continues the run$' err
		journaled results >"before$times"
		valid results/result.json
		start "$BREAKEVEN" run --resume results -q
	done
	ends_within 60
	cat err
	[ "$code" -eq 0 ]
	complete results 60
	holds results/result.json 'len(r["resumed"]) == 2'
	for times in 1 2; do
		keeps results "before$times"
	done
	nothing_left
}

@test "a run that is still going on cannot be gone on with" {
	start "$BREAKEVEN" run "${tiny[@]}" --blocks 1000 -o results
	until_true 20 test -e results/journal.jsonl
	go_on results
	[ "$status" -eq 2 ]
	[[ $stderr == "breakeven run: results/journal.jsonl: another breakeven has it open"* ]]
	try breakeven run "${tiny[@]}" -o results
	[ "$status" -eq 2 ]
	[ "${#stderr_lines[@]}" -eq 1 ]
	[[ $stderr == *"already exists"* ]]
	kill -KILL "$started"
	wait "$started" || true
	started=
	try breakeven run "${tiny[@]}" -o results
	[ "$status" -eq 2 ]
	[[ $stderr == *'already exists; `breakeven run --resume results` continues that run'* ]]
}

# without_room KILOBYTES FLAG…: a run on a disk that is full then. A file that may not grow stands
# for it, as that needs no rights.
without_room()
{
	try bash -c 'ulimit -f "$1"; shift; exec timeout -k 5 60 "$@"' - "$1" \
		env "$mark" "$BREAKEVEN" run "${@:2}" -o results
	echo "$status: $output" "$stderr"
	[ "$status" -eq 3 ]
	[ "${#stderr_lines[@]}" -eq 1 ]
	[[ $stderr == *"; \`breakeven run --resume results\` continues the run" ]]
	nothing_left
	journaled results >before
	[ -s before ]
}

@test "a disk that is full when the result is written ends a run in one line, and it goes on" {
	# A result takes more room than its journal.
	breakeven run "${tiny[@]}" --blocks 8 -o whole
	without_room $(($(stat -c %s whole/journal.jsonl) / 1024 + 4)) "${tiny[@]}" --blocks 8
	[[ $stderr == "breakeven run: results/result.json: cannot be written: File too large"* ]]
	go_on results -q
	[ "$status" -eq 0 ]
	complete results 32
	keeps results before
}

@test "a disk that is full when a block is written ends a run in one line, and it goes on" {
	local many=(-w noop -r thread-pool --cores 1 --tasks 20 "${counted[@]}" --blocks 1 -q
		--concurrency "$(seq -s , 16)")

	breakeven run "${many[@]}" -o whole
	without_room $(($(head -n 1 whole/journal.jsonl | wc -c) / 1024 + 3)) "${many[@]}"
	[[ $stderr == "breakeven run: results/journal.jsonl: cannot be written: File too large"* ]]
	[ "$(wc -l <before)" -lt 16 ]
	go_on results -q
	[ "$status" -eq 0 ]
	[ -z "$stderr" ]
	complete results 16
	keeps results before
}

@test "cases that failed stay as they are" {
	try faulty run -w crash -w noop -r serial "${short[@]}" -q -o results
	[ "$status" -eq 3 ]
	sed -i '$d' results/journal.jsonl
	journaled results >before
	try faulty run --resume results -q
	[ "$status" -eq 3 ]
	journaled results | diff before -
	valid results/result.json
	holds results/result.json '[c["status"] for c in cases] == ["crashed", "ok"]'
}

@test "what a killed run left in its folder is removed, and what is not its own is not" {
	start "$FAULTY" run -w witness:ends=hang -r async --concurrency 2 "${short[@]}" \
		--limit 2s -o results
	until_true 10 compgen -G 'results/files/*/inner/0' >/dev/null
	kill -KILL "$started"
	wait "$started" || true
	started=
	[ -e results/files ]
	echo half >results/result.json.123.0.tmp
	echo mine >results/mine.tmp
	try faulty run --resume results -q
	echo "$status: $stderr"
	[ "$status" -eq 3 ]
	[ "$(ls results)" = $'journal.jsonl\nmine.tmp\nresult.json' ]

	# Files that were there before it belong to somebody else, however often it goes on.
	mkdir -p theirs/files
	echo precious >theirs/files/precious
	for arguments in "-w witness -r async ${short[*]} -q -o theirs" "--resume theirs -q"; do
		# shellcheck disable=SC2086
		try faulty run $arguments
		[ "$status" -eq 3 ]
		[[ $stderr == *"theirs/files already exists"* ]]
		[ "$(cat theirs/files/precious)" = precious ]
	done
}

@test "two runs on the same CPUs warn each other, and both results say so" {
	start "$BREAKEVEN" run -w noop -r serial "${short[@]}" --blocks 1000 -o first
	until_true 20 cases_finished 1 first
	# A second at least, within which the other looks around.
	try breakeven run -w sleep:duration=200ms -r serial "${counted[@]}" --tasks 1 \
		--samples 3 -q -o second
	echo "$stderr"
	[ "$status" -eq 0 ]
	[ "${#stderr_lines[@]}" -eq 1 ]
	[[ $stderr == "warning: another run uses the same CPUs, and the two disturb each other: "* ]]
	[[ $stderr == *" process $started on CPU "*"/here/first" ]]
	holds second/result.json "[o['pid'] for o in r['other_runs']] == [$started]"
	until_true 20 grep -q '^warning: another run .*/here/second$' err
	kill -INT "$started"
	ends_within 5
	[ "$(grep -c '^warning: ' err)" -eq 1 ]
	valid first/result.json
	valid second/result.json
	holds first/result.json 'len(r["other_runs"]) == 1' \
		'r["other_runs"][0]["folder"].endswith("/here/second")' \
		'r["other_runs"][0]["cpus"] == cases[0]["cpus"]'
	[ -z "$(ls -A "$BREAKEVEN_RUNS")" ]
}

@test "runs on other CPUs, left-over files and strange ones are no reason to warn" {
	needs_two_cores
	start "$BREAKEVEN" run -w noop -r serial --pin "$(last_cpu)" "${short[@]}" --blocks 1000 \
		-o first
	until_true 20 cases_finished 1 first
	echo '{"pid":1,"folder":"/","cpus":[0],"seen":"x"}' >"$BREAKEVEN_RUNS/left00.run"
	mkfifo "$BREAKEVEN_RUNS/pipe00.run"
	ln -s /etc/passwd "$BREAKEVEN_RUNS/link00.run"
	mkdir "$BREAKEVEN_RUNS/folder.run"
	try breakeven run -w noop -r serial --pin 0 "${short[@]}" -q -o second
	echo "$stderr"
	[ "$status" -eq 0 ]
	[ -z "$stderr" ]
	holds second/result.json '"other_runs" not in r'
	[ ! -e "$BREAKEVEN_RUNS/left00.run" ]
	[ -e /etc/passwd ]
}

@test "where others cannot be noticed, it is said and measured all the same" {
	echo text >file
	BREAKEVEN_RUNS=$PWD/file/x try breakeven run -w noop -r serial "${short[@]}" -q -o results
	[ "$status" -eq 0 ]
	[ "${#stderr_lines[@]}" -eq 1 ]
	[[ $stderr == "note: other runs at the same time will not be noticed: "*"/file/x "* ]]
}
