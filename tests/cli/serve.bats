#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
#
# `breakeven serve` from outside: curl, wrk and ab, and our own sockets for what those never send.
# BREAKEVEN names the program.

setup()
{
	server=
}

teardown()
{
	[ -z "$server" ] || kill -KILL "$server" 2>/dev/null || true
	wait
}

# Starts a server in the background and waits for its line: sets server, url and port. limits:
# options of ulimit to start it under.
serve()
{
	out=$BATS_TEST_TMPDIR/out.$RANDOM
	(
		ulimit ${limits:--Sn 1024}
		exec "$BREAKEVEN" serve "$@"
	) >"$out" 3>&- &
	server=$!
	until grep -q . "$out"; do
		kill -0 "$server"
		sleep 0.02
	done
	url=$(sed 's/^listening on //' "$out")
	port=${url##*:}
}

# Ends it with this signal; its exit code is ours.
end_server()
{
	local pid=$server

	server=
	kill "-$1" "$pid"
	wait "$pid"
}

# Sends the text (printf's escapes), in one piece, on a new connection and prints what comes until
# the server ends it.
raw()
{
	local connection

	exec {connection}<>"/dev/tcp/127.0.0.1/$port"
	printf "$1" >"$BATS_TEST_TMPDIR/raw" # printf alone would send line by line
	cat "$BATS_TEST_TMPDIR/raw" >&"$connection"
	timeout 10 cat <&"$connection"
	exec {connection}>&-
}

# The first bytes of the body text.
body()
{
	/usr/bin/python3 -c "print(''.join(chr(33 + i % 89) for i in range($1)), end='')"
}

descriptors()
{
	find "/proc/$server/fd" -type l | wc -l
}

# Processor time of the server in clock ticks.
ticks()
{
	awk '{ print $14 + $15 }' "/proc/$server/stat"
}

bats_require_minimum_version 1.5.0

host='Host: a\r\n'
last='Connection: close\r\n'

@test "prints one line and ends with 0 at SIGTERM and at SIGINT" {
	for signal in TERM INT; do
		serve
		[[ $(<"$out") =~ ^listening\ on\ http://127\.0\.0\.1:[1-9][0-9]*$ ]]
		end_server "$signal"
	done
}

@test "listens on the loopback interface only" {
	serve
	hexadecimal=$(printf '%04X' "$port")
	run awk -v port=":$hexadecimal\$" '$4 == "0A" && $2 ~ port { print $2 }' \
		/proc/net/tcp /proc/net/tcp6
	[ "$output" = "0100007F:$hexadecimal" ]
}

@test "takes the port that it is told, and refuses one that is taken" {
	serve
	run -2 "$BREAKEVEN" serve --port "$port"
	[[ $output == "breakeven serve: cannot listen on 127.0.0.1, port $port: Address already in use" ]]
	taken=$port
	end_server TERM
	serve --port "$taken"
	[ "$port" = "$taken" ]
}

@test "refuses wrong usage in one line" {
	while IFS='|' read -r arguments expected; do
		run -2 --separate-stderr timeout 5 "$BREAKEVEN" serve $arguments
		[ -z "$output" ]
		[ "${#stderr_lines[@]}" = 1 ]
		[[ $stderr == "breakeven serve: "*"$expected"* ]]
	done <<-'END'
		--port 65536|--port: "65536" is not a whole number from 0 to 65535
		--port -1|--port: "-1" is not a whole number
		--port 80x|--port: "80x" is not a whole number
		--port 1.5|--port: "1.5" is not a whole number
		--delay 10|delay: "10" is not a duration
		--delay 2h|delay:
		--size 17MiB|size: "17MiB" is not a whole number of bytes from 0 to 16MiB
		--size 0.5|size: "0.5" is not a whole number
		--size|--size needs a value
		--sise 1|unknown flag '--sise'; did you mean '--size'?
		-x|unknown flag '-x'
		here|unexpected argument 'here'
		--lifeline 900|cannot watch descriptor 900
	END
}

@test "says how it is used" {
	run -0 "$BREAKEVEN" serve --help
	[[ ${lines[0]} == "usage: breakeven serve"* ]]
}

@test "answers with the size and after the delay that a request asks for" {
	serve
	[ "$(curl -sS "$url/" | wc -c)" = 1024 ]
	for size in 0 1 100 1024 100000; do
		[ "$(curl -sS "$url/?size=$size")" = "$(body $size)" ]
	done
	cmp <(curl -sS "$url/?size=16MiB") <(body 16777216)
	run -0 curl -sS -o /dev/null -w '%{http_code} %{content_type} %{time_total}' \
		"$url/?delay=150ms"
	[[ $output == '200 text/plain '* ]]
	awk -v seconds="${output##* }" 'BEGIN { exit !(seconds >= 0.15) }'
}

@test "answers as its options say where the request does not" {
	serve --delay 120ms --size 7
	run -0 curl -sS -w ' %{time_total}' "$url/"
	[[ $output == "$(body 7) "* ]]
	awk -v seconds="${output##* }" 'BEGIN { exit !(seconds >= 0.12) }'
	[ "$(curl -sS "$url/?size=3")" = "$(body 3)" ]
}

@test "refuses what it does not serve with the right status" {
	serve
	while read -r expected arguments; do
		run -0 curl -sS -o "$BATS_TEST_TMPDIR/body" -w '%{http_code}' $arguments
		[ "$output" = "$expected" ] || { echo "$output for $arguments"; false; }
		[ "$(wc -l <"$BATS_TEST_TMPDIR/body")" = 1 ]
	done <<-END
		400 $url/?size=x
		400 $url/?dely=1ms
		404 $url/x
		405 -d x $url/
		405 -X DELETE $url/
		413 -X GET -d x $url/
		413 -X GET -d x -H Transfer-Encoding:chunked $url/
		414 $url/?size=$(printf '%0300d' 0)
		431 -H X:$(printf '%016384d' 0) $url/
	END
	[ "$(curl -sS "$url/?dely=1ms")" = \
		'unknown name "dely"; there are delay, size, stall and every' ]
	curl -sS -i -X PUT "$url/" | grep -q '^Allow: GET'
	[ "$(curl -sS -o /dev/null -w '%{http_code} %{size_download}' -I "$url/")" = '405 0' ]
}

@test "answers a malformed request with 400 and ends the connection" {
	serve
	for request in 'GET / HTTP/1.1\r\n\r\n' 'GET / HTTP/1.1\nHost: a\n\n' \
		'GET / HTTP/1.1\r\nHost : a\r\n\r\n' 'GET / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n' \
		'GET / HTTP/3.0\r\n\r\n' '\x16\x03\x01' 'GET /\0 HTTP/1.0\r\n\r\n'; do
		run -0 raw "$request"
		[ "${lines[0]}" = $'HTTP/1.1 400 Bad Request\r' ]
		[[ $output == *$'\r\nConnection: close\r\n\r\n'* ]]
	done
}

@test "takes a head of 16 KiB and refuses one byte more" {
	serve
	begin="GET /?size=1 HTTP/1.1\r\n${host}${last}X: "
	printf -v written "$begin"
	fill=$(printf '%0*d' $((16384 - ${#written} - 4)) 0)
	run -0 raw "$begin$fill\r\n\r\n"
	[ "${lines[0]}" = $'HTTP/1.1 200 OK\r' ]
	run -0 raw "${begin}0$fill\r\n\r\n"
	[ "${lines[0]}" = $'HTTP/1.1 431 Request Header Fields Too Large\r' ]
}

@test "answers pipelined requests in their order" {
	serve
	requests=
	for size in 3 5 1 4; do
		requests+="GET /?size=$size&delay=10ms HTTP/1.1\r\n$host\r\n"
		requests+="GET /?size=$size HTTP/1.1\r\n$host\r\n"
	done
	run -0 raw "${requests}GET /?size=0 HTTP/1.1\r\n$host$last\r\n"
	[ "$(grep -o 'Content-Length: .' <<<"$output" | tr -dc 0-9)" = 335511440 ]
	[ "$(grep -c 'HTTP/1.1 200 OK' <<<"$output")" = 9 ]
}

@test "answers the same again only where the request is the same" {
	serve
	short="GET /?size=3 HTTP/1.1\r\n$host\r\n"
	long="GET /?size=5 HTTP/1.1\r\n${host}X: $(printf '%0600d' 0)\r\n\r\n"
	other="GET /?size=4 HTTP/1.1\r\n$host\r\n"
	run -0 raw "$short$short$long$short$other$other$short${short/$host/$host$last}"
	[ "$(grep -o 'Content-Length: .' <<<"$output" | tr -dc 0-9)" = 33534433 ]
}

@test "answers more pipelined requests than it keeps at once" {
	serve
	requests=$(printf "GET /?size=0&delay=1ms HTTP/1.1\\\\r\\\\n${host//\\/\\\\}\\\\r\\\\n%.0s" {1..300})
	run -0 raw "${requests}GET /?size=0 HTTP/1.1\r\n$host$last\r\n"
	[ "$(grep -c 'HTTP/1.1 200 OK' <<<"$output")" = 301 ]
}

@test "answers a request that comes byte by byte" {
	serve
	exec {connection}<>"/dev/tcp/127.0.0.1/$port"
	request=$'GET /?size=2 HTTP/1.0\r\n\r\n'
	for ((i = 0; i < ${#request}; i++)); do
		printf '%s' "${request:i:1}" >&"$connection"
		sleep 0.005
	done
	run -0 timeout 10 cat <&"$connection"
	[ "${lines[0]}" = $'HTTP/1.1 200 OK\r' ]
	[ "${lines[-1]}" = '!"' ]
}

@test "keeps a connection as HTTP/1.0 and HTTP/1.1 say" {
	serve
	once="GET /?size=0 HTTP/1.0\r\n\r\n"
	kept="GET /?size=0 HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n"
	run -0 raw "$once$once"
	[ "$(grep -c '200 OK' <<<"$output")" = 1 ]
	run -0 raw "$kept$kept$once"
	[ "$(grep -c '200 OK' <<<"$output")" = 3 ]
	[ "$(grep -c '^Connection: Keep-Alive' <<<"$output")" = 2 ]
	run -0 raw "GET /?size=0 HTTP/1.1\r\n$host$last\r\n$once"
	[ "$(grep -c '200 OK' <<<"$output")" = 1 ]
}

@test "keeps an idle connection open" {
	serve
	exec {connection}<>"/dev/tcp/127.0.0.1/$port"
	sleep 2
	printf 'GET /?size=2 HTTP/1.0\r\n\r\n' >&"$connection"
	run -0 timeout 10 cat <&"$connection"
	[ "${lines[-1]}" = '!"' ]
}

@test "answers a client that has closed its sending side" {
	serve
	before=$(ticks)
	run -0 /usr/bin/python3 - "$port" <<-'END'
		import socket, sys
		client = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
		client.sendall(b"GET /?size=2&delay=400ms HTTP/1.1\r\nHost: a\r\n\r\n" * 2)
		client.shutdown(socket.SHUT_WR)
		answer = b""
		while piece := client.recv(4096):
		    answer += piece
		print(answer.count(b"200 OK"))
	END
	[ "$output" = 2 ]
	[ $(($(ticks) - before)) -le 15 ]
}

@test "its refusal reaches a client that is still sending" {
	serve
	for _ in {1..5}; do
		run -0 /usr/bin/python3 - "$port" <<-'END'
			import socket, sys
			client = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
			head = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4000000\r\n\r\n"
			client.sendall(head + bytes(4000000))
			answer = b""
			while piece := client.recv(4096):
			    answer += piece
			print(answer.decode().splitlines()[0])
		END
		[ "$output" = 'HTTP/1.1 405 Method Not Allowed' ]
	done
}

@test "waits for a client that reads slowly" {
	serve
	exec {connection}<>"/dev/tcp/127.0.0.1/$port"
	printf "GET /?size=16MiB HTTP/1.1\r\n$host\r\n" >&"$connection"
	sleep 0.4
	before=$(ticks)
	printf "GET /?size=8MiB&delay=1ms HTTP/1.1\r\n$host$last\r\n" >&"$connection"
	sleep 0.5
	[ $(($(ticks) - before)) -le 10 ]
	head='HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length:'
	timeout 20 cat <&"$connection" | cmp - <(
		printf "$head 16777216\r\n\r\n"
		body 16777216
		printf "$head 8388608\r\nConnection: close\r\n\r\n"
		body 8388608
	)
}

@test "waits without spinning for a delay after an answer that had to wait" {
	serve
	exec {connection}<>"/dev/tcp/127.0.0.1/$port"
	printf "GET /?size=16MiB HTTP/1.1\r\n$host\r\nGET /?delay=2s HTTP/1.1\r\n$host\r\n" \
		>&"$connection"
	sleep 0.2
	head -c 16777216 <&"$connection" >"$BATS_TEST_TMPDIR/most"
	before=$(ticks)
	sleep 0.6
	[ $(($(ticks) - before)) -le 10 ]
}

@test "outlives clients that vanish, and forgets them" {
	serve
	before=$(descriptors)
	for _ in {1..20}; do
		exec {connection}<>"/dev/tcp/127.0.0.1/$port"
		printf "GET /?delay=200ms HTTP/1.1\r\n$host\r\n" >&"$connection"
		exec {connection}>&-
		exec {connection}<>"/dev/tcp/127.0.0.1/$port"
		printf "GET /?size=16MiB HTTP/1.1\r\n$host\r\n" >&"$connection"
		exec {connection}>&-
	done
	timeout 5 curl -sS -o /dev/null "$url/?delay=400ms"
	[ "$(descriptors)" -le "$((before + 1))" ]
}

@test "waits without spinning where it is out of descriptors" {
	limits='-n 40'
	serve
	/usr/bin/python3 - "$port" <<-'END' 3>&- &
		import socket, sys, time
		server = ("127.0.0.1", int(sys.argv[1]))
		clients = [socket.create_connection(server) for _ in range(50)]
		time.sleep(1.5)
	END
	client=$!
	sleep 0.5
	before=$(ticks)
	sleep 0.5
	[ "$(descriptors)" -ge 40 ]
	[ $(($(ticks) - before)) -le 10 ]
	wait "$client"
	[ "$(timeout 10 curl -sS "$url/?size=3")" = "$(body 3)" ]
}

@test "wrk gets nothing but answers" {
	serve
	run -0 wrk -t 1 -c 64 -d 1 "$url/?size=64"
	echo "$output"
	[[ $output != *'Socket errors'* && $output != *Non-2xx* ]]
	[ "$(awk '/requests in/ { print $1 }' <<<"$output")" -gt 1000 ]
	run -0 wrk -t 1 -c 200 -d 1 "$url/?size=64&delay=10ms"
	echo "$output"
	[[ $output != *'Socket errors'* && $output != *Non-2xx* ]]
	[ "$(awk '/requests in/ { print $1 }' <<<"$output")" -gt 100 ]
}

@test "ab gets nothing but answers, with connections kept and not" {
	serve
	run -0 ab -q -k -n 5000 -c 50 "$url/"
	[[ $output =~ 'Failed requests:        0' && $output != *Non-2xx* ]]
	[[ $output =~ 'Keep-Alive requests:    5000' ]]
	run -0 ab -q -n 2000 -c 50 "$url/?delay=1ms"
	[[ $output =~ 'Failed requests:        0' && $output != *Non-2xx* ]]
	[[ $output =~ 'Complete requests:      2000' ]]
}

@test "holds 10000 delayed requests" {
	[ "$(ulimit -Hn)" = unlimited ] || [ "$(ulimit -Hn)" -ge 10100 ] ||
		skip "this system allows $(ulimit -Hn) descriptors a process"
	limits='-Sn 1024'
	serve
	ulimit -Sn 10100
	ab -q -k -s 60 -n 10000 -c 10000 "$url/?delay=5s" >"$BATS_TEST_TMPDIR/ab" 3>&- &
	client=$!
	most=0
	while kill -0 "$client" 2>/dev/null; do
		sleep 0.2
		now=$(descriptors)
		((now <= most)) || most=$now
	done
	wait "$client"
	cat "$BATS_TEST_TMPDIR/ab"
	[ "$most" -ge 10000 ]
	grep -q '^Complete requests:      10000$' "$BATS_TEST_TMPDIR/ab"
	grep -q '^Failed requests:        0$' "$BATS_TEST_TMPDIR/ab"
}

@test "ends when its lifeline is closed" {
	mkfifo "$BATS_TEST_TMPDIR/lifeline"
	exec {both}<>"$BATS_TEST_TMPDIR/lifeline" {writer}>"$BATS_TEST_TMPDIR/lifeline" \
		{reader}<"$BATS_TEST_TMPDIR/lifeline"
	exec {both}>&-
	"$BREAKEVEN" serve --lifeline "$reader" >"$BATS_TEST_TMPDIR/out" 3>&- {writer}>&- &
	server=$!
	exec {reader}<&-
	until grep -q . "$BATS_TEST_TMPDIR/out"; do sleep 0.02; done
	curl -sS -o /dev/null "$(sed 's/^listening on //' "$BATS_TEST_TMPDIR/out")/"
	exec {writer}>&-
	pid=$server
	server=
	timeout 10 tail --pid="$pid" -f /dev/null
	wait "$pid"
}
