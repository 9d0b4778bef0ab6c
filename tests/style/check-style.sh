#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What can be checked of the style without understanding the code; CONTRIBUTING.md has the rest.
# Prints each violation as FILE:LINE: what, and fails where there is any.

set -u
export LC_ALL=C
cd "${top_srcdir:-$(dirname "$0")/../..}" || exit 2

column_limit=100
line_limit=450

mapfile -t code < <(find bench examples plots results runners support tests workloads -type f \
	-name '*.[ch]' -not -name table.c -not -name build_info.c | sort)
mapfile -t scripts < <(find bootstrap .ci support tests -type f \
	\( -name '*.sh' -o -name '*.bats' -o -name '*.bash' -o -name bootstrap -o -name run \) \
	2>/dev/null | sort)
mapfile -t program < <(printf '%s\n' "${code[@]}" |
	grep -E '^(bench|plots|results|runners|support|workloads)/')
everything=("${code[@]}" "${scripts[@]}" configure.ac Makefile.am)

# FILE:LINE of each line that has the pattern.
lines_with()
{
	local pattern=$1 what=$2

	shift 2
	grep -nHP -- "$pattern" "$@" | cut -d : -f 1,2 | sed "s|\$|: $what|"
}

without_licence()
{
	awk 'FNR == 1 { found = 0 }
		FNR <= 2 && /SPDX-License-Identifier: GPL-3.0-or-later( \*\/)?$/ { found = 1 }
		FNR == 2 && !found { print FILENAME ":1: no SPDX line in the first two lines" }' \
		"${everything[@]}"
}

# Columns are characters, so the bytes that continue one are taken out first. A long string may
# stay in one piece, so that what a user reads can be searched for.
too_wide()
{
	awk -v limit="$column_limit" '
		length($0) > limit / 8 {
			line = $0
			gsub(/[\200-\277]/, "", line)
			while ((at = index(line, "\t")) > 0)
				line = substr(line, 1, at - 1) \
					sprintf("%*s", 8 - (at - 1) % 8, "") substr(line, at + 1)
			if (length(line) > limit)
				print FILENAME ":" FNR "\t" line
		}' "${code[@]}" "${scripts[@]}" | grep -vP '"([^"\\]|\\.){60,}"' |
		sed "s|\t.*|: more than $column_limit columns|"
}

too_long()
{
	wc -l "${code[@]}" "${scripts[@]}" | awk -v limit="$line_limit" \
		'$2 != "total" && $1 > limit { print $2 ":" $1 ": more than " limit " lines" }'
}

unfinished()
{
	tail -q -c 1 "${everything[@]}" | tr -d '\n' | grep -q . || return
	for file in "${everything[@]}"; do
		[ -z "$(tail -c 1 "$file")" ] ||
			echo "$file:$(wc -l <"$file"): no newline at the end"
	done
}

# What is said goes through one writer, which keeps it in order with standard output.
writes_errors_itself()
{
	local writes='perror\(|(fputs|fputc|fprintf|fwrite|putc)\(.*\bstderr\b|^\s*stderr[,)]'

	lines_with "$writes" 'standard error without bench/program/message.h' "${code[@]}" |
		grep -v -e '^tests/' -e '^bench/program/message\.c:'
}

# An error is told with the limit that explains it.
names_no_limit()
{
	lines_with '(?<!\w)strerror\(' 'strerror() without the limit; use support/limits.h' \
		"${program[@]}" | grep -v '^support/limits\.'
}

# A source that Makefile.am does not list builds here and is missing from the tarball.
not_in_makefile()
{
	awk 'FILENAME == "Makefile.am" {
			for (i = 1; i <= NF; i++)
				listed[$i]
			next
		}
		{ name = $0; sub(/\.c$/, "", name) }
		!($0 in listed) && !(name in listed) { print $0 ":1: not listed in Makefile.am" }' \
		Makefile.am <(printf '%s\n' "${code[@]}")
}

# Whatever goes wrong is an error that the caller is told. Only a process that was forked for
# something ends by itself, with _exit().
ends_the_process()
{
	local ending='(?<![\w.>])(abort|assert|exit|quick_exit|raise)\('

	grep -nHP -- "$ending" "${program[@]}" | grep -vP '^[^:]*:\d+:\s*(/?\*|//)' |
		cut -d : -f 1,2 | sed 's|$|: ends the process; return an error|'
}

found=$(
	without_licence
	too_wide
	too_long
	not_in_makefile
	ends_the_process
	writes_errors_itself
	names_no_limit
	lines_with '^ +[^ *]' 'indented with spaces, not tabs' "${code[@]}"
	lines_with '[ \t]$' 'white space at the end' "${everything[@]}"
	lines_with '\r' 'a carriage return' "${everything[@]}"
	lines_with '^\s*typedef\s+(struct|union|enum)\b[^(]*$' 'typedef of a type' "${code[@]}"
	lines_with '\b1,? (where|for) an interrupt' 'enum outcome has that' "${code[@]}"
	lines_with '^\s*static enum \{|^\s*enum \{(?! FLAG_|$)' 'an enum without a name' \
		"${program[@]}"
	lines_with '\b(TO[D]O|FIX[M]E|X[X]X|HA[C]K)\b' 'work left for later' "${everything[@]}"
	unfinished
)

if [ -n "$found" ]; then
	echo "$found"
	echo "$(echo "$found" | wc -l) violations of the style"
	exit 1
fi
echo "${#everything[@]} files: the style holds"
