#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What a task answered instead of the right value is said in the words of its workload.

# shellcheck disable=SC2154 # set by helper.bash and by bats

load helper

# Every third answer of this server has another status or another length.
serve_now_and_then()
{
	cat >server.py <<-'PYTHON'
		import http.server, sys

		class Handler(http.server.BaseHTTPRequestHandler):
		    protocol_version = "HTTP/1.1"
		    count = 0

		    def do_GET(self):
		        Handler.count += 1
		        wrong = Handler.count % 3 == 0
		        body = b"x" * (39 if wrong and self.path == "/length" else 11)
		        self.send_response(503 if wrong and self.path == "/status" else 200)
		        self.send_header("Content-Length", str(len(body)))
		        self.end_headers()
		        self.wfile.write(body)

		    def log_message(self, *_):
		        pass

		server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
		print(server.server_port, flush=True)
		server.serve_forever()
	PYTHON
	start /usr/bin/python3 server.py
	until_true 20 test -s out
	port=$(cat out)
}

# reason WORKLOAD: the status and the reason of its only case.
reason()
{
	breakeven run -w "$1" -r serial "${counted[@]}" --blocks 1 --tasks 9 -q -o results \
		>/dev/null 2>&1 || true
	query results/result.json '[cases[0]["status"] + ": " + cases[0]["reason"]]'
	rm -r results
}

@test "a URL that cannot be is refused before anything is planned" {
	for url in ftp://x/ http:// https:///path http://:80/ file:///etc/passwd example.org; do
		try breakeven run -w "http-fetch:url=$url" -r serial --dry-run
		echo "$status: $stderr"
		[ "$status" -eq 2 ]
		[ -z "$output" ]
		[ "${#stderr_lines[@]}" -eq 1 ]
		[[ $stderr == *"url: \"$url\" "*"http://, https://"* ]]
	done
}

@test "a status or a length that is not the right one" {
	serve_now_and_then
	said=$(reason "http-fetch:url=http://127.0.0.1:$port/status")
	echo "$said"
	[[ $said == "wrong-value: task "[0-9]*": status 503 instead of 200 (3 of 9 tasks wrong)" ]]
	said=$(reason "http-fetch:url=http://127.0.0.1:$port/length")
	echo "$said"
	[[ $said == "wrong-value: task "[0-9]*": 39 bytes instead of 11 (3 of 9 tasks wrong)" ]]
	kill "$started"
	wait "$started" || true
	started=
	nothing_left
}

@test "a program that ends with another status" {
	cat >now-and-then <<-'SHELL'
		#!/bin/sh
		echo >>"$0.count"
		test $(($(wc -l <"$0.count") % 3)) -ne 0
	SHELL
	chmod +x now-and-then
	said=$(reason "exec:command=$PWD/now-and-then")
	echo "$said"
	[[ $said == "wrong-value: task "[0-9]*": exit status 1 instead of 0 (3 of 9 tasks wrong)" ]]
}

@test "a parameter without an effect is refused, and no part of the name" {
	# shellcheck disable=SC2086
	while IFS='|' read -r said arguments; do
		try breakeven run $arguments --dry-run
		echo "$arguments" "$output" "$stderr"
		[ "$status" -eq 2 ]
		[ "${#stderr_lines[@]}" -eq 1 ]
		[[ $stderr == *"parameter $said; leave it out" ]]
	done <<-'END'
		stall has no effect with url=http://h/|-w http-fetch:url=http://h/,stall=1s
		delay has no effect with url=http://h/|-w http-fetch:delay=0,url=http://h/
		size has no effect with url=http://h/|-w http-fetch:url=http://h/,size=1KiB
		every has no effect with stall=0|-w http-fetch:every=7 -r serial
		helpers has no effect with blocking=inline|-r async:blocking=inline,helpers=2
		helpers has no effect with blocking=inline|-r async:helpers=2,blocking=inline
		spread has no effect with iterations=0|-w cpu-sum:iterations=0,spread=1
		lock has no effect with increments=0|-w counter:lock=spin,increments=0
		size has no effect with through=eventfd|-w ping-pong:through=eventfd,size=16
	END
	while read -r name one other workload; do
		try breakeven run -w "$workload" --dry-run
		echo "$workload" "$output" "$stderr"
		[ "$status" -eq 2 ]
		[[ $stderr == *"$name has no effect unless "*", but $one and $other; "* ]]
	done <<-'END'
		pattern block=64KiB size=4KiB file-write:size=4KiB,pattern=random
		pattern block=4KiB size=4KiB file-read:size=4KiB,block=4KiB,pattern=random
		block block=64KiB size=4KiB file-write:size=4KiB,block=64KiB,pattern=random
		stride stride=1KiB size=512 memory-stream:size=512,stride=1KiB
		buffer size=8KiB buffer=4KiB memory-stream:size=8KiB,buffer=4KiB
	END
	cat >suite.json <<-'END'
		{"name": "a", "cases": [{"workload": "http-fetch", "runners": "serial",
		 "parameters": {"url": "http://h/", "size": [1, 2]}}]}
	END
	try breakeven run suite.json --dry-run
	[ "$status" -eq 2 ]
	[[ $stderr == *"suite.json:2:"*"parameters.size: parameter size has no effect with"* ]]
	cat >suite.json <<-'END'
		{"name": "a", "cases": [{"workload": "cpu-sum", "runners": "serial",
		 "parameters": {"spread": 1, "iterations": [0, 10]}}]}
	END
	try breakeven run suite.json --dry-run
	echo "$stderr"
	[ "$status" -eq 2 ]
	[[ $stderr == *"parameters.spread: parameter spread has no effect with iterations=0; "* ]]
	[[ $stderr == *"; leave it out, or move those values to their own entry of \"cases\"" ]]
	breakeven run -w http-fetch:url=http://h/ -w http-fetch:stall=1s -w http-fetch \
		-w cpu-sum:iterations=0 -w file-write:size=4KiB -w file-read:size=64KiB -r serial \
		--dry-run >plan
	grep -qF 'cpu-sum{iterations=0}/serial' plan
	grep -qF 'file-write{size=4KiB,sync=none}/serial' plan
	grep -qF 'file-read{size=64KiB,block=64KiB,cache=warm}/serial' plan
	grep -qF 'http-fetch{url=http://h/}/serial' plan
	grep -qF 'http-fetch{delay=10ms,size=1KiB,stall=1s}/serial' plan
	grep -qF 'http-fetch{delay=10ms,size=1KiB}/serial' plan
}

@test "a comma separates parameters, and the message says how to write one" {
	try breakeven run -w exec:command=true,x -r serial --dry-run
	[ "$status" -eq 2 ]
	[[ $stderr == *'"x" is not of the form name=value; commas separate parameters, "\,"'* ]]
	breakeven run -w 'exec:command=echo a\,b' -r serial --dry-run >plan
	grep -qF 'exec{command=echo a\,b}/serial' plan
}
