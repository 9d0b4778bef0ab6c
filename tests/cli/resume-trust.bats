#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Continuing a run runs what its journal says. Whoever may rename something in a folder above it can
# put another run in its place.

# shellcheck disable=SC2154 # set by helper.bash and by bats

load helper

# Anew in shared/mine/results: a run of two blocks that ended after the first.
place_run()
{
	mkdir -p shared/mine
	chown "$(id -u):$(id -g)" shared shared/mine
	chmod 755 shared shared/mine
	rm -rf shared/mine/results
	cp -r torn shared/mine/results
}

@test "a run below a folder in which others may rename it is not continued" {
	local change message

	breakeven run -w noop -r serial "${counted[@]}" --tasks 4 -q -o torn
	sed -i '3,$d' torn/journal.jsonl
	rm torn/result.json
	while IFS='|' read -r change message; do
		# Only root can give files away.
		[ "$(id -u)" -eq 0 ] || [[ $change != *12345* ]] || continue
		place_run
		eval "$change"
		try breakeven run --resume shared/mine/results -q
		echo "$change: $status $stderr"
		if [ -z "$message" ]; then
			[ "$status" -eq 0 ]
			valid shared/mine/results/result.json
			continue
		fi
		[ "$status" -eq 2 ]
		[ "${#stderr_lines[@]}" -eq 1 ]
		[[ $stderr == *"$message"* ]]
		[[ $stderr == *'A resumed run executes the command and the plugins'*': check '* ]]
		[ "$(ls -A shared/mine/results)" = journal.jsonl ]
	done <<-'END'
		chmod 777 shared|/shared, above the run, and put another run in its place.
		chmod 757 shared/mine|/shared/mine, above the run, and put another run in its place.
		chown 12345 shared|/shared, above the run, belongs to user 12345,
		chgrp 12345 shared; chmod 775 shared|then `chmod g-w` that folder, or `chmod +t` it
		chmod 1777 shared; chmod 775 shared/mine|
	END
}
