#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Time and memory grow in proportion to the input: four times the cases take at most eight times the
# time of the processor, and so many bytes for each case more. No time by itself is judged.

load helper

sources=$BATS_TEST_DIRNAME/../made

# results SHAPE [OPTION…]: small.json and, four times as large, large.json.
results()
{
	"$sources/make-large-result.py" --cases 1000 --blocks 1 --shape "$@" >small.json
	"$sources/make-large-result.py" --cases 4000 --blocks 1 --shape "$@" >large.json
}

# suite NAME CASES GROUPED: a suite of so many cases, ten for each set of parameters.
suite()
{
	/usr/bin/python3 - "$@" >"$1.json" <<'PYTHON'
import json, sys

name, cases, grouped = sys.argv[1], int(sys.argv[2]), sys.argv[3] == "yes"
common = {"workload": "cpu-sum", "runners": ["async"], "cores": [1],
          "concurrency": list(range(1, 11))}
sets = range(1000, 1000 + cases // 10)
if grouped:
    groups = [dict(common, group=f"group {i}", parameters={"iterations": i}) for i in sets]
else:
    groups = [dict(common, parameters={"iterations": list(sets)})]
json.dump({"name": name, "summary": "many", "cases": groups}, sys.stdout)
PYTHON
}

# in_proportion BYTES COMMAND…: so many bytes for each of the 3000 cases that large.json has more.
in_proportion()
{
	local bytes=$1

	shift
	# AddressSanitizer keeps what is freed, else.
	export ASAN_OPTIONS=quarantine_size_mb=0:thread_local_quarantine_size_kb=0
	# shellcheck disable=SC2154 # the mark is helper.bash's
	run "$sources/measure-growth.py" $((3000 * bytes)) small.json large.json \
		env "$mark" "$BREAKEVEN" "$@"
	echo "$output"
	[ "$status" -eq 0 ]
}

@test "a large result is valid" {
	for shape in each flat sweep apart lines; do
		"$sources/make-large-result.py" --cases 20 --groups 3 --shape "$shape" >small.json
		run "$BATS_TEST_DIRNAME/validate-result.py" small.json
		echo "$output"
		[ "$status" -eq 0 ]
		breakeven show small.json >/dev/null
	done
}

@test "show: many tables" {
	results each
	in_proportion 6000 show
}

@test "show: many groups" {
	"$sources/make-large-result.py" --cases 1000 --blocks 1 --groups 500 >small.json
	"$sources/make-large-result.py" --cases 4000 --blocks 1 --groups 2000 >large.json
	in_proportion 6000 show
}

@test "verdict: many sentences" {
	results apart
	in_proportion 6000 verdict
}

@test "verdict: a crossover with many points" {
	results sweep
	in_proportion 6000 verdict
}

@test "verdict: a crossover with many lines" {
	results lines
	in_proportion 6000 verdict
}

@test "--dry-run: many workloads" {
	suite small 1000 no
	suite large 4000 no
	in_proportion 4000 run --dry-run
}

@test "--dry-run: many groups" {
	suite small 1000 yes
	suite large 4000 yes
	in_proportion 4000 run --dry-run
}
