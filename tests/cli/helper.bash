# SPDX-License-Identifier: GPL-3.0-or-later
#
# What the tests of the command line share. BREAKEVEN and FAULTY name the programs, `make check`
# sets them; FAULTY has the workloads of tests/faulty/ beside the others.
#
# Each test runs in a folder of its own. All that it starts carries a mark in its environment, which
# children inherit whatever else they change, so that a process left behind is found.

# shellcheck shell=bash disable=SC2034,SC2154 # set here for the tests; set by `make check`

bats_require_minimum_version 1.5.0

setup()
{
	mkdir "$BATS_TEST_TMPDIR/here"
	cd "$BATS_TEST_TMPDIR/here" || return 1
	# A run that others may write to is not continued.
	umask 022
	mark=BREAKEVEN_TEST=$BATS_TEST_TMPDIR
	# Runs of this test notice each other, and no others on this machine.
	export BREAKEVEN_RUNS=$BATS_TEST_TMPDIR/live
	# Samples as short as can be: these tests are about what happens, not about figures.
	short=(--blocks 2 --samples 1 --sample-time 1ms --no-charts)
	# The same for batches whose --tasks are given.
	counted=(--blocks 2 --samples 1 --no-charts)
	started=
}

teardown()
{
	local left

	# shellcheck disable=SC2119
	for left in $(marked); do
		kill -KILL "$left" 2>/dev/null || true
	done
	[ -z "$started" ] || wait "$started" 2>/dev/null || true
}

# bounded COMMAND…: in the foreground, with the mark, and not forever.
bounded()
{
	timeout --foreground -k 5 180 env "$mark" "$@" 3>&-
}

breakeven()
{
	bounded "$BREAKEVEN" "$@"
}

faulty()
{
	bounded "$FAULTY" "$@"
}

# try COMMAND…: bats' run, with standard error apart from the output.
try()
{
	run --separate-stderr "$@"
}

# marked [COMMAND]: the processes that this test started and that still run; only those started as
# `breakeven COMMAND` where one is given.
# shellcheck disable=SC2120
marked()
{
	local environment pid words

	grep -lzxsF -- "$mark" /proc/[0-9]*/environ | while read -r environment; do
		pid=${environment#/proc/}
		pid=${pid%/environ}
		mapfile -d '' -t words 2>/dev/null <"/proc/$pid/cmdline" || continue
		[ $# -gt 0 ] && [ "${words[1]-}" != "$1" ] || echo "$pid"
	done
}

# Nothing of this test runs any more.
nothing_left()
{
	local left

	# shellcheck disable=SC2119
	left=$(marked)
	if [ -n "$left" ]; then
		echo "left behind:"
		ps -o pid,ppid,pgid,stat,args -p "${left//$'\n'/,}"
		return 1
	fi
}

# start PROGRAM ARGUMENT…: in the background, as the leader of a group; its output in out and err,
# its process in $started.
start()
{
	setsid env "$mark" "$@" >out 2>err 3>&- &
	started=$!
}

# until_true SECONDS COMMAND…: repeats the command until it succeeds; fails after so many seconds.
until_true()
{
	local end=$((SECONDS + $1 + 1))

	shift
	until "$@"; do
		[ "$SECONDS" -lt "$end" ] || return 1
		sleep 0.02
	done
}

gone()
{
	! kill -0 "$1" 2>/dev/null
}

# ends_within SECONDS: what was started ends in time; its exit code in $code.
ends_within()
{
	until_true "$1" gone "$started" || {
		echo "process $started still runs after $1 s"
		return 1
	}
	code=0
	wait "$started" || code=$?
	started=
}

# valid FILE: a result as results/result.schema.json describes it.
valid()
{
	/usr/bin/python3 "$top_srcdir/tests/cli/validate-result.py" "$1"
}

# query FILE EXPRESSION: a Python expression over the JSON in `r`, `cases` and `blocks` (all of all
# cases); lists are printed one entry a line, true and false as JSON has them.
query()
{
	/usr/bin/python3 -c '
import json, sys
r = json.load(open(sys.argv[1], encoding="utf-8"))
cases = r.get("cases", [])
blocks = [block for case in cases for block in case.get("blocks", [])]
answer = eval(sys.argv[2])
for entry in answer if isinstance(answer, (list, set)) else [answer]:
    print(entry if isinstance(entry, str) else json.dumps(entry))
' "$1" "$2"
}

# holds FILE EXPRESSION…: every one of them is true of the result.
holds()
{
	local file=$1 expression

	shift
	for expression; do
		if [ "$(query "$file" "bool($expression)")" != true ]; then
			echo "not so in $file: $expression"
			query "$file" '[[c["id"], c["status"], c["reason"], len(c["blocks"])]
				for c in cases]'
			return 1
		fi
	done
}

# The blocks in the whole lines of a journal, a line each: case, block, order, process.
journaled()
{
	/usr/bin/python3 - "$1/journal.jsonl" <<'PYTHON'
import json, sys
for line in open(sys.argv[1], encoding="utf-8", errors="replace"):
    try:
        entry = json.loads(line if line.endswith("\n") else "")
    except ValueError:
        continue
    if "block" in entry:
        block = entry["block"]
        print(entry["case"], block["block"], block["order"], block["pid"])
PYTHON
}

# The same of a result.
measured()
{
	query "$1/result.json" '["%s %d %d %d" % (c["id"], b["block"], b["order"], b["pid"])
		for c in cases for b in c["blocks"]]'
}

# reseal FILE LINE EXPRESSION: changes a line of a journal, its JSON in `r`, with a new checksum.
reseal()
{
	/usr/bin/python3 - "$@" <<'PYTHON'
import json, sys
name, number, change = sys.argv[1], int(sys.argv[2]) - 1, sys.argv[3]
lines = open(name, encoding="utf-8").read().splitlines()
r = json.loads(lines[number])
exec(change)
del r["check"]
rest = json.dumps(r, separators=(",", ":"))[1:]
check = 0xcbf29ce484222325
for byte in rest.encode():
    check = (check ^ byte) * 0x100000001b3 % 2**64
lines[number] = '{"check":"%016x",%s' % (check, rest)
open(name, "w", encoding="utf-8").write("\n".join(lines) + "\n")
PYTHON
}

# cases_finished NUMBER [DIR]: so many cases in blocks are in the journal. Case processes tell less:
# they have children.
cases_finished()
{
	[ -e "${2-results}/journal.jsonl" ] &&
		[ "$(grep -c '"case":.*"block":' "${2-results}/journal.jsonl")" -ge "$1" ]
}

# The logical processor with the highest number that this test may use.
last_cpu()
{
	/usr/bin/python3 -c 'import os; print(max(os.sched_getaffinity(0)))'
}

needs_two_cores()
{
	"$BREAKEVEN" run -w noop -r threads --cores 2 --concurrency 2 --dry-run >/dev/null 2>&1 ||
		skip "needs two cores"
}
