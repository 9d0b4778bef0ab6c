#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Runs that go on until they are precise enough, or until their budget is spent.

# shellcheck disable=SC2154 # set by helper.bash and by bats

load helper

# A case whose every process sleeps another time, the same again from the seed. On a machine that
# disturbs it, a case can have fewer blocks than the run. With this seed the blocks up to the first
# look differ so much that leaving a few out does not make the rest precise.
noise=(-r serial --cores 1 --concurrency 1 --tasks 1 --samples 1 --no-charts --seed 3)

looked='r["settings"]["looks"] == [8, 16, 32, 64, 128]'

# Each case has every block of the run, and its interval says what all looks promise together.
whole='all([b["block"] for b in c["blocks"]] == list(range(len(cases[0]["blocks"])))
	for c in cases)'
at_look='len(cases[0]["blocks"]) == r["settings"]["looks"][r["settings"]["stopped_look"] - 1]'
sure='all(0.95 <= c["summary"]["tasks_per_second"]["confidence"] < 0.97 for c in cases)'
# Half the width of each interval over its median is at most 30 %.
precise='all((e["high"] - e["low"]) / 2 / e["median"] <= 0.3
	for e in (c["summary"]["tasks_per_second"] for c in cases))'

@test "a run ends at the first look at which all cases are precise" {
	try faulty run -w noise:spread=60 -w noise:spread=0,duration=20ms "${noise[@]}" \
		--precision 30% -o results
	echo "$output" "$stderr"
	[ "$status" -eq 0 ]
	valid results/result.json
	holds results/result.json "$looked" "$whole" "$sure" 'not r["interrupted"]' \
		'r["settings"]["precision"] == 0.3' 'r["settings"]["budget_ns"] is None' \
		'r["settings"]["stopped"] == "precision"' 'r["settings"]["stopped_look"] >= 2' \
		"$at_look" "$precise" 'r["settings"]["spent_ns"] > 0'
	[[ $output == *"Precision of ±30 %: reached after "*"of 5); every case reached it."* ]]
	[[ $stderr == *"block "*", look 1 of 5 after 8: "* ]]
	breakeven show results | grep -q 'Precision of ±30 %: reached after '
	nothing_left
}

@test "a run ends when its budget is spent, and says which case is not precise" {
	try faulty run -w noise:spread=80 "${noise[@]}" --precision 0.5% --budget 5s -o results
	echo "$output" "$stderr"
	[ "$status" -eq 0 ]
	valid results/result.json
	holds results/result.json "$looked" "$whole" 'not r["interrupted"]' \
		'r["settings"]["stopped"] == "budget"' 'r["settings"]["budget_ns"] == 5e9' \
		'1 <= len(blocks) < 128' \
		'sum(l <= len(blocks) for l in r["settings"]["looks"]) ==
			r["settings"]["stopped_look"]'
	[[ $output == *"budget spent after "*"1 of 1 case did not reach it: noise{"* ]]
	[[ $stderr == *" of the budget left: "* ]]
}

@test "a run that no number of blocks makes precise ends at the last look" {
	try faulty run -w noise:spread=90,duration=1ms "${noise[@]}" --precision 0.01% -q -o results
	[ "$status" -eq 0 ]
	valid results/result.json
	holds results/result.json 'r["settings"]["stopped"] == "blocks"' \
		'r["settings"]["stopped_look"] == 5' 'len(blocks) == 128' "$sure"
}

@test "a case that fails is not waited for" {
	try faulty run -w noise:spread=0,duration=20ms -w crash "${noise[@]}" --tasks 2 \
		--precision 50% -o results
	[ "$status" -eq 3 ]
	holds results/result.json 'r["settings"]["stopped"] == "precision"' \
		'[c["status"] for c in cases] == ["ok", "crashed"]'
}

@test "a run goes on to the same end" {
	local lines

	faulty run -w noise:spread=60 "${noise[@]}" --precision 30% --budget 10m -q -o whole
	# Cut off in a block, at a look, and behind the last word on it.
	for lines in 6 20 "$(($(wc -l <whole/journal.jsonl) - 1))"; do
		rm -rf torn
		mkdir torn
		head -n "$lines" whole/journal.jsonl >torn/journal.jsonl
		try faulty run --resume "$PWD/torn" -q
		echo "$lines: $output" "$stderr"
		[ "$status" -eq 0 ]
		valid torn/result.json
		holds torn/result.json "$whole" "$sure" 'not r["interrupted"]' \
			'r["settings"]["stopped"] == "precision"' \
			"$at_look" 'len(set(b["pid"] for b in blocks)) == len(blocks)'
		[ "$(grep -c '"stopped":' torn/journal.jsonl)" -eq 1 ]
	done
	# The last had its end already.
	[ "$(query torn/result.json 'len(blocks)')" = "$(query whole/result.json 'len(blocks)')" ]
}

@test "the budget counts what was spent before the run was gone on with" {
	faulty run -w noise:spread=80 "${noise[@]}" --precision 0.5% --budget 1s -q -o whole
	mkdir torn
	# Without the end; the time of the last block stands there.
	grep -v '^{"check":"[0-9a-f]*","\(stopped\|finished\)":' whole/journal.jsonl \
		>torn/journal.jsonl
	faulty run --resume "$PWD/torn" -q
	holds torn/result.json 'r["settings"]["stopped"] == "budget"'
	most=$(($(query whole/result.json 'len(blocks)') + 1))
	holds torn/result.json "len(blocks) <= $most"
}

@test "--dry-run says the range of time" {
	try faulty run -w noise "${noise[@]}" --precision 2.5% --budget 5m --dry-run
	[ "$status" -eq 0 ]
	[[ $output == "suite matrix: 1 case × 8 to 128 blocks, until each interval is within ±2.5 %, "* ]]
	[[ $output == *"%, about 0.5 to 7.7 s"$'\n'* ]]
	[[ $output == *$'\nlooks after 8, 16, 32, 64, 128 blocks; no block begins after 5min\n'* ]]
	try faulty run -w noise "${noise[@]}" --precision 2.5% --budget 100ms --dry-run
	[[ $output == *"no block begins after 100ms, which is before the first look"$'\n'* ]]
	try faulty run -w noise "${noise[@]}" --precision 2.5% --dry-run
	[[ $output == *$'\nlooks after 8, 16, 32, 64, 128 blocks\n'* ]]
}

# refused TEXT ARGUMENT…: exit code 2, nothing but one line with the text, nothing left.
refused()
{
	local text=$1

	shift
	try faulty run -w noise -o results "$@"
	echo "$output" "$stderr"
	[ "$status" -eq 2 ] && [ -z "$output" ] && [[ $stderr == *"$text"* ]] &&
		[ "$(wc -l <<<"$stderr")" -eq 1 ] && [ ! -e results ]
}

@test "what is no precision and no budget is refused" {
	local share='is not a share of a median; give a percentage such as 2%'

	refused "--precision: \"2\" $share" --precision 2
	refused "--precision: \"\" $share" --precision ''
	refused "--precision: \"%\" $share" --precision %
	refused "--precision: \"two%\" $share" --precision two%
	refused "--precision: \"2 %\" $share" --precision '2 %'
	refused "--precision: \"nan%\" $share" --precision nan%
	refused '--precision: 0% is out of range, give 0.01% to 50%' --precision 0%
	refused '--precision: -1% is out of range' --precision -1%
	refused '--precision: 200% is out of range' --precision 200%
	refused '--budget: "5" is not a duration' --precision 2% --budget 5
	refused '--budget: "-1s" ' --precision 2% --budget -1s
	refused 'add --precision, for example 2%, or remove the budget' --budget 5m
	refused 'add --precision, for example 2%, or remove the budget' --budget 5m --blocks 3
	refused 'remove either it or --blocks' --precision 2% --blocks 3
}

# suite SETTINGS: a file with these.
suite()
{
	printf '{"name": "one", "settings": %s, "cases": [{"workload": "noise"}]}\n' "$1" >one.json
}

@test "a suite has a precision, which flags replace" {
	suite '{"precision": "3%", "budget": "90s"}'
	try faulty run ./one.json --dry-run
	[[ $output == *"8 to 128 blocks, until each interval is within ±3 %"*"after 90s"* ]]
	try faulty run ./one.json --dry-run --precision 4% --budget 0
	[[ $output == *"within ±4 %"* ]]
	[[ $output != *"no block begins"* ]]
	try faulty run ./one.json --dry-run --blocks 3
	[[ $output == *"× 3 blocks"* ]]
	suite '{"blocks": 4}'
	try faulty run ./one.json --dry-run --precision 4%
	[[ $output == *"8 to 128 blocks, until each interval is within ±4 %"* ]]
	suite '{"blocks": 4, "precision": "3%"}'
	try faulty run ./one.json --dry-run
	[ "$status" -eq 2 ]
	[[ $stderr == *'one.json:1:'*'has "blocks" and "precision"'* ]]
	suite '{"budget": "1m"}'
	try faulty run ./one.json --dry-run
	[ "$status" -eq 2 ]
	[[ $stderr == *'add --precision, for example 2%, or remove the budget'* ]]
}
