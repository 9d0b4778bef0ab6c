#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Suites from the command line: those that come with the program, and groups of cases.

# shellcheck disable=SC2154 # set by helper.bash and by bats

load helper

@test "every suite is installed, listed, and named after its file" {
	try breakeven list suites --json
	[ "$status" -eq 0 ]
	for file in "$top_srcdir"/bench/suite/suites/*.json; do
		name=$(basename "$file" .json)
		echo "$name"
		grep -qx "	bench/suite/suites/$name.json\( \\\\\)\?" "$top_srcdir/Makefile.am"
		grep -q "\"name\": \"$name\"" <<<"$output"
		[ "$(query "$file" 'r["name"]')" = "$name" ]
		[ "$(query "$file" 'len(r["summary"]) > 20')" = true ]
	done
}

# A suite of two claims, which share a case, and one case of none.
claims()
{
	cat >claims.json <<-'END'
		{"name": "claims", "cases": [
			{"group": "Waiting is not computing", "workload": "sleep",
				"parameters": {"duration": "1ms"}, "runners": "serial"},
			{"group": "Nobody has so many cores", "workload": "noop",
				"runners": "threads", "cores": 4096, "concurrency": 4096},
			{"group": "More in flight is more", "workload": "sleep",
				"parameters": {"duration": "1ms"}, "runners": ["serial", "async"],
				"concurrency": 8},
			{"workload": "noop", "runners": "serial"}
		]}
	END
}

@test "groups are in the plan, the result and the tables; a shared case is measured once" {
	claims
	try breakeven run ./claims.json --dry-run
	echo "$output" "$stderr"
	[ "$status" -eq 0 ]
	[ "${lines[0]%%,*}" = "suite claims: 3 cases × 10 blocks" ]
	[ "$(grep -c "sleep{duration=1ms}/serial" <<<"$output")" -eq 2 ]
	[[ $output == *$'\nMore in flight is more\n'*"/serial/"*"/async/"* ]]
	[[ $output == *$'\nNobody has so many cores\n'*"none of its cases is possible here"* ]]
	[[ $output == *$'\nin no group\n'*" noop/serial/"* ]]

	try breakeven run ./claims.json "${short[@]}" -o results
	echo "$output" "$stderr"
	[ "$status" -eq 0 ]
	valid results/result.json
	holds results/result.json 'len(cases) == 3' \
		'r["groups"] == ["Waiting is not computing", "Nobody has so many cores",
			"More in flight is more"]' \
		'[c.get("groups") for c in cases] == [[0, 2], [2], None]'
	[[ $output == "Waiting is not"*"Nobody has so many"*"More in flight is more"* ]]
	[ "$(grep -c '^sleep{duration=1ms}$' <<<"$output")" -eq 2 ]
	try breakeven show results
	[ "$(grep -c '^sleep{duration=1ms}$' <<<"$output")" -eq 2 ]
	[[ $output == *$'\nIn no group\n'* ]]
}

@test "a result without cases says so" {
	breakeven run -w noop -r serial "${short[@]}" -q -o results >/dev/null 2>&1
	/usr/bin/python3 - <<-'END'
		import json
		result = json.load(open("results/result.json"))
		result["cases"] = []
		json.dump(result, open("empty.json", "w"))
	END
	try breakeven show empty.json
	echo "$output" "$stderr"
	[ "$status" -eq 0 ]
	[ "$output" = "The result has no cases: nothing was measured." ]
	try breakeven verdict empty.json
	[ "$output" = "Nothing can be said: the result has no cases." ]
}
