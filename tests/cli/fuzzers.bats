#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The inputs that fuzzers found worth keeping, and those that once went wrong, through the readers
# they are for. A finding ends the program by a signal; run under sanitizers this sees more.

fuzzers=$top_builddir/tests/fuzzers
corpus=$top_srcdir/tests/fuzzers/corpus

# Each file of the corpus, in one process; what it printed at last is the file it ended at.
replay()
{
	run "$fuzzers/$1" "$corpus/$1"/*
	[ "$status" -eq 0 ] || {
		tail -n 30 <<<"$output"
		return 1
	}
}

@test "what a case process answers" {
	replay answer
}

@test "charts of results" {
	replay charts
}

@test "journals" {
	replay journal
}

@test "numbers, units, lists and parameters" {
	replay numbers
}

@test "options" {
	replay options
}

@test "descriptions of other runs" {
	replay other-run
}

@test "files of the kernel" {
	replay probe
}

@test "descriptions of plugins" {
	replay plugin
}

@test "HTTP requests" {
	replay request
}

@test "HTTP responses" {
	replay response
}

@test "results" {
	replay result
}

@test "samples" {
	replay samples
}

@test "suites" {
	replay suite
}

@test "descriptions of machines" {
	replay topology
}

@test "every fuzzer has a small corpus, and a test here" {
	for source in "$top_srcdir"/tests/fuzzers/*.c; do
		name=$(basename "$source" .c)
		[ "$name" != replay ] || continue
		grep -qx "	replay $name" "$BATS_TEST_FILENAME"
		find "$corpus/$name" -type f | grep -q .
		[ "$(cat "$corpus/$name"/* | wc -c)" -lt 100000 ]
	done
}
