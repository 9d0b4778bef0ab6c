#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What a run records of the machine, and which blocks it leaves out: by the rule in
# results/summary/disturbance.h, worked out here once more from the canaries of the result.

load helper

# Fails where the marks or summaries of a result are not what its canaries say.
agrees()
{
	/usr/bin/python3 - "$1" <<'PYTHON'
import json, math, statistics, sys

with open(sys.argv[1], encoding="utf-8") as file:
    cases = json.load(file)["cases"]
blocks = [b for c in cases for b in c["blocks"]]
series, figures = [], 0
for moment in "before", "after":
    for name in "compute_ns", "memory_ns", "wake_up_ns":
        values = [math.log(b["canaries"][moment][name]) for b in blocks]
        assert len(values) >= 10
        median = statistics.median(values)
        spread = statistics.median(abs(v - median) for v in values)
        series.append((moment, name, median, spread / statistics.NormalDist().inv_cdf(0.75)))
        figures += len(values)
limit = statistics.NormalDist().inv_cdf(1 - (1 - 0.95 ** (1 / figures)) / 2)
for case in cases:
    far = 0
    for block in case["blocks"]:
        marked = False
        for moment, name, median, spread in series:
            shift = abs(math.log(block["canaries"][moment][name]) - median)
            marked = marked or shift > math.log(1.02) + limit * spread
        by_canary = block["disturbed"] is not None and "canary" in block["disturbed"]
        assert marked == by_canary, block["canaries"]
        if block["disturbed"] is not None and not marked:
            stolen = [s["evidence"]["steal_ns"] - 1e7 * case["cores"] for s in block["samples"]]
            assert block["disturbed"]["stolen_percent"] > 2 and max(stolen) > 0, stolen
        far += block["disturbed"] is not None
    quiet = len(case["blocks"]) - far
    all_used = far > 0 and (quiet < 3 or quiet < far)
    summary = case["summary"]
    assert summary.get("disturbed", False) == all_used, summary
    assert summary.get("left_out", 0) == (0 if all_used else far), summary
    assert summary["blocks"] == (quiet + far if all_used else quiet), summary
PYTHON
}

@test "each block has its canaries, and is marked by them or stolen time" {
	try breakeven run -w noop -w sleep:duration=1ms -r serial,threads --cores 1 \
		--concurrency 2 "${short[@]}" --blocks 8 -o results
	echo "$output" "$stderr"
	[ "$status" -eq 0 ]
	valid results/result.json
	agrees results/result.json
	holds results/result.json \
		'all(s["evidence"]["minor_faults"] is not None
			for c in cases for b in c["blocks"] for s in b["samples"])' \
		'r["machine"]["libraries"]["jansson"] is not None'
	if grep -q '"disturbed": {' results/result.json; then
		[[ $stderr == *"note: "*" of 32 blocks "w*" disturbed, "* ]]
	else
		[[ $stderr != *disturbed* ]]
	fi
}

@test "quiet says nothing of it" {
	try breakeven run -w noop -r serial "${short[@]}" --blocks 10 -q -o results
	[ "$status" -eq 0 ]
	[ -z "$stderr" ]
}
