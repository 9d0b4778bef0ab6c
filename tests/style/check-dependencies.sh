#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Arrows only point down: which folder may include what of which other folder, which library is
# used where, and what a layer must not do. ARCHITECTURE.md has the reasons. Prints each violation
# as FILE:LINE: what, and fails where there is any.

set -u
export LC_ALL=C
cd "${top_srcdir:-$(dirname "$0")/../..}" || exit 2

# What each folder may include beside its own, as patterns of the path in #include "…".
declare -A may_include=(
	[support]='config\.h'
	[results]='config\.h|support/.*'
	[workloads]='config\.h|support/.*'
	[runners]='config\.h|support/.*|results/.*|workloads/(workload|loop|locals)\.h'
	[plots]='config\.h|support/.*|results/.*'
	[bench]='config\.h|(support|results|workloads|runners|plots)/.*'
	[tests]='config\.h|(support|results|workloads|runners|plots|bench)/.*'
)

# The rooms of bench/ and results/, the lowest first: which others of the same folder each may
# include. A room may only name rooms above its own line, so that there is no circle.
rooms=(
	'bench/program:'
	'bench/machine:'
	'bench/server:'
	'bench/journal:'
	'bench/suite: program'
	'bench/case: program'
	'bench/plugin: case program'
	'bench/plan: plugin suite case program'
	'bench/measure: case journal machine'
	'bench/run: plan plugin case journal machine server program'
	'bench/doctor: run measure case machine program'
	'bench/commands: doctor run measure plan plugin suite case machine server program'
	'results/statistics:'
	'results/record: statistics'
	'results/summary: record statistics'
	'results/table: summary record statistics'
	'results/verdict: table summary record statistics'
)

# A room with more modules is two.
room_limit=25

machine_libraries='bench/machine/libraries\.c'

# Where the header of each library may be included; tests/figures/ measures against some of them.
declare -A library_home=(
	[hwloc]='support/topology(_caches)?\.c'
	[curl]="workloads/operations/[^/]*|tests/figures/[^/]*|$machine_libraries"
	[openssl]="workloads/hash\.c|$machine_libraries"
	[gsl]="results/statistics/[^/]*|tests/unit/results/statistics/[^/]*|$machine_libraries"
	[jansson]='(results|plots|bench|tests)/.*'
	[criterion]='tests/.*'
	[sqlite3]="workloads/operations/[^/]*|tests/unit/workloads/[^/]*|$machine_libraries"
	[liburing]='runners/waiting/[^/]*|tests/figures/[^/]*'
)

# What a folder must not call.
declare -A must_not_call=(
	[support]='printf|puts|perror|exit'
	[results]='printf|puts|perror|exit|v?fork|posix_spawnp?|exec[vl][pe]*|popen|system'
	[workloads]='printf|puts|perror|exit'
	[runners]='printf|puts|perror|exit'
	[plots]='printf|puts|perror|exit|popen|system|v?fork|posix_spawnp?|exec[vl][pe]*'
	[bench]='popen|system'
)

# Calls that older kernels and C libraries do not have; support/system_call.h stands in for them.
newer_calls='epoll_pwait2|renameat2|pidfd_[a-z]+|close_range|closefrom|malloc_trim|tgkill|gettid'
newer_calls+='|getdents(64)?|pthread_(cond|mutex)_clock[a-z]+|posix_spawn_[a-z_]*closefrom_np'
newer_calls+='|strl(cpy|cat)|arc4random[a-z_]*|str(error|sig)[a-z]+_np'

# What is written once: how it looks, and the file that has it for all.
declare -A written_once=(
	['& 0x[cC]0\b']='support/utf8.c'
	['\? "" : "s"']='support/text_words.c'
	['WNOWAIT|waitpid\(.*, NULL, 0\)']='support/reap.c'
)

# The sources of a folder, without what make generates.
sources_of()
{
	find "$1" -type f -name '*.[ch]' -not -name table.c -not -name build_info.c | sort
}


folder_violations()
{
	local folder=$1 allowed="^(${may_include[$1]}|$1/.*)\$"

	sources_of "$folder" | xargs -r grep -nHoP '^\s*#\s*include\s*"\K[^"]+' |
		while IFS=: read -r file line included; do
			[[ $included =~ $allowed ]] ||
				echo "$file:$line: $folder/ must not include \"$included\""
		done
}

# Whether the table is in order, and nobody includes what lies above or beside.
room_violations()
{
	local room folder allowed modules below=' '

	for room in "${rooms[@]}"; do
		folder=${room%%/*}
		allowed=${room#*:}
		room=${room%%:*}
		for other in $allowed; do
			[[ $below == *" $folder/$other "* ]] ||
				echo "$0:1: $room names $other, which is no room below it"
		done
		below+="$room "
		allowed="^$folder/(${room#*/}${allowed// /|})/"
		sources_of "$room" | xargs -r grep -nHoP "^\s*#\s*include\s*\"\K$folder/[^\"]+" |
			while IFS=: read -r file line included; do
				[[ $included =~ $allowed ]] ||
					echo "$file:$line: $room/ must not include \"$included\""
			done
		modules=$(sources_of "$room" | sed 's/\.[ch]$//' | sort -u | wc -l)
		[ "$modules" -le "$room_limit" ] ||
			echo "$room:1: more than $room_limit modules"
	done
	for folder in bench results; do
		find "$folder" -maxdepth 1 -name '*.[ch]' -printf '%p:1: belongs into a room\n'
		for room in "$folder"/*/; do
			room=${room%/}
			[[ $below == *" $room "* ]] ||
				[ -z "$(sources_of "$room")" ] ||
				echo "$room:1: is no room in the table"
		done
	done
}

library_violations()
{
	for library in "${!library_home[@]}"; do
		sources_of . | sed 's|^\./||' |
			xargs grep -nHP "^\s*#\s*include\s*<$library(/|\.h>)" |
			while IFS=: read -r file line _; do
				[[ $file =~ ^(${library_home[$library]})$ ]] ||
					echo "$file:$line: <$library> is not used here"
			done
	done
}

call_violations()
{
	local folder=$1

	sources_of "$folder" | xargs -r grep -nHP "(?<![\w.>])(${must_not_call[$folder]})\(" |
		grep -vP '^[^:]*:\d+:\s*(/?\*|//)' |
		while IFS=: read -r file line _; do
			echo "$file:$line: $folder/ must not call ${must_not_call[$folder]//|/, }"
		done
}

newer_violations()
{
	for folder in "${!may_include[@]}"; do
		[ "$folder" = tests ] || sources_of "$folder"
	done | grep -vx 'support/system_call\.c' |
		xargs grep -nHP "(?<![\w.>])($newer_calls)\(|<sys/pidfd\.h>" |
		sed 's|^\([^:]*:[0-9]*\):.*|\1: not every kernel and C library has it|'
}

once_violations()
{
	local file line folder

	for folder in "${!may_include[@]}"; do
		[ "$folder" = tests ] || sources_of "$folder"
	done >"$sources"
	for code in "${!written_once[@]}"; do
		grep -vxF "${written_once[$code]}" "$sources" | xargs grep -nHP "$code" |
			while IFS=: read -r file line _; do
				echo "$file:$line: ${written_once[$code]} does this for all"
			done
	done
}

sources=$(mktemp) || exit 2
trap 'rm -f "$sources"' EXIT

found=$(
	once_violations
	newer_violations
	for folder in "${!may_include[@]}"; do
		folder_violations "$folder"
	done
	room_violations
	library_violations
	for folder in "${!must_not_call[@]}"; do
		call_violations "$folder"
	done
)

if [ -n "$found" ]; then
	sort <<<"$found"
	echo "$(wc -l <<<"$found") arrows point the wrong way"
	exit 1
fi
echo "all arrows point down"
