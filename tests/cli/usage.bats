#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Wrong usage and unreadable input: exit code 2, nothing on standard output, nothing created, and
# one line that names what was wrong and, where something is near, what was meant.

# shellcheck disable=SC2154 # set by helper.bash and by bats

load helper

# refused PATTERN ARGUMENT…: the program refuses the arguments with one line that has the pattern.
refused()
{
	local pattern=$1

	shift
	try breakeven "$@"
	if [ "$status" -ne 2 ] || [ -n "$output" ] || [ "${#stderr_lines[@]}" -ne 1 ] ||
		[[ $stderr != breakeven*": "* ]] || [[ $stderr != *"$pattern"* ]]; then
		echo "breakeven $*"
		echo "exit code $status; wanted: $pattern"
		echo "$output"
		echo "$stderr"
		return 1
	fi
}

# Reads "pattern | arguments" from standard input, a line each, which may go on in the next after
# a backslash. Words are split at blanks.
all_refused()
{
	local pattern arguments

	# shellcheck disable=SC2086,SC2162
	while IFS='|' read pattern arguments; do
		refused "${pattern%"${pattern##*[![:space:]]}"}" $arguments
	done
	[ -z "$(ls -A)" ]
}

@test "without a command there is help, and it is no success" {
	try breakeven
	[ "$status" -eq 2 ]
	[ -z "$output" ]
	[[ ${stderr_lines[0]} == "usage: breakeven COMMAND"* ]]
}

@test "commands" {
	all_refused <<-'END'
		unknown command 'rnu'; did you mean 'run'?        | rnu
		unknown command 'lsit'; did you mean 'list'?      | lsit quick
		unknown command 'something-else'                  | something-else
		unknown command '--colour'                        | --colour
		only `breakeven run` may start this command       | case
	END
	refused "unknown command ''" ''
}

@test "flags of run" {
	all_refused <<-'END'
		unknown flag '--blcks'; did you mean '--blocks'?  | run --blcks 2
		unknown flag '--s'                                | run --s 1
		unknown flag '--frobnicate'                       | run --frobnicate
		unknown flag '-x'                                 | run -x
		--blocks needs a value                            | run --blocks
		-w needs a value: NAME                            | run -w
		-o needs a value: DIR                             | run -w noop -o
		--dry-run takes no value                          | run --dry-run=yes
		one suite at a time: 'quick' and 'other'          | run quick other
		remove either 'quick' or -w                       | run quick -w noop
	END
	refused "the name of the folder is empty" run -w noop -o ''
}

@test "a file in the place of the folder of a run is told as that" {
	local folder

	echo precious >file
	cp file program
	chmod +x program
	for folder in file program file/results file/a/results ./file/; do
		try breakeven run -w noop -r serial "${short[@]}" -o "$folder"
		echo "$folder: $status: $stderr"
		[ "$status" -eq 2 ]
		[ "${#stderr_lines[@]}" -eq 1 ]
		[[ $stderr == *" is a file, not a folder; name another folder with -o"* ]]
	done
	cp file runs
	try breakeven run -w noop -r serial "${short[@]}"
	[ "$status" -eq 2 ]
	[[ $stderr == *" runs is a file, not a folder; "* ]]
	[ "$(cat file program runs | sort -u)" = precious ]
	[ "$(ls -A)" = $'file\nprogram\nruns' ]
}

@test "numbers" {
	all_refused <<-'END'
		blocks: 0 is out of range, give 1 to              | run --blocks 0
		blocks: -1 is out of range                        | run --blocks -1
		blocks: 1001 is out of range, give 1 to 1000      | run --blocks 1001
		blocks: "two" is not a whole number               | run --blocks two
		blocks: "1e999" is not a whole number             | run --blocks 1e999
		blocks: "nan" is not a whole number               | run --blocks nan
		blocks: "0x10" is not a whole number              | run --blocks 0x10
		blocks: 1.5 is not whole                          | run --blocks 1.5
		samples: 2k is out of range, give 1 to 1000       | run --samples 2k
		samples: "2kB" is not a whole number such as 1000 | run --samples 2kB
		tasks: -5 is out of range                         | run --tasks -5
		--sample-time: "5" is not a duration              | run --sample-time 5
		"5parsec" is not a duration such as 10ms          | run --sample-time 5parsec
		--sample-time: 0 is out of range, give 1ms to     | run --sample-time 0
		--limit: "-1s" is not a duration                  | run --limit -1s
		--limit: 1000h is out of range, give 0 to 24h     | run --limit 1000h
		--seed: '-1' is not a seed                        | run --seed -1
		--seed: '1.5' is not a seed                       | run --seed 1.5
		--seed: '9007199254740993' is not a seed          | run --seed 9007199254740993
	END
	refused 'blocks: "" is not a whole number' run --blocks ''
	refused 'blocks: "1 " is not a whole number' run --blocks '1 '
}

@test "cores, concurrency and pinning" {
	all_refused <<-'END'
		--cores: '0' is not a number of cores             | run --cores 0
		--cores: '-1' is not a number of cores            | run --cores -1
		--cores: 'maxx' is not a number of cores          | run --cores maxx
		--cores: '' is not a number of cores              | run --cores 1,,2
		--cores: '99999' is not a number of cores         | run --cores 99999
		--concurrency: '0' is not a number                | run --concurrency 0
		--concurrency: '1e9' is not a number              | run --concurrency 1e9
		--concurrency: '1.5' is not a number              | run --concurrency 1,1.5
		--concurrency: 'cors' is not a number             | run --concurrency cors
		--pin: pinning "corse": did you mean "cores"?     | run --pin corse
		--pin: pinning "0,0": give                        | run --pin 0,0
		--pin: pinning "1-0": give                        | run --pin 1-0
		CPU 65535 may not be used by this process         | run -w noop --pin 65535
		4096 cores requested, but this process may use only \
			| run -w noop -r threads --cores 4096 --concurrency 4096
	END
	refused '--pin: pinning "": give' run --pin ''
}

@test "workloads, runners, suites and their parameters" {
	all_refused <<-'END'
		unknown workload 'nop'; did you mean 'noop'?      | run -w nop
		unknown workload 'slep'; did you mean 'sleep'?    | run -w noop -w slep:duration=1s
		unknown workload 'something' (see breakeven list  | run -w something
		cpu-sum: unknown parameter "iteration": did you mean "iterations"? \
			| run -w cpu-sum:iteration=5
		cpu-sum: "iterations" is not of the form name=value| run -w cpu-sum:iterations
		cpu-sum: parameter iterations: ""                 | run -w cpu-sum:iterations=
		cpu-sum: parameter iterations: -5 is out of range | run -w cpu-sum:iterations=-5
		cpu-sum: parameter iterations is given twice \
			| run -w cpu-sum:iterations=1,iterations=2
		sleep: parameter duration: "5xs" is not a duration| run -w sleep:duration=5xs
		noop: unknown parameter "a": there are no parameters| run -w noop:a=1
		mixed: parameter cpu: 101 is out of range         | run -w mixed:cpu=101
		unknown runner 'thread'; did you mean 'threads'?  | run -w noop -r serial,thread
		unknown runner 'fibers' (see breakeven list       | run -w noop -r fibers
		serial: unknown parameter "a"                     | run -w noop -r serial:a=1
		a runner with parameters needs its own -r | run -w noop -r serial,async:loops=2
		unknown suite 'quik'; did you mean 'quick'?       | run quik
		unknown suite 'everything'; there are: communication, cpu, full, | run everything
		none.json: No such file                           | run none.json
		/: Is a directory                                 | run /
	END
	refused "byte 9 is not UTF-8" run -w $'http-fetch:url=http://a\xff'
	refused "is a control character" run -w $'http-fetch:url=http://a\e[31m'
	refused "unknown workload '?[31m'" run -w $'\e[31m'
	refused "unknown suite 'a?b'" run $'a\nb'
}

@test "list says what a runner cannot do" {
	try breakeven list runners
	echo "$output"
	[ "$status" -eq 0 ]
	partners="its tasks wait for each other"
	[[ $output == *"    not ping-pong: $partners in groups of 2"* ]]
	[[ $output == *"    not ping-pong with queue=stealing: $partners and must start in order"* ]]
	[[ $output == *"    not dispatch=submit,queue=stealing: dispatch=submit has one queue"* ]]
	# Each thing once: not again for a change that comes on top.
	[ "$(grep -c "not ping-pong with [^:]*," <<<"$output")" -eq 0 ]
	try breakeven list runners --json
	[ "$status" -eq 0 ]
	[[ $output == *'"ping-pong with queue=stealing": "'* ]]
	[[ $output == *'"dispatch=submit,queue=stealing": "'* ]]
}

# suite NAME TEXT: a suite file.
suite()
{
	mkdir -p ../suites
	printf '%s' "$2" >"../suites/$1.json"
}

@test "suite files are refused with line and column" {
	suite empty ''
	suite text 'name: quick'
	suite truncated '{"name": "a",
"cases": [{"workload": "noop"'
	suite array '[]'
	suite nothing '{}'
	suite key '{"name": "a", "cases": [
  {"workload": "noop", "runers": "serial"}]}'
	suite workload '{"name": "a", "cases": [
  {"workload": "nop"}]}'
	suite runner '{"name": "a", "cases": [
  {"workload": "noop",
   "runners": ["serial", "thread"]}]}'
	suite parameter '{"name": "a", "cases": [
  {"workload": "sleep", "parameters": {"duratoin": "1ms"}}]}'
	suite range '{"name": "a", "cases": [
  {"workload": "mixed", "parameters": {"cpu": [0, 101]}}]}'
	suite type '{"name": "a", "cases": [
  {"workload": "noop", "cores": {"a": 1}}]}'
	suite setting '{"name": "a", "settings": {"block": 5},
 "cases": [{"workload": "noop"}]}'
	suite twice '{"name": "a", "name": "b", "cases": [{"workload": "noop"}]}'
	suite escape '{"name": "a", "cases": [
  {"workload": "\u001b[31mnoop"}]}'
	all_refused <<-'END'
		empty.json: the file is empty                     | run ../suites/empty.json
		text.json:1:4: '[' or '{' expected                | run ../suites/text.json
		truncated.json:2:29:                              | run ../suites/truncated.json
		array.json:1:1: must be an object                 | run ../suites/array.json
		nothing.json:1:1: has no "name"                   | run ../suites/nothing.json
		key.json:2:24: cases[0].runers: unknown key; did you mean 'runners'? \
			| run ../suites/key.json
		workload.json:2:16: cases[0].workload: unknown workload 'nop'; did you \
			| run ../suites/workload.json
		runner.json:3:26: cases[0].runners[1]: unknown runner 'thread'; did you \
			| run ../suites/runner.json
		parameter.json:2:40: cases[0].parameters.duratoin: unknown parameter \
			| run ../suites/parameter.json
		did you mean "duration"?                          | run ../suites/parameter.json
		range.json:2:51: cases[0].parameters.cpu[1]: 101 is out of range \
			| run ../suites/range.json
		type.json:2:33: cases[0].cores: must be a number  | run ../suites/type.json
		setting.json:1:28: settings.block: unknown key; did you mean 'blocks'? \
			| run ../suites/setting.json
		twice.json:1:20: duplicate                        | run ../suites/twice.json
		escape.json:2:16: cases[0].workload: unknown workload '?[31mnoop' \
			| run ../suites/escape.json
	END
}

# Broken results in ../results/, from a sound one.
break_results()
{
	breakeven run -w noop -r serial "${short[@]}" -q -o ../results >/dev/null 2>&1
	cd ../results || return 1
	: >empty.json
	ln -s loop.json loop.json
	ln -s nowhere.json away.json
	echo 'no JSON' >text.json
	head -c 500 result.json >truncated.json
	head -c 4000 "$BREAKEVEN" >binary.json
	printf '\xff\xfe{}' >utf16.json
	echo '[1, 2]' >array.json
	echo '{"name": "quick", "cases": []}' >suite.json
	sed 's/"schema": 1/"schema": 2/' result.json >newer.json
	sed 's/"schema": 1/"schema": "1"/' result.json >schema.json
	sed 's/"cores": 1,/"cores": "one",/' result.json >cores.json
	sed 's/"status": "ok"/"status": "\\u001b[31mfine"/' result.json >status.json
	sed 's/"elapsed_ns": [0-9]*/"elapsed_ns": -5/' result.json >negative.json
	sed 's/"seed": [0-9]*/"seed": NaN/' result.json >nan.json
	/usr/bin/python3 -c 'print("[" * 100000)' >deep.json
	mkdir folder
	cd ../here || return 1
}

@test "results that cannot be read" {
	break_results
	breakeven show ../results >/dev/null
	for command in show verdict plot; do
		all_refused <<-END
			give one result                                   | $command
			give one result                        | $command ../results ../results
			unknown flag '--fast'                             | $command --fast
			none.json: cannot be read: No such file | $command ../results/none.json
			folder/result.json: cannot be read: No such | $command ../results/folder
			empty.json:1:                          | $command ../results/empty.json
			text.json:1:                           | $command ../results/text.json
			truncated.json:                        | $command ../results/truncated.json
			binary.json:1:                         | $command ../results/binary.json
			utf16.json:1:                          | $command ../results/utf16.json
			is not a result of breakeven           | $command ../results/array.json
			is not a result of breakeven           | $command ../results/suite.json
			loop.json: cannot be read: Too many levels | $command ../results/loop.json
			away.json: cannot be read: No such file | $command ../results/away.json
			schema 2, this program reads schema 1  | $command ../results/newer.json
			is not a result of breakeven           | $command ../results/schema.json
			cores must be a whole number           | $command ../results/cores.json
			status must be one of "ok", "failed"   | $command ../results/status.json
			elapsed_ns must be a whole number from 1, not -5 \
				| $command ../results/negative.json
			nan.json:                              | $command ../results/nan.json
			deep.json:1:                           | $command ../results/deep.json
		END
		[[ $(breakeven $command ../results/status.json 2>&1) != *$'\e'* ]]
		refused "the name of the result is empty" $command ''
	done
	# Not one chart, not one file more.
	[ ! -e ../results/charts ]
}

@test "list says what there is" {
	for what in workloads runners suites ''; do
		try breakeven list ${what:+"$what"}
		[ "$status" -eq 0 ]
		[ -z "$stderr" ]
		echo "$output" >"$what.text"
	done
	for name in noop cpu-sum sleep http-fetch mixed; do
		grep -qE "^  $name +[a-z]" workloads.text
	done
	for name in serial threads thread-pool processes process-pool async; do
		grep -qE "^  $name +[a-z]" runners.text
	done
	grep -qE '^  quick +[a-z]' suites.text
	grep -qE '^    duration=10ms +0 … 1h|^    duration=10ms +0 … 60min' workloads.text
	cat workloads.text runners.text suites.text | grep -v '^$' | cmp - <(grep -v '^$' .text)
}

@test "list --json is for programs" {
	breakeven list --json >all.json
	breakeven list suites --json >suites.json
	holds all.json 'sorted(r) == ["runners", "suites", "workloads"]' \
		'all(entry["name"] and entry["summary"] for kind in r.values() for entry in kind)'
	[ "$(query all.json '[w["name"] for w in r["workloads"]]')" = \
		"$(breakeven list workloads | sed -n 's/^  \([a-z][^ ]*\).*/\1/p')" ]
	[ "$(query all.json '[w["name"] for w in r["runners"]]')" = \
		"$(breakeven list runners | sed -n 's/^  \([a-z][^ ]*\).*/\1/p')" ]
	holds suites.json 'list(r) == ["suites"]' '"quick" in [s["name"] for s in r["suites"]]'
}

@test "list and serve refuse what they do not know" {
	all_refused <<-'END'
		nothing called 'worklods' to list; did you mean 'workloads'?| list worklods
		nothing called 'everything' to list               | list everything
		unknown flag '--jsn'                              | list --jsn
		one of workloads, runners, suites                 | list workloads runners
		"70000" is not a whole number from 0 to 65535     | serve --port 70000
		"5" is not a duration such as 10ms, 1.5s or 1m30s | serve --delay 5
		unknown flag '--frobnicate'                       | serve --frobnicate
		unexpected argument 'now'                         | serve now
	END
	nothing_left
}

@test "help is on standard output, for every command" {
	for arguments in --help -h help; do
		try breakeven $arguments
		[ "$status" -eq 0 ]
		[ -z "$stderr" ]
		[[ $output == "usage: breakeven COMMAND"* ]]
	done
	commands=$(sed -n 's/^  \([a-z][a-z]*\) .*/\1/p' <<<"$output")
	[ "$(wc -w <<<"$commands")" -ge 6 ]
	for command in $commands; do
		for flag in --help -h; do
			try breakeven "$command" $flag
			echo "$command $flag: $status $output $stderr"
			[ "$status" -eq 0 ]
			[ -z "$stderr" ]
			[[ ${output,,} == "usage: breakeven $command"* ]]
		done
	done
	try breakeven --version
	[[ $output =~ ^"breakeven "[0-9]+\.[0-9]+ ]]
}
