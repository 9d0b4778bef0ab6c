#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Where things lie in a case process: elsewhere in every block, and the same again from the seed.

# shellcheck disable=SC2154 # set by helper.bash and by bats

load helper

blocks=(-w place --cores 1 --concurrency 1 --tasks 4 --samples 1 --blocks 6 --no-charts -q)

# What the workload observed of one thing, a block a line.
observed()
{
	query "$1/result.json" "[b['samples'][0]['observations']['$2'] for b in blocks]"
}

@test "environments differ from block to block, and come again from the seed" {
	faulty run "${blocks[@]}" -r serial,threads --seed 7 -o one
	faulty run "${blocks[@]}" -r serial,threads --seed 7 -o two
	faulty run "${blocks[@]}" -r serial,threads --seed 8 -o three
	valid one/result.json
	holds one/result.json 'len(blocks) == 12' \
		'all(1 <= b["environment_bytes"] <= 4096 for b in blocks)' \
		'len(set(b["environment_bytes"] for b in blocks)) >= 11' \
		'max(b["environment_bytes"] for b in blocks) -
			min(b["environment_bytes"] for b in blocks) > 1000' \
		'len(set(b["samples"][0]["observations"]["environment_bytes"] -
			b["environment_bytes"] for b in blocks)) == 1'
	[ "$(observed one environment_bytes)" = "$(observed two environment_bytes)" ]
	[ "$(observed one environment_bytes)" != "$(observed three environment_bytes)" ]
}

@test "a run that goes on has the environments it would have had" {
	faulty run "${blocks[@]}" -r serial --seed 7 -o whole
	cp -r whole torn
	head -n 4 whole/journal.jsonl >torn/journal.jsonl
	rm torn/result.json
	faulty run --resume "$PWD/torn" -q
	[ "$(observed whole environment_bytes)" = "$(observed torn environment_bytes)" ]
	holds torn/result.json 'len(r["resumed"]) == 1' 'len(set(b["pid"] for b in blocks)) == 6'
}

@test "addresses differ from block to block, also where the shell has them fixed" {
	local thing

	[ "$(cat /proc/sys/kernel/randomize_va_space)" -eq 2 ] ||
		skip "the system gives every process the same addresses"
	bounded setarch -R "$FAULTY" run "${blocks[@]}" -r serial -o results
	for thing in stack heap code; do
		[ "$(observed results "$thing" | sort -u | wc -l)" -eq 6 ]
	done
	holds results/result.json 'r["machine"]["address_randomisation"] == 2'
}
