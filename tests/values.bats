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
	breakeven run -w "$1" -r serial "${short[@]}" --blocks 1 --tasks 9 -q -o results \
		>/dev/null 2>&1 || true
	query results/result.json '[cases[0]["status"] + ": " + cases[0]["reason"]]'
	rm -r results
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
	END
	cat >suite.json <<-'END'
		{"name": "a", "cases": [{"workload": "http-fetch", "runners": "serial",
		 "parameters": {"url": "http://h/", "size": [1, 2]}}]}
	END
	try breakeven run suite.json --dry-run
	[ "$status" -eq 2 ]
	[[ $stderr == *"suite.json:2:"*"parameters.size: parameter size has no effect with"* ]]
	breakeven run -w http-fetch:url=http://h/ -w http-fetch:stall=1s -w http-fetch -r serial \
		--dry-run >plan
	grep -qF 'http-fetch{url=http://h/}/serial' plan
	grep -qF 'http-fetch{delay=10ms,size=1KiB,stall=1s}/serial' plan
	grep -qF 'http-fetch{delay=10ms,size=1KiB}/serial' plan
}
