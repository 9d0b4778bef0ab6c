#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A run that cannot begin: one line with the one reason, and nothing that it made is left behind.

# shellcheck disable=SC2154 # set by helper.bash and by bats

load helper

tiny=(-w noop -r serial --tasks 1 --blocks 1 --samples 1 --no-charts -q)

# limited LIMIT ARGUMENT…: a run under this limit of ulimit, which must fail in one line. That goes
# into a pipe, as the limit counts for files that are written to, too.
limited()
{
	# shellcheck disable=SC2016
	said=$(bounded bash -c 'exec 3>&- 4>&-; ulimit $1; shift; exec "$@"' - "$1" \
		"$BREAKEVEN" run "${tiny[@]}" "${@:2}" 2>&1 | cat; exit "${PIPESTATUS[0]}") &&
		return 1
	echo "$*: $said"
	[ "$(grep -c . <<<"$said")" -eq 1 ]
	[[ $said == "breakeven run: "* ]]
}

@test "what was made for a run that cannot begin is removed, and nothing else" {
	for limit in "-f 0" "-f 1" "-n 5"; do
		limited "$limit" -o new
		limited "$limit" -o new/
		limited "$limit" -o a/b//c
		limited "$limit"
		[ -z "$(ls -A)" ]
		mkdir -p empty full
		: >full/mine
		limited "$limit" -o empty
		limited "$limit" -o empty/new
		limited "$limit" -o full/below
		limited "$limit" -o full
		[ -d empty ]
		[ "$(ls -A full)" = mine ]
		rm -r empty full
	done
}

@test "a working folder that cannot be named is told with the one reason" {
	mkdir gone
	try bash -c 'cd gone && rmdir ../gone && exec env "$@"' - "$mark" "$BREAKEVEN" run \
		"${tiny[@]}"
	echo "$status: $stderr"
	[ "$status" -eq 2 ]
	[ "${#stderr_lines[@]}" -eq 1 ]
	[[ $stderr == *"the working folder has no name: No such file or directory; "* ]]
	breakeven run "${tiny[@]}" -o complete
	mkdir gone
	try bash -c 'cd gone && rmdir ../gone && exec env "$@"' - "$mark" "$BREAKEVEN" run \
		--resume "$PWD/complete"
	echo "$status: $stderr"
	[ "$status" -eq 2 ]
	[[ $stderr == *"the working folder has no name: No such file or directory; "* ]]
	mkdir $'\xff'
	# shellcheck disable=SC2016
	try bash -c 'cd "$1" && shift && exec env "$@"' - $'\xff' "$mark" "$BREAKEVEN" run \
		"${tiny[@]}"
	echo "$status: $stderr"
	[ "$status" -eq 2 ]
	[ "${#stderr_lines[@]}" -eq 1 ]
	[[ $stderr == *"the name of the working folder is not UTF-8: "*"; rename it" ]]
	[[ $stderr != *memory* ]]
	[ -z "$(ls -A $'\xff')" ]
}

@test "an argument or a plugin that is not UTF-8 is told as that" {
	try breakeven run "${tiny[@]}" -o $'out\xff'
	echo "$status: $stderr"
	[ "$status" -eq 2 ]
	[[ $stderr == *"an argument is not UTF-8: out?; rename it" ]]
	[ -z "$(ls -A)" ]
}

@test "output that finds no room is told in one line, with the reason" {
	for command in "list" "list --json" "doctor --quick --json" "--version" "serve"; do
		# shellcheck disable=SC2086
		bounded "$BREAKEVEN" $command >/dev/full 2>err && return 1
		cat err
		[ "$(wc -l <err)" -eq 1 ]
		[[ $(<err) == "breakeven: standard output: No space left on device" ]]
	done
}
