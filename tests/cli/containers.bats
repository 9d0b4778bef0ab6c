#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Under the limits of real control groups, below the one that this test is in. Where none can be
# made, as for any user but root in most places, these tests are skipped.

# shellcheck disable=SC2154 # set by helper.bash and by bats

load helper

# make_group CONTROLLER: a group below our own, in $group; $version is 1 or 2.
make_group()
{
	local path mount

	path=$(sed -nE "s/^[0-9]+:([a-z_]+,)*$1(,[a-z_]+)*:(.*)/\\3/p" /proc/self/cgroup)
	if [ -n "$path" ]; then
		version=1
		mount=/sys/fs/cgroup/$1
	else
		version=2
		mount=/sys/fs/cgroup
		path=$(sed -n 's/^0:://p' /proc/self/cgroup)
		grep -qsw "$1" "$mount$path/cgroup.subtree_control" ||
			skip "no control groups for $1"
	fi
	group=$mount${path%/}/breakeven-test-$$-$1
	mkdir "$group" 2>/dev/null || skip "cannot make a control group"
	echo "$group" >>"$BATS_FILE_TMPDIR/groups"
}

# limit FILE OF VERSION 1, FILE OF VERSION 2, ITS TEXTS: writes into the group's file.
limit()
{
	[ "$version" -eq 1 ] && limited=$group/$1 || limited=$group/$2
	{ [ "$version" -eq 1 ] && echo "$3" || echo "$4"; } >"$limited" ||
		skip "cannot limit a control group"
}

# Runs a command in the group.
grouped()
{
	# shellcheck disable=SC2016 # expanded there
	bounded bash -c 'echo $$ >"$0/cgroup.procs" && exec "$@"' "$group" "$@"
}

teardown_file()
{
	local group

	[ -e "$BATS_FILE_TMPDIR/groups" ] || return 0
	while read -r group; do
		until_true 5 rmdir "$group" 2>/dev/null || true
	done <"$BATS_FILE_TMPDIR/groups"
}

# A batch takes more than the quota of two periods, however fast the processor: it is stopped.
@test "a quota of processor time is told, and nobody wins under it" {
	make_group cpu
	limit cpu.cfs_quota_us cpu.max 5000 "5000 100000"
	try grouped "$BREAKEVEN" run -w noop -r serial,thread-pool --cores 1 --concurrency 1 \
		--tasks 4000000 --blocks 1 --samples 1 --no-charts -o results
	echo "$output" "$stderr"
	[ "$status" -eq 0 ]
	[[ $stderr == *"warning: this process may use 0.05 cores (CPU quota of its control group, \
$limited), fewer than the 1 core of the plan"*"to remove the quota: "* ]]
	[[ $output == *"highest, throttled"* ]]
	[[ $output == *"throttled: a CPU quota of 0.05 cores stopped the case"* ]]
	[[ $output == *"noop: no winner is named: a CPU quota of 0.05 cores stopped "* ]]
	valid results/result.json
	holds results/result.json 'sum(c["summary"].get("throttled", 0) for c in cases) > 0' \
		'0.04 < r["machine"]["cgroup_quota_cores"] < 0.06'
}

@test "a limit of memory: the plan, the doctor and a kill" {
	make_group memory
	limit memory.limit_in_bytes memory.max 60M 60M
	try grouped "$BREAKEVEN" run -w noop -r serial --tasks 10000000 --dry-run
	echo "$stderr"
	[ "$status" -eq 2 ]
	[[ $stderr == *"needs 80.0 MB for its stamps, but this process may have 62.9 MB (limit of \
its control group, $limited)"* ]]
	try grouped "$BREAKEVEN" doctor --quick
	echo "$output"
	[[ $output == *"available of the control group's 62.9 MB"* ]]
	try grouped "$BREAKEVEN" run -w memory-stream:size=1MiB,buffer=100MiB -w noop -r serial \
		"${short[@]}" --blocks 1 -q -o results
	echo "$stderr"
	[ "$status" -eq 3 ]
	holds results/result.json '[c["status"] for c in cases] == ["crashed", "ok"]' \
		'"ended by signal 9 (Killed)" in cases[0]["reason"]' \
		'"; the kernel killed a process of it because memory ran out: the control group may "
			"have 62.9 MB: " in cases[0]["reason"]' \
		"'$limited' in cases[0]['reason']"
}

@test "a limit of processes" {
	make_group pids
	limit pids.max pids.max 20 20
	try grouped "$BREAKEVEN" run -w sleep:duration=1ms -r threads,processes,async --cores 1 \
		--concurrency 64 "${short[@]}" --blocks 1 -q -o results
	echo "$stderr"
	[ "$status" -eq 3 ]
	holds results/result.json '[c["status"] for c in cases] == ["failed", "failed", "ok"]' \
		"all('(the control group may have 20 processes and threads: $limited)' in
			c['reason'] for c in cases[:2])"
}
