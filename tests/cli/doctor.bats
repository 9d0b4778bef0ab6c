#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The command `doctor` from end to end. Whether this machine is to be trusted is nowhere asserted,
# only that exit code, reasons and JSON agree with each other, and that it is not where there is a
# reason that the test has made.

# shellcheck disable=SC2016,SC2030,SC2031,SC2154 # set by helper.bash and by bats

load helper

# consistent FILE CODE: the JSON is whole, and agrees with the exit code.
consistent()
{
	/usr/bin/python3 - "$@" <<'PYTHON'
import json, sys

with open(sys.argv[1], encoding="utf-8") as file:
    r = json.load(file)
assert list(r) == ["schema", "trusted", "reasons", "machine", "surroundings", "findings",
    "self_test"], list(r)
assert r["schema"] == 1
assert r["machine"]["kernel"].startswith("Linux ")
bad = [f["name"] for f in r["findings"] if f["severity"] == "distrust"]
for f in r["findings"]:
    assert list(f) == ["name", "severity", "text", "command", "undo", "advice", "cost"], f
    assert f["severity"] in ("unknown", "fine", "note", "distrust"), f
    assert f["text"] is not None or f["severity"] == "unknown", f
    if f["severity"] in ("note", "distrust"):
        assert (f["command"] or f["advice"]) and f["cost"], f
assert len({f["name"] for f in r["findings"]}) == len(r["findings"])
for c in (r["self_test"] or {"checks": []})["checks"]:
    assert list(c) == ["name", "status", "measured", "unit", "least", "most", "text", "reason"], c
    outside = c["measured"] is not None and (c["measured"] < c["least"] or
        c["most"] is not None and c["measured"] > c["most"])
    assert c["status"] in ("ok", "failed", "untested"), c
    assert (c["status"] == "ok") == (c["measured"] is not None and not outside), c
    assert (c["status"] == "ok") == (c["reason"] is None), c
    if c["status"] == "failed":
        bad.append(c["name"])
assert len(r["reasons"]) == len(bad), (r["reasons"], bad)
assert r["trusted"] == (not bad)
assert int(sys.argv[2]) == (4 if bad else 0), (sys.argv[2], bad)
PYTHON
}

# measured NAME: an expression for what a check measured.
measured()
{
	echo "next(c['measured'] for c in r['self_test']['checks'] if c['name'] == '$1')"
}

# at_least NAME VALUE: an expression for what a check measured, where there was time for it.
at_least()
{
	echo "all(c['measured'] is None or c['measured'] >= $2
		for c in r['self_test']['checks'] if c['name'] == '$1')"
}

# check FILE NAME: its status.
check()
{
	query "$1" "[c['status'] for c in r['self_test']['checks'] if c['name'] == '$2']"
}

@test "the whole examination" {
	local begin=$SECONDS

	run --separate-stderr breakeven doctor
	echo "$output" "$stderr"
	[ $((SECONDS - begin)) -le 30 ]
	[[ $status == [04] ]]
	[ -z "$stderr" ]
	[[ $output == "This machine"*"What will disturb a measurement"*"Self-test"*"Verdict"* ]]
	[[ $output != *$'\033'* ]]
	if [ "$status" -eq 4 ]; then
		[[ $output == *"  distrust  Do not trust"*"            - "* ]]
	else
		[[ $output == *"  trust     "* || $output == *"  unsure    "* ]]
	fi
	nothing_left
	[ -z "$(ls -A)" ]
	[ -z "$(ls -A "$BREAKEVEN_RUNS")" ]
}

@test "lines are short, but for commands" {
	try breakeven doctor --quick
	[[ $status == [04] ]]
	run grep -vE '^ +(fix|undo)|^.{0,100}$' <<<"$output"
	[ "$status" -eq 1 ]
}

@test "JSON of the whole examination" {
	local begin=$SECONDS code=0

	breakeven doctor --json >out || code=$?
	cat out
	[ $((SECONDS - begin)) -le 30 ]
	consistent out "$code"
	holds out 'r["self_test"]["elapsed_ns"] <= 25e9' 'len(r["self_test"]["checks"]) == 12'
	[ "$(check out pinning)" = ok ]
	holds out "0 < $(measured clock-cost)" "1 <= $(measured clock-resolution)" \
		"$(at_least sleeps-in-a-loop 10e6)" "$(at_least sleeps-in-series 640e6)"
}

@test "quick examines and tests nothing" {
	local code=0

	breakeven doctor --quick --json >out || code=$?
	consistent out "$code"
	holds out 'r["self_test"] is None'
	try breakeven doctor --quick
	[[ $output != *Self-test* ]]
	[ ! -e "$BREAKEVEN_RUNS" ]
}

# hidden FOLDERS ARGUMENT…: the program where nothing is in these folders.
hidden()
{
	local folders=$1

	shift
	bounded unshare -rm bash -c 'for folder in $1; do mount -t tmpfs none "$folder"; done &&
		shift && exec "$@"' bash "$folders" "$BREAKEVEN" "$@"
}

@test "what could not be looked at is counted and named, and nothing is said in its favour" {
	local folders code unknown total flat

	unshare -rm bash -c 'mount -t tmpfs none /proc' 2>/dev/null ||
		skip "cannot have a mount namespace here"
	! grep -q __asan_init "$BREAKEVEN" || skip "AddressSanitizer needs /proc"
	for folders in /proc /sys "/proc /sys"; do
		code=0
		hidden "$folders" doctor --quick --json >out 2>/dev/null || code=$?
		consistent out "$code"
		unknown=$(query out 'sum(f["severity"] == "unknown" for f in r["findings"])')
		total=$(query out 'len(r["findings"])')
		try hidden "$folders" doctor --quick
		echo "$folders: $output" "$stderr"
		flat=$(tr -s ' \n' ' ' <<<"$output")
		[[ $output != *"Nothing speaks against"* ]]
		[ "$status" -eq 4 ] || [[ $output == *"  unsure    It is not known"* ]]
		[[ $flat == *" $unknown of $total checks could not be made: "* ]]
		[[ $flat == *"could not be made: "*"quota of processor time"* ]]
		# What the files that are left say is less than all there is to know.
		[[ $flat == *"could not be made: "*"memory, "*"threads and processes."* ]]
	done
}

@test "a hidden /sys is told of in one line of ours" {
	local command

	unshare -rm bash -c 'mount -t tmpfs none /sys' 2>/dev/null ||
		skip "cannot have a mount namespace here"
	! grep -q __asan_init "$BREAKEVEN" || skip "AddressSanitizer needs /proc"
	for command in "doctor --quick" "run -w noop -r serial --dry-run"; do
		# shellcheck disable=SC2086 # words
		try hidden "/proc /sys" $command
		echo "$stderr"
		[[ $stderr == "warning: /sys/devices/system/cpu cannot be read, so "* ]]
		[ "${#stderr_lines[@]}" -eq 1 ]
	done
}

@test "with one core, nothing is said of two" {
	local code=0

	taskset -c "$(last_cpu)" true || skip "taskset is refused here"
	bounded taskset -c "$(last_cpu)" "$BREAKEVEN" doctor --json >out || code=$?
	consistent out "$code"
	[ "$(check out second-thread)" = untested ]
	[ "$(check out core-symmetry)" = untested ]
	holds out "r['surroundings']['cpus'] == [$(last_cpu)]"
}

@test "another run on these CPUs is a reason for exit code 4" {
	start "$BREAKEVEN" run -w sleep:duration=1s -r serial --samples 1 --blocks 100 --no-charts \
		-o results
	until_true 20 test -e results/journal.jsonl
	until_true 20 bash -c "ls '$BREAKEVEN_RUNS'/*.run"
	try breakeven doctor --quick
	echo "$output"
	[ "$status" -eq 4 ]
	[[ $output == *"distrust  other runs of breakeven: "*" process $started on CPU "* ]]
	[[ $output == *"fix   tail --pid=$started -f /dev/null"* ]]
	[[ $output == *Verdict*"- other runs of breakeven: "* ]]
	code=0
	breakeven doctor --quick --json >out || code=$?
	[ "$code" -eq 4 ]
	consistent out 4
	holds out "r['surroundings']['other_runs'][0]['pid'] == $started"
	kill -INT "$started"
	ends_within 5
}

@test "a run is told of a self-test on its CPUs" {
	start "$BREAKEVEN" doctor
	until_true 20 bash -c "ls '$BREAKEVEN_RUNS'/*.run"
	try breakeven run -w noop -r serial "${short[@]}" -o results
	echo "$stderr"
	[ "$status" -eq 0 ]
	[[ $stderr == *"warning: another run uses the same CPUs"*"process $started on CPU "* ]]
	kill -INT "$started"
	ends_within 5
}

@test "an interrupt ends it and leaves nothing" {
	start "$BREAKEVEN" doctor --json
	until_true 20 cases_run
	kill -INT "$started"
	ends_within 3
	[ "$code" -eq 130 ]
	[ ! -s out ]
	grep -qx 'breakeven doctor: interrupted' err
	nothing_left
	[ -z "$(ls -A "$BREAKEVEN_RUNS")" ]
}

cases_run()
{
	[ -n "$(marked case)" ]
}

@test "usage" {
	try breakeven doctor --help
	[ "$status" -eq 0 ]
	[[ $output == "usage: breakeven doctor "* ]]
	for flag in --quik -q quick; do
		try breakeven doctor "$flag"
		[ "$status" -eq 2 ]
		[ -z "$output" ]
		[ "${#stderr_lines[@]}" -eq 1 ]
		[[ $stderr == "breakeven doctor: "*"$flag"* ]]
	done
	try breakeven doctro
	[[ $stderr == *"did you mean 'doctor'?"* ]]
}

@test "a full disk is no success" {
	run --separate-stderr bash -c '"$0" doctor --quick >/dev/full' "$BREAKEVEN"
	[ "$status" -ne 0 ]
}
