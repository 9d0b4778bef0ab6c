#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Every command refuses wrong flags in the same words, because one parser reads those of all: all
# commands by all kinds of wrong flags.

# shellcheck disable=SC2154 # set by helper.bash and by bats

load helper

# The commands with a flag of each that takes a value, and one that takes none ("-": it has none).
commands=(
	'run --output DIR --dry-run'
	'list --plugin FILE.so --json'
	'show - - -'
	'verdict - - -'
	'plot --output DIR -'
	'doctor - - --quick'
	'serve --port N -'
)

# refused WORDS ARGUMENT…: one line on standard error, which says these words and nothing else.
refused()
{
	local words=$1

	shift
	try breakeven "$@"
	[ "$status" -eq 2 ] && [ -z "$output" ] && [ "$stderr" = "breakeven $1: $words" ] &&
		return
	echo "breakeven $*: exit code $status" "$output" "$stderr" "instead of: $words"
	return 1
}

@test "the table has every command" {
	[ "$(printf '%s\n' "${commands[@]}" | cut -d ' ' -f 1 | sort)" = \
		"$(breakeven --help | sed -n 's/^  \([a-z][a-z]*\) .*/\1/p' | sort)" ]
}

@test "wrong flags are refused in the same words by every command" {
	for entry in "${commands[@]}"; do
		read -r command valued argument plain <<<"$entry"
		lists="\`breakeven $command --help\` lists them"
		refused "unknown flag '-x'; $lists" "$command" -x
		refused "unknown flag '-x'; $lists" "$command" -xy
		refused "unknown flag '-é'; $lists" "$command" -é
		refused "unknown flag '--nonsense'; $lists" "$command" --nonsense
		refused "unknown flag '--nonsense'; $lists" "$command" --nonsense=3
		refused "unknown flag '--nonsense'; $lists" "$command" --nonsense 3
		refused "unknown flag '--hepl'; did you mean '--help'?" "$command" --hepl
		refused "unknown flag '--hel'; did you mean '--help'?" "$command" --hel
		refused "unknown flag '--'; $lists" "$command" --=3
		refused "--help takes no value" "$command" --help=1
		refused "unknown flag '---help'; did you mean '--help'?" "$command" ---help
		if [ "$valued" != - ]; then
			refused "$valued needs a value: $argument" "$command" "$valued"
			refused "$valued needs a value: $argument ('--help' is a flag; \
$valued=--help makes it the value)" "$command" "$valued" --help
			refused "unknown flag '${valued:0:4}'; did you mean '$valued'?" \
				"$command" "${valued:0:4}" 3
		fi
		[ "$plain" = - ] || refused "$plain takes no value" "$command" "$plain=yes"
	done
	refused "unknown flag '-json'; did you mean '--json'?" list -json
	[ -z "$(ls -A)" ]
}

@test "words that are no flags, and the end of flags" {
	try breakeven run -
	[[ $stderr == "breakeven run: unknown suite '-'"* ]]
	for command in show verdict plot; do
		try breakeven "$command" -
		[[ $stderr == "breakeven $command: -: cannot be read: No such file"* ]]
		try breakeven "$command" -- --help
		[[ $stderr == "breakeven $command: --help: cannot be read: No such file"* ]]
		refused "give one result: its result.json, or the folder that a run wrote" "$command" --
	done
	refused "nothing called '-' to list; there are workloads, runners, suites" list -
	refused "nothing called '--json' to list; there are workloads, runners, suites" list -- --json
	for command in serve doctor; do
		refused "unexpected argument '-'; see \`breakeven $command --help\`" "$command" -
		refused "unexpected argument '--help'; see \`breakeven $command --help\`" \
			"$command" -- --help
	done
	try breakeven run -- --help
	[[ $stderr == "breakeven run: unknown suite '--help'"* ]]
}

@test "help asked for is help, however it is written" {
	for entry in "${commands[@]}"; do
		command=${entry%% *}
		breakeven "$command" --help >long
		breakeven "$command" -h | cmp - long
		breakeven "$command" --help --nonsense | cmp - long
		[[ $(head -1 long) == "usage: breakeven $command"* ]]
		grep -q '^  -h, --help  *print this text$' long
	done
	breakeven run -qh | cmp - <(breakeven run -h)
}

@test "a flag given again replaces what it said before" {
	breakeven run -w noop -r serial --blocks 3 --blocks 7 --dry-run >plan
	grep -q '1 case × 7 blocks' plan
	breakeven list suites --json --json >twice
	breakeven list suites --json | cmp - twice
	refused "--port: \"nowhere\" is not a whole number from 0 to 65535" \
		serve --port 0 --port nowhere
	breakeven run -w noop -rserial -q --dry-run -oelsewhere >plan
	[ ! -e elsewhere ]
}

@test "a flag is named once, as it was given" {
	breakeven run --help | sed -nE 's/^ +(-., )?--([a-z-]+) [^ ].*/\2/p' >valued
	[ "$(wc -l <valued)" -gt 10 ]
	while read -r flag; do
		try breakeven run "--$flag" 'none sense' --dry-run
		echo "$flag: $stderr"
		[ "$status" -eq 2 ] || [ "$flag" = output ]
		[ "$(grep -o "[^a-z]${flag//-/[-_]}:" <<<"$stderr" | wc -l)" -le 1 ]
		[[ $stderr != *"parameter ${flag//-/_}"* ]]
	done <valued
	refused "-w: unknown workload 'x' (see breakeven list workloads)" run -wx
	refused "-o: the name of the folder is empty" plot -o ''
	refused "--output: the name of the folder is empty" plot --output=
	refused "--resume continues the run with its original options; remove -w" \
		run --resume K -w noop
	refused "a suite has its own workloads: remove either 'quick' or --workload" \
		run quick --workload noop
	refused '--delay: "x" is not a duration such as 10ms, 1.5s or 1m30s' serve --delay x
}

@test "a flag that another leaves without an effect is refused; a suite's setting gives way" {
	refused "--tasks determines the length of a batch: remove either it or --sample-time" \
		run -w noop --sample-time 5ms --tasks 7
	for settings in '"tasks": 7' '"tasks": "7", "sample_time": "5ms"'; do
		cat >suite.json <<-END
			{"name": "a", "settings": {$settings},
			 "cases": [{"workload": "noop", "runners": "serial"}]}
		END
		try breakeven run suite.json --sample-time 3ms --dry-run
		echo "$output" "$stderr"
		[[ $settings == *time* || $output == *"3ms"* ]]
		[[ $settings != *time* || $stderr == *': has "sample_time" and "tasks": '* ]]
	done
}

@test "help and lists keep within a narrow terminal, and say all that they say elsewhere" {
	local on_terminal=(/usr/bin/python3 "$top_srcdir/tests/cli/on-terminal.py")

	for arguments in '--help' 'run --help' 'serve --help' 'list workloads' 'list runners'; do
		# shellcheck disable=SC2086
		breakeven $arguments >all
		for width in 40 64; do
			# shellcheck disable=SC2086
			bounded "${on_terminal[@]}" "$width" "$BREAKEVEN" $arguments >narrow
			cmp <(tr -s ' \n' '\n\n' <all) <(tr -s ' \n' '\n\n' <narrow)
			# A word that the edge cut in two would differ above.
			[ "$(wc -L <narrow)" -le "$width" ]
		done
	done
}
