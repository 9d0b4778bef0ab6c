#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The folder of a run belongs to one run: what is in it already, or gets there meanwhile, is neither
# lost nor changed, and nothing is run that somebody else has put there.

# shellcheck disable=SC2030,SC2031,SC2154 # set by helper.bash and by bats, anew for each test

load helper

tiny=(-w noop -r serial --tasks 4 --samples 1 --blocks 3 --no-charts -q)

# A run of three blocks that ended before its last one.
make_torn()
{
	breakeven run "${tiny[@]}" -o "$1"
	sed -i '4,$d' "$1/journal.jsonl"
	rm "$1/result.json"
	[ "$(journaled "$1" | wc -l)" -le 2 ]
}

# A run that is complete and holds what its journal holds.
complete()
{
	valid "$1/result.json"
	holds "$1/result.json" 'not r["interrupted"] and len(blocks) == 3' \
		'[b["block"] for b in blocks] == [0, 1, 2]'
	diff <(journaled "$1") <(measured "$1")
	[ "$(ls -A "$1")" = $'journal.jsonl\nresult.json' ]
}

# together NAME COMMAND… -- COMMAND… -- …: all at once; exit codes into NAME.codes and what they
# said into NAME.said, both in no order.
together()
{
	local name=$1 command=() number=0 word

	shift
	rm -f "$name".*
	for word in "$@" --; do
		if [ "$word" != -- ]; then
			command+=("$word")
			continue
		fi
		number=$((number + 1))
		(
			code=0
			bounded "$BREAKEVEN" "${command[@]}" >/dev/null 2>"$name.$number.err" ||
				code=$?
			echo "$code" >"$name.$number.code"
		) 3>&- &
		command=()
	done
	wait
	cat "$name".*.code | sort -n >"$name.codes"
	cat "$name".*.err >"$name.said"
	cat "$name.codes" "$name.said"
}

@test "of runs that begin in one folder at once, one gets it and the others say so" {
	for round in 1 2 3 4; do
		together "round$round" run "${tiny[@]}" -o "here$round" -- \
			run "${tiny[@]}" -o "here$round" -- run "${tiny[@]}" -o "here$round"
		[ "$(tr '\n' ' ' <"round$round.codes")" = "0 2 2 " ]
		[ "$(grep -c "here$round/journal.jsonl already exists; .* continues that run" \
			"round$round.said")" -eq 2 ]
		[ "$(wc -l <"round$round.said")" -eq 2 ]
		complete "here$round"
	done
}

@test "of runs that are begun in the same second each has a folder of its own" {
	together all run "${tiny[@]}" -- run "${tiny[@]}" -- run "${tiny[@]}"
	[ "$(tr '\n' ' ' <all.codes)" = "0 0 0 " ]
	[ "$(find runs -mindepth 1 -maxdepth 1 | wc -l)" -eq 3 ]
	for folder in runs/*; do
		complete "$folder"
	done
}

@test "of those that continue one run at once, one does, and none begins another there" {
	make_torn torn
	journaled torn >before
	for round in 1 2 3; do
		rm -rf results
		cp -r torn results
		together "round$round" run --resume results -q -- run --resume results -q -- \
			run "${tiny[@]}" -o results
		# Who came last may have found it complete.
		[ "$(grep -c '"resumed":' results/journal.jsonl)" -eq 1 ]
		grep -qx 0 "round$round.codes"
		[ "$(grep -cx '[02]' "round$round.codes")" -eq 3 ]
		grep -q 'journal.jsonl already exists; ' "round$round.said"
		complete results
		journaled results | head -n "$(wc -l <before)" | diff before -
	done
}

# refused MESSAGE ARGUMENT…: exit code 2, or 3 where something could not be written, and one line.
refused()
{
	local message=$1

	shift
	try breakeven "$@"
	echo "$* ($status): $stderr"
	[ "$status" -eq 2 ] || [ "$status" -eq 3 ]
	[ "${#stderr_lines[@]}" -eq 1 ]
	[[ $stderr == *"$message"* ]]
}

# put KIND NAME: something else in the place of a file.
put()
{
	case $1 in
	link) ln -s ../precious "$2" ;;
	nowhere) ln -s ../missing "$2" ;;
	second) ln precious "$2" ;;
	pipe) mkfifo "$2" ;;
	folder) mkdir "$2" ;;
	text) echo mine >"$2" ;;
	esac
}

# A file with these words, whatever is done to links that lead to it.
make_precious()
{
	echo "precious words" >precious
}

still_there()
{
	[ "$(cat precious)" = "precious words" ]
	[ ! -e missing ]
	case $1 in
	link | nowhere) [ -L "$2" ] ;;
	second) [ "$2" -ef precious ] ;;
	pipe) [ -p "$2" ] ;;
	folder) [ -d "$2" ] ;;
	text) [ "$(cat "$2")" = mine ] ;;
	esac
}

@test "a journal is continued only where it is one, and nothing else is changed" {
	for kind in link nowhere second pipe folder text; do
		rm -rf results precious
		make_precious
		mkdir results
		put "$kind" results/journal.jsonl
		refused 'results/journal.jsonl' run --resume results
		refused 'results/journal.jsonl already exists' run "${tiny[@]}" -o results
		still_there "$kind" results/journal.jsonl
		[ "$(ls -A results)" = journal.jsonl ]
	done
}

@test "a new run leaves what stands in the place of its files" {
	for name in result.json samples.jsonl; do
		for kind in link nowhere second pipe folder text; do
			rm -rf results precious
			make_precious
			mkdir results
			put "$kind" "results/$name"
			refused "results/$name already exists" run "${tiny[@]}" -o results
			still_there "$kind" "results/$name"
			[ "$(ls -A results)" = "$name" ]
		done
	done
}

@test "a run that is continued leaves what stands in the place of its files" {
	make_torn torn
	for name in result.json samples.jsonl; do
		for kind in link nowhere second pipe folder text; do
			rm -rf results precious
			make_precious
			cp -r torn results
			put "$kind" "results/$name"
			refused "results/$name" run --resume results -q
			still_there "$kind" "results/$name"
			# Before anything is measured, but for what only its words tell.
			[ "$kind" = text ] || [ "$status" -eq 2 ]
			# Without it the run ends well, and nothing was lost.
			rm -rf "results/$name"
			breakeven run --resume results -q
			complete results
		done
	done
}

@test "the result of another run is not replaced" {
	make_torn results
	breakeven run "${tiny[@]}" -o other
	cp other/result.json results/result.json
	refused 'results/result.json: cannot be written: another file is there, not a result' \
		run --resume results -q
	[[ $output != *Result:* ]]
	cmp other/result.json results/result.json
}

@test "a result that is no file does not hold up whoever reads it" {
	breakeven run "${tiny[@]}" -o results
	mkdir piped linked
	mkfifo piped/result.json pipe
	ln -s ../results/result.json linked/result.json
	ln -s results/result.json latest
	for command in show verdict plot; do
		refused 'piped/result.json: cannot be read: it is a pipe' "$command" piped
		refused 'pipe: cannot be read: it is a pipe' "$command" pipe
		refused 'linked/result.json: cannot be read: it is a symbolic' "$command" linked
	done
	# A link that is named is followed.
	breakeven show latest >/dev/null
}

@test "a file that only begins like a journal is refused and keeps every byte" {
	make_torn torn
	while IFS='|' read -r change message; do
		rm -rf results
		cp -r torn results
		(cd results && eval "$change")
		cp results/journal.jsonl before
		refused "results/journal.jsonl:$message" run --resume results
		cmp before results/journal.jsonl
	done <<-'END'
		echo 'dear diary' >journal.jsonl|1: this is not a file of breakeven
		printf 'dear diary\nof two lines\n' >journal.jsonl|1: this is not a file of
		echo '{"check":"' >journal.jsonl|1: it has no complete line
		head -c 100 /dev/zero >journal.jsonl|1: it has no complete line
		: >journal.jsonl|1: it has no complete line
		truncate -s 500 journal.jsonl|1: it has no complete line
		echo x >>journal.jsonl; reseal journal.jsonl 1 'r["journal"]=2'|1: it has version
		echo x >>journal.jsonl; reseal journal.jsonl 1 'r={"check":1,"a":2}'|1: this is not
	END
}

@test "whatever is damaged in a first line is named, and nothing dies of it" {
	make_torn torn
	while IFS='|' read -r change message; do
		rm -rf results
		cp -r torn results
		reseal results/journal.jsonl 1 "$change"
		cp results/journal.jsonl before
		refused "results/journal.jsonl:1: this is not the journal of a run: $message" \
			run --resume results
		cmp before results/journal.jsonl
	done <<-'END'
		r["arguments"]=["run",None,1]|arguments[1] must be text
		r["arguments"]=[]|arguments must be an array of texts
		r["arguments"]={}|arguments must be an array of texts
		r["directory"]=7|directory must be text
		r["directory"]="here"|directory must be an absolute path
		r["plugins"]=[{"path":7,"checksum":"0"}]|plugins[0]: path must be text
		r["plugins"]=[7]|plugins[0]: must be an object
		r["result"]=[]|result must be an object
		r["result"]["seed"]=-1|result: seed must be a whole number
		r["result"]["started"]=None|result: started must be text
		r["result"]["machine"]=7|result: machine must be an object
		r["result"]["cases"]=None|result: cases must be an array
		r["more"]=1|member "more" is not known
	END
}

@test "arguments that begin no run are refused" {
	make_torn torn
	for argument in --help --dry-run --resume=x; do
		rm -rf results
		cp -r torn results
		reseal results/journal.jsonl 1 "r['arguments']=['run', '$argument']"
		refused 'its arguments start no run' run --resume results
	done
}

@test "a run in which others may write is not continued, and it is said how to trust it" {
	make_torn torn
	while IFS='|' read -r change message; do
		rm -rf results
		cp -r torn results
		(cd results && eval "$change")
		cp results/journal.jsonl before
		refused "$message" run --resume results
		[[ $stderr == *'A resumed run executes the command and the plugins'*': check '* ]]
		cmp before results/journal.jsonl
		[ "$(ls -A results)" = journal.jsonl ]
		chmod go-w results results/journal.jsonl
		breakeven run --resume results -q
		complete results
	done <<-'END'
		chmod o+w .|others may write to results.
		chmod g+w .|others may write to results.
		chmod o+w journal.jsonl|others may write to results/journal.jsonl.
	END
}

@test "a run of another user is not continued, and a copy of it is" {
	[ "$(id -u)" -eq 0 ] || skip "only root can give files away"
	make_torn torn
	for name in . journal.jsonl; do
		rm -rf results copy
		cp -r torn results
		chown 12345 "results/$name"
		refused " belongs to user 12345. A resumed run" run --resume results
		[[ $stderr == *'resume a copy of the folder (cp -r)' ]]
		cp -r results copy
		breakeven run --resume copy -q
		complete copy
	done
}

@test "files of a run can be written by their owner alone, whatever the umask" {
	umask 000
	breakeven run "${tiny[@]}"
	[ -z "$(find runs -perm /022)" ]
}

# A plugin that leaves a file behind as soon as it is loaded.
make_plugin()
{
	cat >evil.c <<-END
		#include <stdio.h>
		__attribute__((constructor)) static void leave(void)
		{
			fclose(fopen("$PWD/it-ran", "w"));
		}
	END
	$CC -shared -fPIC -o evil.so evil.c
}

@test "a plugin that the journal does not know is refused before it is loaded" {
	make_torn torn
	make_plugin
	# All the ways in which a flag can be given.
	for arguments in "'--plugin', './evil.so'" "'--plugin=./evil.so'" \
		"'--plugin', '$PWD/evil.so'" "'-q', '--plugin', 'evil.so'"; do
		rm -rf results
		cp -r torn results
		reseal results/journal.jsonl 1 "r['arguments'][1:1] = [$arguments]"
		refused "the plugin $PWD/evil.so is named by its arguments and not in its list" \
			run --resume results
		[ ! -e it-ran ]
	done
}

@test "a plugin of a journal that is no file is refused, and not read without end" {
	make_torn torn && mkfifo pipe
	for plugin in /dev/zero "$PWD/pipe" "$PWD"; do
		rm -rf results && cp -r torn results
		reseal results/journal.jsonl 1 "r['arguments'][1:1] = ['--plugin', '$plugin']"
		refused "$plugin: cannot be read: it is a" run --resume results
	done
}

@test "a plugin that changed is refused before it is loaded" {
	make_plugin
	mkdir -p include/breakeven
	echo '#include "workloads/workload.h"' >include/breakeven/workload.h
	$CC -std=gnu17 -Iinclude -I"$top_srcdir" -iquote "$top_srcdir" -shared -fPIC -o mine.so \
		-x c <(sed s/noop/mine/ "$top_srcdir/tests/plugins/taken.c")
	breakeven run --plugin ./mine.so "${tiny[@]}" -o results
	sed -i '3,$d' results/journal.jsonl
	rm results/result.json
	# It is in the list although no case needs it.
	grep -q "\"plugins\":\[{\"path\":\"$PWD/mine.so\"" results/journal.jsonl
	mv mine.so kept.so
	cp evil.so mine.so
	refused "the plugin $PWD/mine.so has changed since" run --resume results
	[ ! -e it-ran ]
	mv kept.so mine.so
	breakeven run --resume results -q
	complete results
}

@test "what a killed run was writing is removed when it goes on, and nothing of somebody else" {
	make_torn results
	mkdir results/result.json.7.7.tmp
	for name in result.json.12.0.tmp journal.jsonl.12.3.tmp result.json.12.tmp mine.tmp \
		result.json.1_notes.tmp xresult.json.12.0.tmp result.json.12.0.tmp.old; do
		echo words >"results/$name"
	done
	ln -s ../precious results/result.json.9.9.tmp
	# Whoever is writing holds a lock.
	echo words >results/journal.jsonl.13.0.tmp
	exec 7<results/journal.jsonl.13.0.tmp
	flock 7
	breakeven run --resume results -q 7<&-
	exec 7<&-
	[ "$(LC_ALL=C ls -A results)" = "journal.jsonl
journal.jsonl.13.0.tmp
mine.tmp
result.json
result.json.12.0.tmp.old
result.json.12.tmp
result.json.1_notes.tmp
result.json.7.7.tmp
result.json.9.9.tmp
xresult.json.12.0.tmp" ]
}

@test "the folder for files of cases is removed only where the run made it" {
	make_torn torn
	for kind in link text; do
		rm -rf results precious
		make_precious
		cp -r torn results
		put "$kind" results/files
		sed -i '2a {"check":"0","files":true}' results/journal.jsonl
		reseal results/journal.jsonl 3 'r["files"] = True'
		refused 'results/files is not the folder that the run created; move it away' \
			run --resume results
		still_there "$kind" results/files
	done
}

@test "a result is written at the end alone, and a folder without one says what to do" {
	start "$BREAKEVEN" run "${tiny[@]}" --blocks 1000 -o results
	until_true 20 cases_finished 5
	[ ! -e results/result.json ]
	kill -KILL "$started"
	wait "$started" || true
	started=
	for command in show verdict plot; do
		refused 'results: this run has no result yet: it is still running, or' \
			"$command" results
		# shellcheck disable=SC2016
		[[ $stderr == *'; then `breakeven run --resume results` continues it' ]]
	done
	[ ! -e results/result.json ]
	[ ! -e results/charts ]
	start "$BREAKEVEN" run --resume results -q
	until_true 20 cases_finished 9
	kill -INT "$started"
	ends_within 5
	[ "$code" -eq 130 ]
	diff <(journaled results) <(measured results)
	breakeven show results >/dev/null
}

@test "a run with a precision writes its result at looks" {
	start "$BREAKEVEN" run -w noop -r serial --tasks 4 --samples 1 \
		--no-charts --precision 0.01% -o results
	until_true 20 cases_finished 6
	[ ! -e results/result.json ] || cases_finished 8
	until_true 20 test -e results/result.json
	valid results/result.json
	holds results/result.json 'len(blocks) in (8, 16, 32, 64, 128)' 'r["interrupted"]' \
		'r["finished"] is None'
	kill -INT "$started"
	ends_within 5
	diff <(journaled results) <(measured results)
}
