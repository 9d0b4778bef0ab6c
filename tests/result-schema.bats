#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
#
# result.schema.json accepts the example and refuses what the program's own reader refuses, too
# (tests/test-record.c has the same changes for that).

setup()
{
	tests=$(cd "$BATS_TEST_DIRNAME" && pwd)
	example=$tests/data/example-result.json
}

# changed PATH VALUE: the example with one member changed, or without it where VALUE is "-".
changed()
{
	/usr/bin/python3 - "$example" "$1" "$2" >"$BATS_TEST_TMPDIR/changed.json" <<'PYTHON'
import json, sys

with open(sys.argv[1], encoding="utf-8") as file:
    result = json.load(file)
*holders, name = [int(part) if part.isdigit() else part for part in sys.argv[2].split("/")]
holder = result
for part in holders:
    holder = holder[part]
if sys.argv[3] == "-":
    del holder[name]
else:
    holder[name] = json.loads(sys.argv[3])
json.dump(result, sys.stdout)
PYTHON
}

@test "the example is valid" {
	run "$tests/validate-result.py" "$example"
	echo "$output"
	[ "$status" -eq 0 ]
	[ -z "$output" ]
}

@test "an allowed change is valid" {
	while read -r path value; do
		changed "$path" "$value"
		run "$tests/validate-result.py" "$BATS_TEST_TMPDIR/changed.json"
		echo "$path $value: $output"
		[ "$status" -eq 0 ]
	done <<-END
		finished null
		resumed -
		other_runs -
		unfinished -
		machine/extra {"any":1}
		machine/kernel -
		settings/limit_ns null
		settings/twice_the_work {"a{n=1}":2.01}
		cases/2/blocks/1/samples/1/mean_concurrency 7.5
		cases/2/blocks/1/samples/1/clock_share 0.002
		cases/2/blocks/1/samples/1/observations {}
		cases/2/blocks/1/samples/1/observations {"lost_updates":12,"share":-0.5}
		cases/2/summary/observations {"lost_updates":12}
		cases/2/blocks/1/samples/1/evidence/steal_ns null
		cases/2/blocks/1/samples/1/evidence -
		cases/2/blocks/1/canaries/after/wake_up_ns null
		cases/2/blocks/1/disturbed null
		cases/2/summary/left_out 1
		cases/2/summary/disturbed true
		cases/2/tasks null
		cases/2/summary null
		cases/2/blocks []
		cases []
		groups ["overlap"]
		cases/2/groups [0]
	END
}

@test "a result that is wrong is refused, with the place" {
	while read -r path value place; do
		path=${path/SAMPLE/blocks\/1\/samples\/1}
		changed "$path" "$value"
		run "$tests/validate-result.py" "$BATS_TEST_TMPDIR/changed.json"
		echo "$path $value: $output"
		[ "$status" -eq 1 ]
		[[ $output == *": \$${place/SAMPLE/blocks[1].samples[1]}"[.:]* ]]
	done <<-END
		schema -
		schema 2 .schema
		seed -1 .seed
		seed 9007199254740992 .seed
		seed 1.5 .seed
		suite 7 .suite
		finished true .finished
		resumed [] .resumed
		resumed/0 7 .resumed[0]
		other_runs {} .other_runs
		other_runs/0/pid 0 .other_runs[0].pid
		other_runs/0/cpus - .other_runs[0]
		other_runs/0/extra 1 .other_runs[0]
		unfinished {} .unfinished
		unfinished/0/tasks 0 .unfinished[0].tasks
		unfinished/0/samples [] .unfinished[0].samples
		unfinished/0/samples/0/elapsed_ns - .unfinished[0].samples[0]
		machine [] .machine
		machine/cores 0 .machine.cores
		machine/hostname - .machine
		machine/boost 1 .machine.boost
		machine/file_limit "many" .machine.file_limit
		machine/caches/0/level 0 .machine.caches[0].level
		tool/extra 1 .tool
		settings/pin 2 .settings.pin
		extra 1
		runners {} .runners
		runners/1/model - .runners[1]
		cases/2/cores 4294967296 .cases[2].cores
		cases/2/cpus/0 -1 .cases[2].cpus[0]
		groups [1] .groups[0]
		cases/2/groups [-1] .cases[2].groups[0]
		cases/2/tasks 0 .cases[2].tasks
		cases/2/status "good" .cases[2].status
		cases/2/status "failed" .cases[2].reason
		cases/2/reason "x" .cases[2].reason
		cases/2/workload null .cases[2].workload
		cases/2/runner/extra {} .cases[2].runner
		cases/2/summary/blocks 0 .cases[2].summary
		cases/2/summary/cpu_use/confidence 1.5 .cases[2].summary
		cases/2/blocks/1/tasks null .cases[2].blocks[1].tasks
		cases/2/blocks/1/pid 0 .cases[2].blocks[1].pid
		cases/2/blocks/1/samples [] .cases[2].blocks[1].samples
		cases/2/blocks/1/server {} .cases[2].blocks[1].server
		cases/2/blocks/1/samples/1/elapsed_ns 0 .cases[2].SAMPLE.elapsed_ns
		cases/2/blocks/1/samples/1/peak_concurrency 3 .cases[2].SAMPLE.peak_concurrency
		cases/2/blocks/1/samples/1/observations 7 .cases[2].SAMPLE.observations
		cases/2/blocks/1/samples/1/observations {"a":null} .cases[2].SAMPLE.observations.a
		cases/2/blocks/1/canaries/before/memory_ns 0 .cases[2].blocks[1].canaries
		cases/2/blocks/1/canaries/after/extra 1 .cases[2].blocks[1].canaries
		cases/2/blocks/1/canaries - .cases[2].blocks[1]
		cases/2/blocks/1/disturbed/canary "bird" .cases[2].blocks[1].disturbed
		cases/2/summary/left_out -1 .cases[2].summary
		cases/2/summary/disturbed 1 .cases[2].summary
		settings/twice_the_work 2 .settings.twice_the_work
		cases/2/SAMPLE/mean_concurrency null .cases[2].SAMPLE.mean_concurrency
		cases/2/SAMPLE/clock_share -1 .cases[2].SAMPLE.clock_share
		cases/2/SAMPLE/evidence/migrations 0.5 .cases[2].SAMPLE.evidence
		cases/2/SAMPLE/evidence/other_load 1.5 .cases[2].SAMPLE.evidence
		cases/2/SAMPLE/evidence/steal_ns - .cases[2].SAMPLE.evidence
		cases/2/SAMPLE/evidence/extra 1 .cases[2].SAMPLE.evidence
		cases/2/summary/observations {"a":1,"b":1,"c":1,"d":1,"e":1} .cases[2].summary
		cases/2/summary/observations {"":1} .cases[2].summary
		cases/5/blocks/1/samples/1/latency_ns/p99_9 "1" .cases[5].SAMPLE.latency_ns
	END
}

@test "what is no JSON cannot be read" {
	changed cases/2/summary/startup_ns NaN
	run "$tests/validate-result.py" "$BATS_TEST_TMPDIR/changed.json"
	echo "$output"
	[ "$status" -eq 2 ]
	[[ $output == *"NaN is no JSON"* ]]
	run "$tests/validate-result.py" "$BATS_TEST_TMPDIR/nowhere.json"
	[ "$status" -eq 2 ]
}
