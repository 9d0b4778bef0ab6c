#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Nothing that comes from outside takes over the terminal: hostile text through every way in, and
# the bytes of every way out.

# shellcheck disable=SC2030,SC2031,SC2154 # set by helper.bash and by bats

load helper

# A colour by ESC and by C1, marks of direction, BEL, DEL, a byte that is no UTF-8, a line's end.
hostile=$'\e[31m\u009b31m\u202e\u2066\a\x7f\xff\ntext'
# The same where only UTF-8 can be, in JSON.
escaped='\u001b[31m\u009b31m\u202e\u2066\u0007\u007f\ntext'

# clean COMMAND…: whatever comes of it, what it prints is printable, and the exit code is one of
# those of the program.
clean()
{
	local code=0

	"$@" >said 2>&1 || code=$?
	/usr/bin/python3 - "$code" "$*" <<-'PYTHON'
		import sys, unicodedata

		bad = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
		said = open("said", "rb").read()
		try:
		    found = sorted({hex(ord(c)) for c in said.decode("utf-8")
		                    if unicodedata.category(c) in bad and c != "\n"})
		except UnicodeDecodeError as error:
		    found = [str(error)]
		if found or int(sys.argv[1]) not in (0, 2, 3, 4):
		    print(repr(sys.argv[2]), "exit code", sys.argv[1], found, said[-2000:])
		    sys.exit(1)
	PYTHON
}

# shown WORDS: that was there, without what is not printable.
shown()
{
	grep -qF -- "$1" said || {
		echo "not there: $1"
		cat -v said
		return 1
	}
}

@test "arguments" {
	for command in "$hostile" run list show verdict plot serve doctor; do
		clean breakeven "$command" "$hostile"
		clean breakeven "$command" "--$hostile"
		clean breakeven "$command" "-$hostile"
		clean breakeven "$command" --help="$hostile"
	done
	for flag in -w -r --cores --concurrency --rate --plugin --blocks --precision --budget \
		--limit --pin --seed --resume; do
		clean breakeven run "$flag" "$hostile"
		clean breakeven run "$flag" "noop:$hostile=$hostile"
	done
	clean breakeven run -w "http-fetch:url=http://h/$hostile" --dry-run
	clean breakeven run -w "exec:command=$hostile" --dry-run
	clean breakeven serve --port "$hostile"
	clean breakeven serve --delay "$hostile"
	clean breakeven plot --format "$hostile" x
	clean breakeven list --plugin "$hostile"
}

@test "names of files and folders, and the environment" {
	breakeven run -w noop -r serial "${short[@]}" -q -o result
	# An argument must be UTF-8, or the run could not be resumed.
	clean breakeven run -w noop -r serial "${short[@]}" -o "$hostile"
	local hostile=${hostile/$'\xff'/}
	mkdir "$hostile"
	cp result/* "$hostile"
	clean breakeven run -w noop -r serial "${short[@]}" -o "$hostile/new"
	shown 'text/new/result.json'
	clean breakeven run -w noop -r serial "${short[@]}" -o "$hostile/new"
	clean breakeven run --resume "$hostile"
	for command in show verdict plot; do
		clean breakeven "$command" "$hostile"
		clean breakeven "$command" "$hostile/none.json"
	done
	echo '{' >"$hostile/suite.json"
	clean breakeven run "$hostile/suite.json"
	BREAKEVEN_DATA=$PWD/$hostile clean breakeven list suites
	BREAKEVEN_RUNS=$PWD/result/result.json/$hostile clean breakeven run -w noop -r serial \
		"${short[@]}"
	: >"$hostile/file"
	BREAKEVEN_RUNS=$PWD/$hostile/file clean breakeven run -w noop -r serial "${short[@]}"
	BREAKEVEN_RUNS=$PWD/$hostile/file clean breakeven doctor --quick
	TERM=$hostile COLUMNS=$hostile clean breakeven show result
}

@test "suites" {
	mkdir -p data/suites
	cat >data/suites/mine.json <<-END
		{"name": "mine", "summary": "summary$escaped", "cases": [
		 {"group": "group$escaped", "workload": "noop", "runners": "serial"},
		 {"group": "none$escaped", "workload": "ping-pong", "runners": "serial"}]}
	END
	clean breakeven run data/suites/mine.json --dry-run
	shown 'group?[31m?31m'
	clean breakeven run data/suites/mine.json "${short[@]}" -o out
	shown 'group?[31m?31m'
	clean breakeven show out
	clean breakeven verdict out
	BREAKEVEN_DATA=$PWD/data clean breakeven list suites
	shown 'summary?[31m?31m'
	BREAKEVEN_DATA=$PWD/data clean breakeven list suites --json
	for wrong in '"name": "'"$escaped"'", "cases": []' '"'"$escaped"'": 1' \
		'"name": "a", "cases": [{"workload": "'"$escaped"'"}]' \
		'"name": "a", "cases": [{"workload": "noop", "runners": "'"$escaped"'"}]' \
		'"name": "a", "cases": [{"workload": "noop", "cores": "'"$escaped"'"}]' \
		'"name": "a", "cases": [{"workload": "noop", "rate": "'"$escaped"'"}]' \
		'"name": "a", "cases": [{"workload": "noop", "parameters": {"'"$escaped"'": 1}}]' \
		'"name": "a", "cases": [{"workload": "sleep", "parameters": {"duration":
			"'"$escaped"'"}}]' \
		'"name": "a", "settings": {"pin": "'"$escaped"'"}, "cases": []'; do
		echo "{$wrong}" >wrong.json
		clean breakeven run wrong.json --dry-run
	done
}

@test "plugins, in what they have and what they say" {
	mkdir breakeven
	ln -s "$top_srcdir"/workloads/workload.h breakeven
	# shellcheck disable=SC2086
	$CC -std=gnu17 -iquote "$top_srcdir" -I. -fPIC -shared -o hostile.so \
		"$top_srcdir/tests/plugins/hostile.c"
	clean breakeven list workloads --plugin ./hostile.so
	shown 'end=well'
	clean breakeven list workloads --json --plugin ./hostile.so
	cp hostile.so "$hostile.so"
	clean breakeven list workloads --plugin "./$hostile.so"
	for end in well refused wrong crashed; do
		clean breakeven run --plugin ./hostile.so -w "hostile:end=$end" -r serial,async \
			"${short[@]}" -o "$end"
		[[ $end == crashed ]] || shown '?[31m?31m??'
		clean breakeven show "$end"
		clean breakeven verdict "$end"
	done
}

@test "results, whatever text in them" {
	breakeven run -w mixed:cpu=0,task=1ms -w mixed:cpu=50,task=1ms -r serial,async \
		--concurrency 1,2 "${short[@]}" -q -o result
	/usr/bin/python3 - "$escaped" <<-'PYTHON'
		import copy, json, os, sys

		hostile = json.loads('"' + sys.argv[1] + '"')
		result = json.load(open("result/result.json"))

		def spoil(value, key, at=None):
		    """Every text under that key, or every name of a member where key is None."""
		    if isinstance(value, dict):
		        return {(k + hostile if key is None and at == "parameters" else k):
		                spoil(v, key, k) for k, v in value.items()}
		    if isinstance(value, list):
		        return [spoil(v, key, at) for v in value]
		    if at == key and (isinstance(value, str) or value is None):
		        return (value or "") + hostile
		    return value

		def keys(value):
		    if isinstance(value, dict):
		        for k, v in value.items():
		            if isinstance(v, str) or v is None:
		                yield k
		            yield from keys(v)
		    elif isinstance(value, list):
		        for v in value:
		            yield from keys(v)

		for number, key in enumerate(sorted(set(keys(result))) + [None]):
		    os.mkdir(f"spoilt{number}")
		    with open(f"spoilt{number}/result.json", "w") as file:
		        json.dump(spoil(copy.deepcopy(result), key), file)
	PYTHON
	count=0
	for folder in spoilt*; do
		clean "$BREAKEVEN" show "$folder"
		clean "$BREAKEVEN" verdict "$folder"
		count=$((count + 1))
	done
	[ "$count" -gt 20 ]
}

@test "journals" {
	breakeven run -w noop -r serial "${short[@]}" -q -o result
	for line in "$hostile" "{\"a\": \"$escaped\"}"; do
		printf '%s\n' "$line" >result/journal.jsonl
		clean breakeven run --resume result
	done
}

@test "other programs" {
	mkdir bin
	cat >bin/gnuplot <<-'SHELL'
		#!/bin/sh
		printf '\033[31m\302\2331m\342\200\256\342\201\246\a\177\377 text\n' >&2
		printf '\033[31m\302\2331m\342\200\256\342\201\246\a\177\377 text\n'
		exit 1
	SHELL
	chmod +x bin/gnuplot
	breakeven run -w noop -r serial,async "${short[@]}" -q -o result
	PATH=$PWD/bin:$PATH clean breakeven plot result
	PATH=$PWD/bin:$PATH clean breakeven run -w noop -r serial,async --blocks 1 --samples 1 \
		--sample-time 1ms -o again
	clean breakeven show again
	clean breakeven run -w "exec:command=$PWD/bin/gnuplot" -r serial "${short[@]}"
}
