#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Workloads that misbehave (tests/faulty/), under every runner: the case gets the status and the
# reason, all others are measured, nothing is left behind.

# shellcheck disable=SC2154 # set by helper.bash and by bats

load helper

every_runner=serial,threads,thread-pool,processes,process-pool
every_runner+=,async,async-threads,async-processes,gil

# misbehave WORKLOAD RUNNERS FLAG…: measures it, and noop beside it, into results/. The run must
# end with exit code 3 and a valid result in which noop is ok; the others are in outcomes.
misbehave()
{
	local workload=$1 runners=$2

	shift 2
	try faulty run -w "$workload" -w noop -r "$runners" --cores 1 --concurrency 2 \
		"${short[@]}" --blocks 1 -q "$@" -o results
	echo "$output" "$stderr"
	[ "$status" -eq 3 ]
	nothing_left
	valid results/result.json
	holds results/result.json 'not r["interrupted"]' \
		'all(len(c["blocks"]) == 1 for c in cases)' \
		'all(c["status"] == "ok" for c in cases if c["workload"]["name"] == "noop")'
	query results/result.json '[" ".join((c["runner"]["name"], c["status"], c["reason"] or "-"))
		for c in cases if c["workload"]["name"] != "noop"]' |
		sed 's/worker process [0-9]*/worker process N/' | sort >outcomes
	# Said at once, too, and in the tables afterwards.
	[ "${#stderr_lines[@]}" -eq "$(grep -cv ' ok -$' outcomes)" ]
}

@test "a task that crashes" {
	misbehave crash "$every_runner"
	diff - outcomes <<-END
		async crashed ended by signal 11 (Segmentation fault) in its tasks (step())
		async-processes crashed worker process N was ended by signal 11 (Segmentation fault)
		async-threads crashed ended by signal 11 (Segmentation fault) in its tasks (step())
		gil crashed ended by signal 11 (Segmentation fault) in its tasks (step())
		process-pool crashed worker process N was ended by signal 11 (Segmentation fault)
		processes crashed worker process N was ended by signal 11 (Segmentation fault)
		serial crashed ended by signal 11 (Segmentation fault) in its tasks (step())
		thread-pool crashed ended by signal 11 (Segmentation fault) in its tasks (step())
		threads crashed ended by signal 11 (Segmentation fault) in its tasks (step())
	END
	[[ $stderr == *"crashed: crash{says=nothing}/serial/cores=1/concurrency=1: ended by "* ]]
	try faulty show results
	[ "$status" -eq 0 ]
	[[ $output == *"crashed: ended by signal 11"* ]]
	try faulty verdict results
	[ "$status" -eq 0 ]
}

@test "a task that crashes in a pool of processes, whichever way tasks come to them" {
	misbehave crash process-pool:chunk=2 -r process-pool:dispatch=submit \
		-r process-pool:channel=pipe -r process-pool:start=spawn \
		-r process-pool:start=spawn,dispatch=submit \
		-r process-pool:start=spawn,channel=pipe
	diff - outcomes <<-END
		process-pool crashed worker process N was ended by signal 11 (Segmentation fault)
		process-pool crashed worker process N was ended by signal 11 (Segmentation fault)
		process-pool crashed worker process N was ended by signal 11 (Segmentation fault)
		process-pool crashed worker process N was ended by signal 11 (Segmentation fault)
		process-pool crashed worker process N was ended by signal 11 (Segmentation fault)
		process-pool crashed worker process N was ended by signal 11 (Segmentation fault)
	END
}

@test "the last words of a process that crashes are part of the reason" {
	local crash='ended by signal 11 (Segmentation fault)'

	misbehave crash:says=words serial,thread-pool
	diff - outcomes <<-END
		serial crashed $crash in its tasks (step()); it said: last words
		thread-pool crashed $crash in its tasks (step()); it said: last words
	END
}

@test "last words that are no text harm neither the result nor the terminal" {
	misbehave crash:says=bytes serial
	[[ $(cat outcomes) == *"Segmentation fault) in its tasks (step()); it said: ?[31mred "*" end" ]]
	[[ $stderr != *$'\e'* ]]
	try faulty show results
	[ "$status" -eq 0 ]
	[[ $output != *$'\e'* ]]
}

@test "a task that ends its process as if all were done" {
	local ended='ended with status 0 in its tasks (step()), without a valid answer'

	misbehave exit "$every_runner"
	diff - outcomes <<-END
		async crashed $ended
		async-processes failed worker process N ended before its time
		async-threads crashed $ended
		gil crashed $ended
		process-pool failed worker process N ended before its time
		processes failed 5 tasks ended instead of 6
		serial crashed $ended
		thread-pool crashed $ended
		threads crashed $ended
	END
}

@test "a task that fails" {
	misbehave fail "$every_runner"
	diff - outcomes <<-END
		async failed task 1 failed: Input/output error (1 of 6 tasks failed)
		async-processes failed task 1 failed: Input/output error (1 of 6 tasks failed)
		async-threads failed task 1 failed: Input/output error (1 of 6 tasks failed)
		gil failed task 1 failed: Input/output error (1 of 6 tasks failed)
		process-pool failed task 1 failed: Input/output error (1 of 6 tasks failed)
		processes failed task 1 failed: Input/output error (1 of 6 tasks failed)
		serial failed task 1 failed: Input/output error (1 of 3 tasks failed)
		thread-pool failed task 1 failed: Input/output error (1 of 6 tasks failed)
		threads failed task 1 failed: Input/output error (1 of 6 tasks failed)
	END
}

@test "a task that lies" {
	misbehave lie "$every_runner"
	diff - outcomes <<-END
		async wrong-value task 1 answered 41 instead of 1 (1 of 6 tasks wrong)
		async-processes wrong-value task 1 answered 41 instead of 1 (1 of 6 tasks wrong)
		async-threads wrong-value task 1 answered 41 instead of 1 (1 of 6 tasks wrong)
		gil wrong-value task 1 answered 41 instead of 1 (1 of 6 tasks wrong)
		process-pool wrong-value task 1 answered 41 instead of 1 (1 of 6 tasks wrong)
		processes wrong-value task 1 answered 41 instead of 1 (1 of 6 tasks wrong)
		serial wrong-value task 1 answered 41 instead of 1 (1 of 3 tasks wrong)
		thread-pool wrong-value task 1 answered 41 instead of 1 (1 of 6 tasks wrong)
		threads wrong-value task 1 answered 41 instead of 1 (1 of 6 tasks wrong)
	END
}

@test "a workload that cannot be opened" {
	misbehave refuse "$every_runner"
	[ "$(cut -d ' ' -f 2- outcomes | sort | uniq -c | sed 's/^ *//')" = \
		"9 failed nothing is as it should be here" ]
}

@test "a workload that cannot be opened by workers that are programs of their own" {
	misbehave refuse:to=workers process-pool:start=spawn -r process-pool
	sed 's/worker [01]/worker N/' outcomes | diff - <(cat <<-END
		process-pool failed worker N: nothing is as it should be here
		process-pool ok -
	END
	)
}

@test "a step that never returns ends at the limit" {
	misbehave hang thread-pool,processes,process-pool,async-processes --limit 3s
	[ "$(cut -d ' ' -f 2- outcomes | sort | uniq -c | sed 's/^ *//')" = \
		"4 timed-out did not end within 3.00 s: it was in its tasks (step())" ]
}

@test "an operation that takes an hour ends at the limit" {
	misbehave hang:in=operation async,threads,gil --limit 3s
	[ "$(cut -d ' ' -f 2- outcomes | sort | uniq -c | sed 's/^ *//')" = \
		"3 timed-out did not end within 3.00 s: it was in its tasks (step())" ]
}

@test "a loop notices when nothing is left that could end its tasks" {
	local nothing='1 task waits, but nothing is under way that could go on with it'

	misbehave hang:in=nowhere async,async-threads,async-processes,serial --limit 3s
	diff - outcomes <<-END
		async failed $nothing
		async-processes failed worker 0: $nothing
		async-threads failed worker 0: $nothing
		serial timed-out did not end within 3.00 s: it was in its tasks (step())
	END
}

@test "processes that a workload leaves behind are found and ended" {
	for daemon in no yes; do
		rm -rf results
		misbehave orphan:daemon=$daemon "$every_runner"
		[ "$(cut -d ' ' -f 2- outcomes | sort | uniq -c | sed 's/^ *//')" = \
			"9 failed left processes behind, which were killed" ]
	done
}

@test "the server that a run needs survives the end of what others left behind" {
	try faulty run -w orphan:daemon=yes -w http-fetch:delay=1ms -r serial "${short[@]}" \
		--blocks 3 -q -o results
	[ "$status" -eq 3 ]
	nothing_left
	valid results/result.json
	holds results/result.json 'all(c["status"] == "ok" for c in cases
		if c["workload"]["name"] == "http-fetch")'
}

@test "a worker that leaves its CPU is found" {
	needs_two_cores
	misbehave stray "$every_runner"
	moved='^[a-z-]+ failed worker [01], bound to CPU [0-9]+, was found on CPU [0-9]+$'
	[ "$(grep -cE "$moved" outcomes)" -eq 9 ]
}

@test "what a workload prints goes nowhere, however much it is" {
	try faulty run -w chatter -r "$every_runner" --cores 1 --concurrency 2 "${short[@]}" \
		-o results
	[ "$status" -eq 0 ]
	[[ $output$stderr != *chatter,* ]]
	valid results/result.json
	holds results/result.json 'all(c["status"] == "ok" for c in cases)'
}

@test "nothing but faults is no success either" {
	try faulty run -w fail -r serial "${short[@]}" -o results
	echo "$output" "$stderr"
	[ "$status" -eq 3 ]
	valid results/result.json
	holds results/result.json 'cases[0]["summary"] is None'
	for command in show verdict; do
		try faulty $command results
		echo "$command $status: $output $stderr"
		[ "$status" -eq 0 ]
		[[ $(tr -s ' \n' ' ' <<<"$output") == *"task 1 failed:"* ]]
	done
	try faulty plot results
	echo "plot $status: $output $stderr"
	[[ $stderr == *"no case has a figure"* ]]
	[ ! -e results/charts/throughput.svg ]
}

@test "a task that writes without end to where the answer goes" {
	misbehave flood serial,processes,async
	local reason='failed its answer has 67[0-9]{6} bytes; at most 64MiB are '

	for runner in async processes serial; do
		grep -qE "^$runner ${reason}accepted: does the workload write to descriptor 3\?" outcomes
	done
}

@test "a task that writes without end to standard output or standard error meets its limit" {
	misbehave flood:to=output serial,processes -w flood:to=errors --limit 1s
	[ "$(wc -l <outcomes)" -eq 4 ]
	[ "$(grep -c 'timed-out did not end within 1.00 s.*it said: .*"flood' outcomes)" -eq 4 ]
}
