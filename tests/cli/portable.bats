#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Older kernels, C libraries and the filters of containers: tests/cli/without-calls runs the program
# where some system calls are refused, and a build that may not use newer functions links.

# shellcheck disable=SC2030,SC2031,SC2154 # set by helper.bash and by bats, anew for each test

load helper

# without ERROR CALLS COMMAND…
without()
{
	bounded "$top_builddir/tests/cli/without-calls" "$@"
}

setup_file()
{
	"$top_builddir/tests/cli/without-calls" ENOSYS pidfd_open true ||
		skip "this kernel, or a filter, takes no filter of ours"
}

# measures_all ERROR CALLS: waiting and running programs, in threads, processes and loops.
measures_all()
{
	try without "$1" "$2" "$BREAKEVEN" run -w sleep:duration=1ms -w exec:command=true \
		-r serial,processes,async,async-threads --cores 1 --concurrency 2 "${short[@]}" \
		--blocks 1 -q -o results
	echo "$output" "$stderr"
	[ "$status" -eq 0 ]
	nothing_left
	holds results/result.json 'all(c["status"] == "ok" for c in cases)' 'len(cases) == 8'
}

@test "a filter may refuse every call that is not everywhere" {
	calls=pidfd_open,epoll_pwait2,close_range,openat2,faccessat2,renameat2,statx,rseq,kcmp
	measures_all EPERM "$calls,membarrier,personality,io_uring_setup"
}

# 332 is the first that came with Linux 4.11.
@test "a kernel that has no call newer than Linux 4.10 measures" {
	measures_all ENOSYS 332+
}

@test "a case that crashes, hangs or leaves something is seen without pidfd_open, too" {
	try without EPERM pidfd_open "$FAULTY" run -w crash -w hang -w orphan -w noop -r serial \
		--limit 1s "${short[@]}" --blocks 1 -q -o results
	echo "$output" "$stderr"
	[ "$status" -eq 3 ]
	nothing_left
	query results/result.json '[c["workload"]["name"] + " " + c["status"] for c in cases]' >seen
	diff - seen <<-END
		crash crashed
		hang timed-out
		orphan failed
		noop ok
	END
}

@test "an interrupt and charts, without pidfd_open" {
	start "$top_builddir/tests/cli/without-calls" EPERM pidfd_open "$BREAKEVEN" run -w noop \
		-r serial,async --blocks 1000 --samples 1 --sample-time 1ms -o results
	until_true 20 cases_finished 1
	kill -INT "$started"
	ends_within 5
	[ "$code" -eq 130 ]
	nothing_left
	try without EPERM pidfd_open "$BREAKEVEN" plot results
	echo "$output" "$stderr"
	[ "$status" -eq 0 ]
}

@test "the doctor measures without the newer calls" {
	try without ENOSYS 424+ "$BREAKEVEN" doctor --quick
	echo "$output" "$stderr"
	[[ $status == [04] ]]
}
