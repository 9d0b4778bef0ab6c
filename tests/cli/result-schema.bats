#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
#
# result.schema.json accepts the example and refuses what the program's own reader refuses, too
# (tests/unit/results/record/test-record.c has the same changes for that).

setup()
{
	tests=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
	example=$tests/data/example-result.json
}

# Of each line of standard input, PATH VALUE [PLACE]: the example with one member changed, or
# without it where VALUE is "-", is valid (no PLACE), or refused at this place. SAMPLE stands for
# blocks/1/samples/1. All in one process, as starting it is what takes time.
judge()
{
	/usr/bin/python3 - "$tests" "$example" 3<&0 <<'PYTHON'
import copy, importlib.util, json, os, sys

tests, example = sys.argv[1:]
sys.dont_write_bytecode = True
specification = importlib.util.spec_from_file_location(
    "validate_result", os.path.join(tests, "cli", "validate-result.py"))
validate_result = importlib.util.module_from_spec(specification)
specification.loader.exec_module(validate_result)
validator = validate_result.make_validator(validate_result.SCHEMA)
original = validate_result.read(example)


# Without the blocks of cases that are not changed: they are valid, and take the time.
def changed(path, value):
    result = copy.deepcopy(original)
    *holders, name = [int(part) if part.isdigit() else part for part in path.split("/")]
    for number, case in enumerate(result["cases"]):
        if holders[:2] != ["cases", number]:
            case["blocks"] = []
    holder = result
    for part in holders:
        holder = holder[part]
    if value == "-":
        del holder[name]
    else:
        holder[name] = json.loads(value)
    return result


lines = [line.split() for line in os.fdopen(3) if line.strip()]
wrong = 0
for path, value, *place in lines:
    result = changed(path.replace("SAMPLE", "blocks/1/samples/1"), value)
    found = list(validate_result.violations(validator, "changed", result))
    if len(place) == 0:
        as_wanted = not found
    else:
        begin = "changed: $" + ("" if place[0] == "." else place[0])
        begin = begin.replace("SAMPLE", "blocks[1].samples[1]")
        as_wanted = any(entry.startswith((begin + ".", begin + ":")) for entry in found)
    if not as_wanted:
        wrong += 1
        print(path, value, *place, "->", found)
print(len(lines), "changes")
sys.exit(wrong > 0 or len(lines) == 0)
PYTHON
}

@test "the schema is what the tables of members say" {
	"$top_builddir/tests/made/make-schema" <"$tests/../results/result.schema.in" \
		>"$BATS_TEST_TMPDIR/result.schema.json"
	run diff "$tests/../results/result.schema.json" "$BATS_TEST_TMPDIR/result.schema.json"
	echo "$output"
	echo 'If the tables are right: `make schema` writes results/result.schema.json anew.'
	[ "$status" -eq 0 ]
}

@test "the example is valid" {
	run "$tests/cli/validate-result.py" "$example"
	echo "$output"
	[ "$status" -eq 0 ]
	[ -z "$output" ]
}

@test "an allowed change is valid" {
	judge <<-END
		finished null
		resumed -
		other_runs -
		other_runs/0/user 1000
		unfinished -
		machine/extra {"any":1}
		machine/kernel -
		settings/limit_ns null
		settings/tasks null
		settings/tasks 5
		settings/twice_the_work {"a{n=1}":2.01}
		cases/2/blocks/1/samples/1/mean_concurrency 7.5
		cases/2/blocks/1/samples/1/clock_share 0.002
		cases/2/blocks/1/samples/1/observations {}
		cases/2/blocks/1/samples/1/observations {"lost_updates":12,"share":-0.5}
		cases/2/summary/observations {"lost_updates":12}
		cases/2/blocks/1/samples/1/evidence/steal_ns null
		cases/2/blocks/1/samples/1/evidence -
		cases/2/blocks/1/samples/1/evidence/run_queue_delay_ns 12
		cases/2/summary/run_queue_delay_ns 12.5
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
	judge <<-END
		schema - .
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
		other_runs/0/user -1 .other_runs[0].user
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
		settings/tasks -1 .settings.tasks
		extra 1 .
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
	sed '0,/"seed": [0-9]*/s//"seed": NaN/' "$example" >"$BATS_TEST_TMPDIR/changed.json"
	run "$tests/cli/validate-result.py" "$BATS_TEST_TMPDIR/changed.json"
	echo "$output"
	[ "$status" -eq 2 ]
	[[ $output == *"NaN is no JSON"* ]]
	run "$tests/cli/validate-result.py" "$BATS_TEST_TMPDIR/nowhere.json"
	[ "$status" -eq 2 ]
}
