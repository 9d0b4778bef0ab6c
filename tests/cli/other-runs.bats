#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# bats file_tags=other-runs
#
# The folder in which runs find each other, when others use it for what they like: which folder is
# used, what is removed from it, how much is read.

# shellcheck disable=SC2030,SC2031,SC2154 # variables of one test each; those of helper.bash

load helper

one=(-w noop -r serial --cores 1 --tasks 4 --blocks 1 --samples 1 --no-charts -q)
stranger=12345

# record FILE: describes a run that no longer lives.
record()
{
	echo '{"pid":1,"folder":"/","cpus":[0,1,2,3],"seen":"x"}' >"$1"
}

# hold COUNT SIZE OWNER LOCK: so many files that describe runs on the first CPUs, each of about that
# size, of that user (-1: ours), locked for reading or for writing by a process in the background.
hold()
{
	env "$mark" /usr/bin/python3 - "$BREAKEVEN_RUNS" "$@" <<'END' 3>&- &
import fcntl, os, struct, sys, time
folder, count, size, owner, kind = sys.argv[1], *map(int, sys.argv[2:5]), sys.argv[5]
files = []
for number in range(count):
    path = "%s/held%02d.run" % (folder, number)
    text = '{"pid":7,"folder":"/%s","cpus":[%s],"seen":"x"}'
    cpus = ",".join(str(cpu) for cpu in range(64))
    with open(path, "w") as file:
        file.write(text % ("x" * (size - len(text) - len(cpus)), cpus))
    os.chmod(path, 0o644)
    os.chown(path, owner, -1)
    files.append(open(path, "r+" if kind == "write" else "r"))
    lock = fcntl.F_WRLCK if kind == "write" else fcntl.F_RDLCK
    fcntl.fcntl(files[-1], 37, struct.pack("hhqqi4x", lock, os.SEEK_SET, 0, 0, 0))
    fcntl.flock(files[-1], fcntl.LOCK_EX)
open("held", "w").close()
time.sleep(600)
END
	started=$!
	until_true 20 test -e held
}

let_go()
{
	kill "$started"
	wait "$started" || true
	started=
	rm held "$BREAKEVEN_RUNS"/held*
}

needs_root()
{
	[ "$(id -u)" -eq 0 ] || skip "only root can make files of somebody else"
}

# What the doctor says of other runs: "fine: none".
finding()
{
	breakeven doctor --quick --json >out || true
	query out '["%s: %s" % (f["severity"], f["text"]) for f in r["findings"]
		if f["name"] == "other-runs"]'
}

@test "only left-over descriptions of runs are removed" {
	mkdir "$BREAKEVEN_RUNS"
	cd "$BREAKEVEN_RUNS"
	echo x >install.run
	echo x >abc123.run
	record install2.run
	record .abc123.run
	echo '{"pid":1,"folder":"/","cpus":[0],"seen":"x","more":1}' >more00.run
	echo x >.breakeven-abc123.run
	record precious
	ln -s precious link00.run
	mkdir folder.run .breakeven-folder.run
	find . | sort >../before
	# Left over by a run that ended whole, by two while they began to write.
	record left00.run
	: >.breakeven-left01.run
	printf '{"pid":1,"fol' >.breakeven-left02.run
	cd ../here
	try breakeven run "${one[@]}" -o results
	echo "$stderr"
	[ "$status" -eq 0 ]
	[ -z "$stderr" ]
	(cd "$BREAKEVEN_RUNS" && find . | sort) | diff ../before -
}

@test "a run that was killed leaves a file that the next run removes" {
	start "$BREAKEVEN" run -w sleep:duration=1s -r serial --samples 1 --blocks 100 --no-charts \
		-o first
	until_true 20 compgen -G "$BREAKEVEN_RUNS/*.run"
	kill -KILL "$started"
	wait "$started" || true
	started=
	[ -n "$(ls -A "$BREAKEVEN_RUNS")" ]
	until_true 20 nothing_left
	try breakeven run "${one[@]}" -o second
	[ "$status" -eq 0 ]
	[ -z "$(ls -A "$BREAKEVEN_RUNS")" ]
}

@test "a file of somebody else is not removed, whatever it says" {
	needs_root
	mkdir "$BREAKEVEN_RUNS"
	record "$BREAKEVEN_RUNS/abc123.run"
	: >"$BREAKEVEN_RUNS/.breakeven-abc123.run"
	chown "$stranger" "$BREAKEVEN_RUNS"/abc123.run "$BREAKEVEN_RUNS"/.breakeven-abc123.run
	try breakeven run "${one[@]}" -o results
	[ "$status" -eq 0 ]
	[ -e "$BREAKEVEN_RUNS/abc123.run" ]
	[ -e "$BREAKEVEN_RUNS/.breakeven-abc123.run" ]
}

# refused TEXT FOLDER…: each of them is measured without, which is said in one line, and left alone.
refused()
{
	local text=$1 folder

	shift
	for folder; do
		BREAKEVEN_RUNS=$folder try breakeven run "${one[@]}" -o "results$((++number))"
		echo "$status: $stderr"
		[ "$status" -eq 0 ]
		[ "${#stderr_lines[@]}" -eq 1 ]
		[[ $stderr == "note: other runs at the same time will not be noticed: "*"$text"* ]]
		[[ $stderr == *"set BREAKEVEN_RUNS to "* ]]
		[ -z "$(ls -A real)" ]
	done
	BREAKEVEN_RUNS=$folder finding >said
	[[ $(cat said) == "note: "*"$text"* ]]
}

@test "a folder of other runs that is a link or that others may empty is not used" {
	number=0
	mkdir real
	ln -s real link
	ln -s nowhere dangling
	refused "is a symbolic link; remove it" link link/ "$PWD/link//" dangling
	[ ! -e nowhere ]
	: >file
	refused "file cannot be used: Not a directory" file
	chmod 777 real
	refused "real is not sticky" real
	chmod 1777 real
	BREAKEVEN_RUNS=real try breakeven run "${one[@]}" -o results
	[ "$status" -eq 0 ]
	[ -z "$stderr" ]
}

@test "a folder of other runs that belongs to somebody else is not used" {
	needs_root
	number=0
	mkdir -m 1777 real
	chown "$stranger" real
	refused "real belongs to user $stranger, neither to you nor to root" real
}

@test "the folder of other runs is made for everybody" {
	(umask 077 && breakeven run "${one[@]}" -o results)
	[ "$(stat -c %a "$BREAKEVEN_RUNS")" = 1777 ]
}

@test "however much runs say of themselves, a result stays small" {
	mkdir "$BREAKEVEN_RUNS"
	hold 12 60000 -1 write
	try breakeven run "${one[@]}" -o results
	echo "${stderr:0:2000}"
	[ "$status" -eq 0 ]
	[ "$(stat -c %s results/result.json)" -lt 600000 ]
	holds results/result.json 'len(r["other_runs"]) == 4'
	[ "$(grep -c "contains more runs on these CPUs than can be recorded" <<<"$stderr")" -eq 1 ]
	let_go
}

@test "many other runs are counted rather than named one by one" {
	mkdir "$BREAKEVEN_RUNS"
	hold 40 500 -1 write
	try breakeven run "${one[@]}" -o results
	[ "$status" -eq 0 ]
	[ "$(grep -c "^warning: another run uses the same CPUs" <<<"$stderr")" -eq 5 ]
	[ "$(grep -c "^warning: 35 more runs use the same CPUs$" <<<"$stderr")" -eq 1 ]
	holds results/result.json 'len(r["other_runs"]) == 40'
	let_go
}

@test "a file that is larger than any run makes is not read" {
	mkdir "$BREAKEVEN_RUNS"
	hold 2 250000 -1 write
	try breakeven run "${one[@]}" -o results
	[ "$status" -eq 0 ]
	[ -z "$stderr" ]
	holds results/result.json '"other_runs" not in r'
	let_go
}

@test "what other users write is read up to a bound, and runs of this user beyond it" {
	needs_root
	mkdir "$BREAKEVEN_RUNS"
	hold 12 60000 "$stranger" write
	start "$BREAKEVEN" run -w sleep:duration=1s -r serial --samples 1 --blocks 100 --no-charts \
		--pin 0 -o first
	until_true 20 test -e first/journal.jsonl
	until_true 20 test "$(find "$BREAKEVEN_RUNS" -name '*.run' | wc -l)" -ge 12
	until_true 20 bash -c "ls '$BREAKEVEN_RUNS' | grep -qv held"
	try breakeven run "${one[@]}" --pin 0 -o results
	echo "${stderr:0:2000}"
	[ "$status" -eq 0 ]
	[ "$(grep -c "contains too many files of other users" <<<"$stderr")" -eq 1 ]
	holds results/result.json \
		"len([o for o in r['other_runs'] if o.get('user') == $stranger]) <= 4" \
		"len([o for o in r['other_runs'] if 'user' not in o]) == 1"
	valid results/result.json
}

@test "more names than are looked at are told of once" {
	mkdir "$BREAKEVEN_RUNS"
	(cd "$BREAKEVEN_RUNS" && seq 5000 | xargs touch)
	try breakeven run "${one[@]}" --blocks 3 -o results
	echo "$stderr"
	[ "$status" -eq 0 ]
	[ "$(grep -c "contains too many files;" <<<"$stderr")" -eq 1 ]
}

@test "a run of somebody else is worth a note of the doctor, and no more" {
	needs_root
	mkdir "$BREAKEVEN_RUNS"
	hold 1 500 "$stranger" write
	[[ $(finding) == "note: "*" process 7 of user $stranger on CPU "* ]]
	valid_doctor=$(query out 'r["surroundings"]["other_runs"][0]["user"]')
	[ "$valid_doctor" = "$stranger" ]
	let_go
	hold 1 500 -1 write
	[[ $(finding) == "distrust: "*" process 7 on CPU "* ]]
	let_go
}

@test "whoever may only read a left-over file cannot make it look alive" {
	mkdir "$BREAKEVEN_RUNS"
	hold 1 500 -1 read
	[ "$(finding)" = "fine: none" ]
	let_go
}
