#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Plugins: built from what `make install` installs and nothing else, run under several runners, and
# refused with the reason where they are wrong.

# shellcheck disable=SC2154 # set by helper.bash and by bats

load helper

# Headers and breakeven.pc into a tree of their own; pkg-config finds both there alone.
setup_file()
{
	local folder

	tree=$BATS_FILE_TMPDIR/tree
	env -u MAKEFLAGS -u MAKELEVEL make -C "$top_builddir" install-data DESTDIR="$tree" \
		>"$BATS_FILE_TMPDIR/install.log" 2>&1 || {
		cat "$BATS_FILE_TMPDIR/install.log"
		return 1
	}
	folder=$(dirname "$(find "$tree" -name breakeven.pc)")
	export tree PKG_CONFIG_LIBDIR=$folder PKG_CONFIG_SYSROOT_DIR=$tree
	export PKG_CONFIG_ALLOW_SYSTEM_CFLAGS=1
}

# compile NAME: tests/plugins/NAME.c into ./NAME.so, against the installed headers alone.
compile()
{
	# shellcheck disable=SC2046,SC2086
	$CC -std=gnu17 -Wall -Wextra -Werror -iquote "$top_srcdir" \
		$(pkg-config --cflags breakeven) -fPIC -shared \
		-o "$1.so" "$top_srcdir/tests/plugins/$1.c"
}

build_example()
{
	cp "$top_srcdir"/examples/plugin/* .
	chmod u+w ./*
	env -u MAKEFLAGS -u MAKELEVEL make CC="$CC" CFLAGS='-O2 -Wall -Wextra -Werror'
}

# refused PATTERN ARGUMENT…: exit code 2, nothing measured, one line that has the pattern.
refused()
{
	local pattern=$1

	shift
	try breakeven "$@"
	echo "breakeven $*: exit code $status, wanted: $pattern" "$output" "$stderr"
	[ "$status" -eq 2 ]
	[ -z "$output" ]
	[ "${#stderr_lines[@]}" -eq 1 ]
	[[ $stderr == *"$pattern"* ]]
	[ ! -e runs ]
}

@test "breakeven.pc says which interface plugins are made for" {
	[ "$(pkg-config --variable=plugin_interface breakeven)" = "$(sed -n \
		's/^#define WORKLOAD_INTERFACE //p' "$top_srcdir/workloads/workload.h")" ]
	[[ $(pkg-config --cflags breakeven) == *"$tree"* ]]
}

@test "each installed header stands alone" {
	local header count=0

	for header in "$(dirname "$(find "$tree" -name workload.h)")"/*.h; do
		echo "#include <breakeven/${header##*/}>" >alone.c
		# shellcheck disable=SC2046,SC2086
		$CC -std=gnu17 -Wall -Wextra -Werror -fsyntax-only \
			$(pkg-config --cflags breakeven) alone.c
		count=$((count + 1))
	done
	[ "$count" -ge 8 ]
	! grep -rn '#include "' "$tree" --include='*.h'
}

@test "the example is built from the installed tree and runs under every runner" {
	build_example
	try breakeven run --plugin ./primes.so -w primes:below=1000,pause=1ms --concurrency 1,4 \
		--cores 1 "${short[@]}" -o results
	echo "$output" "$stderr"
	[ "$status" -eq 0 ]
	valid results/result.json
	holds results/result.json 'all(c["status"] == "ok" for c in cases)' \
		'{c["runner"]["name"] for c in cases} == {n["name"] for n in r["runners"]}' \
		'{c["workload"]["name"] for c in cases} == {"primes"}' \
		'all(c["workload"]["parameters"]["pause_ns"] == 1e6 for c in cases)' \
		'all(b["samples"][0]["elapsed_ns"] >= 3e6 for b in blocks)'
	nothing_left
}

@test "a result of a plugin is read without the plugin" {
	build_example
	breakeven run --plugin ./primes.so -w primes:below=100 -r serial "${short[@]}" -o results
	rm primes.so
	try breakeven show results
	[ "$status" -eq 0 ]
	[[ $output == *"primes{below=100"* ]]
}

@test "a run with a plugin goes on, unless the plugin is another one by now" {
	build_example
	breakeven run --plugin ./primes.so -w primes:below=100 -r serial "${short[@]}" -q -o results
	sed -i '$d' results/journal.jsonl
	cp -r results again
	cd results
	try breakeven run --resume . -q
	echo "$stderr"
	[ "$status" -eq 0 ]
	[ -z "$stderr" ]
	cd ..
	holds results/result.json 'len(r["resumed"]) == 1' 'len(blocks) == 2'
	echo >>primes.so
	refused "run: the run in again cannot be resumed: the plugin $PWD/primes.so has changed since" \
		run --resume again
	rm primes.so
	refused "the run in again cannot be resumed: --plugin: cannot load './primes.so'" \
		run --resume again
}

@test "where --plugin stands does not matter, nor the folder of the run" {
	build_example
	mkdir elsewhere
	cat >suite.json <<-'SUITE'
		{"name": "mine", "cases": [{"workload": "primes", "runners": ["serial"]}]}
	SUITE
	breakeven run -w primes -r serial "${short[@]}" -o results --plugin primes.so
	breakeven run suite.json --plugin "$PWD/elsewhere/../primes.so" "${short[@]}" -o of-suite
	holds of-suite/result.json 'all(c["status"] == "ok" for c in cases)'
	try breakeven run -w primes -r serial --dry-run
	[ "$status" -eq 2 ]
	[[ $stderr == *"unknown workload 'primes'"* ]]
}

@test "several plugins at once, with all that a plugin may use" {
	build_example
	compile everything
	breakeven run --plugin primes.so --plugin everything.so -w primes:below=100 -w everything \
		-w noop -r serial,process-pool,async "${short[@]}" --cores 1 \
		--concurrency 1,2 -o results
	holds results/result.json 'all(c["status"] == "ok" for c in cases)' \
		'{c["workload"]["name"] for c in cases} == {"primes", "everything", "noop"}'
}

@test "workers that are programs of their own load the plugin, too" {
	build_example
	compile everything
	breakeven run --plugin primes.so --plugin everything.so -w primes:below=100 -w everything \
		-r process-pool:start=spawn "${short[@]}" --cores 1 --concurrency 2 -o results
	holds results/result.json 'all(c["status"] == "ok" for c in cases)' \
		'{c["workload"]["name"] for c in cases} == {"primes", "everything"}'
	nothing_left
}

@test "list shows plugins" {
	build_example
	try breakeven list runners --plugin ./primes.so
	[ "$status" -eq 2 ]
	[[ $stderr == "breakeven list: --plugin loads a workload and has no effect on the list of runners"* ]]
	try breakeven list workloads --plugin ./primes.so
	[ "$status" -eq 0 ]
	[[ $output == *"primes "*"($PWD/primes.so)"*"below=10000"* ]]
	breakeven list workloads --json --plugin ./primes.so >list.json
	[ "$(query list.json '[w["plugin"] for w in r["workloads"] if w["name"] == "primes"]')" = \
		"$PWD/primes.so" ]
	[ "$(query list.json '{w["plugin"] for w in r["workloads"] if w["name"] != "primes"}')" = \
		null ]
	refused "--plugin needs a value" list --plugin
	refused "cannot load 'none.so'" list --plugin none.so
}

@test "a file that is no library" {
	echo 'no library' >text.so
	refused "--plugin: cannot load 'none.so': No such file" run --plugin none.so -w noop
	refused "--plugin: cannot load 'text.so': " run --plugin text.so -w noop
	refused "--plugin: cannot load '.': " run --plugin . -w noop
	refused "--plugin: cannot load '': " run --plugin '' -w noop
	mkfifo pipe.so
	refused "--plugin: cannot load 'pipe.so': it is not a regular file" run --plugin pipe.so \
		-w noop
	refused "--plugin needs a value" run -w noop --plugin
}

@test "a plugin that is wrong is refused with the reason" {
	local name reason

	while read -r name reason; do
		compile "$name"
		refused "cannot use './$name.so': $reason" run --plugin "./$name.so" -w noop
		refused "cannot use './$name.so': $reason" list --plugin "./$name.so"
	done <<-'END'
		no-workload it has no symbol breakeven_workload
		other-interface a workload was made for interface 1000000 of plugins
		no-step workload no-step has no step()
		no-expected workload no-expected has no expected()
		no-cost workload no-cost has no cost()
		bad-name a workload's name is 1 to 32 of a-z, 0-9, "-" and "_", not 'no name'
		taken the name noop is taken by breakeven's own
	END
}

@test "a plugin that uses what is not exported" {
	compile unknown-function
	refused "undefined symbol: job_from_json" run --plugin unknown-function.so -w noop
}

# Whichever call asks: the planning's, or that of the case.
@test "a plugin that asks for a parameter that it does not have" {
	compile misspelt
	for where in open cost; do
		try breakeven run --plugin ./misspelt.so -w misspelt:where=$where -r serial \
			--blocks 1 --samples 1 --sample-time 1ms -o "$where"
		echo "$where: exit code $status" "$output" "$stderr"
		[ "$status" -ne 0 ] && [ "$status" -lt 128 ]
		[[ $output$stderr == *'unknown parameter "nubmer": did you mean "number"?'* ]]
	done
}

@test "the same name twice" {
	build_example
	cp primes.so other.so
	refused "cannot use 'other.so': the name primes is taken by $PWD/primes.so" \
		run --plugin primes.so --plugin other.so -w primes
	refused "the name primes is taken by" run --plugin primes.so --plugin primes.so -w primes
}
