#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What tests/style/check-style.sh must see, shown to it in a tree of its own.

bats_require_minimum_version 1.5.0

setup()
{
	tree=$BATS_TEST_TMPDIR/tree
	mkdir -p "$tree"/{.ci,bench,examples,plots,results,runners,support,tests,workloads}
	printf '# SPDX-License-Identifier: GPL-3.0-or-later\n' | tee "$tree/configure.ac" \
		>"$tree/bootstrap"
	printf '# SPDX-License-Identifier: GPL-3.0-or-later\nsources = %s\n' \
		'support/seen.c tests/seen.c' >"$tree/Makefile.am"
}

# check FILE LINE: the style of the tree where the file has the line.
check()
{
	printf '/* SPDX-License-Identifier: GPL-3.0-or-later */\n%s\n' "$2" >"$tree/$1"
	run env top_srcdir="$tree" bash "$top_srcdir/tests/style/check-style.sh"
	rm "$tree/$1"
}

@test "nothing in the program ends the process" {
	for call in 'abort();' 'exit(2);' 'assert(x > 0);' 'quick_exit(1);' 'raise(6);'; do
		check support/seen.c "$call"
		echo "$call: $output"
		[ "$status" -eq 1 ]
		[[ $output == *'support/seen.c:2: ends the process'* ]]
	done
	for fine in '_exit(1);' '_Static_assert(1, "");' 'io_uring_queue_exit(ring);' \
		'/* abort() */'; do
		check support/seen.c "$fine"
		echo "$fine: $output"
		[ "$status" -eq 0 ]
	done
	check tests/seen.c 'abort();'
	[ "$status" -eq 0 ]
}

@test "an outcome is no number, and an enum has a name" {
	for line in '/* 0; 1 where an interrupt ended it. */' '/* 0, 1 for an interrupt. */' \
		'enum { OPEN, CLOSED };' 'static enum {'; do
		check support/seen.c "$line"
		echo "$line: $output"
		[ "$status" -eq 1 ]
		[[ $output == *'support/seen.c:2: '*'enum'* ]]
	done
	for fine in 'enum state { OPEN, CLOSED };' 'enum { FLAG_ALL = 1, FLAG_NONE };' \
		'typedef enum outcome act(void);'; do
		check support/seen.c "$fine"
		echo "$fine: $output"
		[ "$status" -eq 0 ]
	done
}
