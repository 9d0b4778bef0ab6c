/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The request parser, over two tables: requests that are taken and requests that are refused. Each
 * is parsed as a whole, byte by byte, and cut in two at every place, which must make no difference.
 */
#include "config.h"

#include "bench/server/request.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#define HOST "Host: a\r\n"

struct taken {
	const char *bytes;
	const char *target;
	unsigned minor_version;
	bool keep_alive;
};

static const struct taken taken[] = {
	{"GET / HTTP/1.1\r\nHost: a\r\n\r\n", "/", 1, true},
	{"GET / HTTP/1.1\r\nhOST: 127.0.0.1:80\r\n\r\n", "/", 1, true},
	{"GET / HTTP/1.1\r\nHost:[::1]:80\r\n\r\n", "/", 1, true},
	{"GET / HTTP/1.1\r\nHost: \t a \t \r\n\r\n", "/", 1, true},
	{"\r\nGET / HTTP/1.1\r\n" HOST "\r\n", "/", 1, true},
	{"GET /?delay=1ms&size=2 HTTP/1.1\r\n" HOST "\r\n", "/?delay=1ms&size=2", 1, true},
	{"GET http://a/ HTTP/1.1\r\n" HOST "\r\n", "http://a/", 1, true},
	{"GET / HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n", "/", 1, false},
	{"GET / HTTP/1.1\r\n" HOST "Connection: CLOSE\r\n\r\n", "/", 1, false},
	{"GET / HTTP/1.1\r\n" HOST "Connection: keep-alive , close\r\n\r\n", "/", 1, false},
	{"GET / HTTP/1.1\r\n" HOST "Connection: a\r\nConnection: ,close\r\n\r\n", "/", 1, false},
	{"GET / HTTP/1.1\r\n" HOST "Connection: closed, x-close\r\n\r\n", "/", 1, true},
	{"GET / HTTP/1.1\r\n" HOST "Connection:\r\n\r\n", "/", 1, true},
	{"GET / HTTP/1.1\r\n" HOST "X-Connection: close\r\n\r\n", "/", 1, true},
	{"GET / HTTP/1.0\r\n\r\n", "/", 0, false},
	{"GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", "/", 0, true},
	{"GET / HTTP/1.0\r\n" HOST "Connection: keep-alive, close\r\n\r\n", "/", 0, false},
	{"GET / HTTP/1.1\r\n" HOST "Content-Length: 0\r\n\r\n", "/", 1, true},
	{"GET / HTTP/1.1\r\n" HOST "Content-Length: 000 \r\n\r\n", "/", 1, true},
	{"GET / HTTP/1.1\r\nAccept: */*\r\nX: \t\r\nY:\r\nZ: a b\tc\xe4\r\n" HOST "\r\n", "/", 1,
		true},
	{"GET / HTTP/1.1\r\n" HOST "!#$%&'*+-.^_`|~09azAZ: x\r\n\r\n", "/", 1, true},
};

struct refused {
	const char *bytes;
	unsigned status;
	const char *reason; /* part of it */
	size_t length;      /* of bytes where they contain a zero byte; else 0 */
};

static const char no_request_line_end[] = "does not end in HTTP/1.1 or HTTP/1.0";
static const char bad_method[] = "the method is not a word";
static const char bad_target[] = "the target is not visible text";
static const char bad_name[] = "does not begin with a name and a colon";
static const char bad_value[] = "control character";
static const char bad_length[] = "Content-Length is not a number";

static const struct refused refused[] = {
	/* The request line. */
	{" GET / HTTP/1.1\r\n", 400, bad_method, 0},
	{"GET\t/ HTTP/1.1\r\n", 400, bad_method, 0},
	{"GET\r\n", 400, bad_method, 0},
	{"G(T / HTTP/1.1\r\n", 400, bad_method, 0},
	{"\nGET / HTTP/1.1\r\n", 400, bad_method, 0},
	{"\0GET / HTTP/1.1\r\n", 400, bad_method, 17},
	{"\r\n\r\nGET / HTTP/1.1\r\n", 400, bad_method, 0},
	{"\rGET / HTTP/1.1\r\n", 400, "CR without LF", 0},
	{"\x16\x03\x01\x02", 400, bad_method, 0}, /* a TLS client */
	{"GET  / HTTP/1.1\r\n", 400, bad_target, 0},
	{"GET /\r\n", 400, bad_target, 0},
	{"GET /\tHTTP/1.1\r\n", 400, bad_target, 0},
	{"GET /#a HTTP/1.1\r\n", 400, bad_target, 0},
	{"GET /\x7f HTTP/1.1\r\n", 400, bad_target, 0},
	{"GET /\xc3\xa4 HTTP/1.1\r\n", 400, bad_target, 0},
	{"GET /\0 HTTP/1.1\r\n", 400, bad_target, 17},
	{"GET / \r\n", 400, no_request_line_end, 0},
	{"GET /  HTTP/1.1\r\n", 400, no_request_line_end, 0},
	{"GET / HTTP/1.1 \r\n", 400, no_request_line_end, 0},
	{"GET / HTTP/1.1\n", 400, no_request_line_end, 0},
	{"GET / HTTP/1.2\r\n", 400, no_request_line_end, 0},
	{"GET / HTTP/2.0\r\n", 400, no_request_line_end, 0},
	{"GET / HTTP/0.9\r\n", 400, no_request_line_end, 0},
	{"GET / HTTP/1.\r\n", 400, no_request_line_end, 0},
	{"GET / HTTP/1.10\r\n", 400, no_request_line_end, 0},
	{"GET / http/1.1\r\n", 400, no_request_line_end, 0},
	{"GET / HTTP/1.\0\r\n", 400, no_request_line_end, 16},
	{"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400, no_request_line_end, 0},
	{"GET / HTTP/1.1\rX", 400, "CR without LF", 0},

	/* The lines of the header. */
	{"GET / HTTP/1.1\r\n Host: a\r\n", 400, "begins with white space", 0},
	{"GET / HTTP/1.1\r\n" HOST "\tfolded\r\n", 400, "begins with white space", 0},
	{"GET / HTTP/1.1\r\nHost : a\r\n", 400, bad_name, 0},
	{"GET / HTTP/1.1\r\n: a\r\n", 400, bad_name, 0},
	{"GET / HTTP/1.1\r\nHost\r\n", 400, bad_name, 0},
	{"GET / HTTP/1.1\r\nH(st: a\r\n", 400, bad_name, 0},
	{"GET / HTTP/1.1\r\nH\xe4st: a\r\n", 400, bad_name, 0},
	{"GET / HTTP/1.1\r\nH\0st: a\r\n", 400, bad_name, 23},
	{"GET / HTTP/1.1\r\n\nHost: a\r\n", 400, bad_name, 0},
	{"GET / HTTP/1.1\r\nX: a\nb\r\n", 400, bad_value, 0},
	{"GET / HTTP/1.1\r\nX: a\0b\r\n", 400, bad_value, 24},
	{"GET / HTTP/1.1\r\nX: \x7f\r\n", 400, bad_value, 0},
	{"GET / HTTP/1.1\r\nX: \x1b[0m\r\n", 400, bad_value, 0},
	{"GET / HTTP/1.1\r\nX: a\rb\r\n", 400, "CR without LF", 0},
	{"GET / HTTP/1.1\r\n" HOST "\r\r\n", 400, "CR without LF", 0},

	/* What the fields say. */
	{"GET / HTTP/1.1\r\n\r\n", 400, "without a Host", 0},
	{"GET / HTTP/1.1\r\nHost:\r\n\r\n", 400, "names no host", 0},
	{"GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400, "names no host", 0},
	{"GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400, "names no host", 0},
	{"GET / HTTP/1.1\r\nHost: a,b\r\n\r\n", 400, "names no host", 0},
	{"GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", 400, "names no host", 0},
	{"GET / HTTP/1.1\r\n" HOST HOST "\r\n", 400, "more than one Host", 0},
	{"GET / HTTP/1.0\r\n" HOST HOST "\r\n", 400, "more than one Host", 0},
	{"GET / HTTP/1.1\r\n" HOST "Content-Length:\r\n\r\n", 400, bad_length, 0},
	{"GET / HTTP/1.1\r\n" HOST "Content-Length: -1\r\n\r\n", 400, bad_length, 0},
	{"GET / HTTP/1.1\r\n" HOST "Content-Length: +0\r\n\r\n", 400, bad_length, 0},
	{"GET / HTTP/1.1\r\n" HOST "Content-Length: 0x0\r\n\r\n", 400, bad_length, 0},
	{"GET / HTTP/1.1\r\n" HOST "Content-Length: 0, 0\r\n\r\n", 400, bad_length, 0},
	{"GET / HTTP/1.1\r\n" HOST "Content-Length: 0\r\nContent-Length: 0\r\n\r\n", 400,
		"more than one Content-Length", 0},
	{"GET / HTTP/1.1\r\n" HOST "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n", 400,
		"both Content-Length and Transfer-Encoding", 0},
	{"GET / HTTP/1.1\r\n" HOST "Content-Length: 1\r\n\r\n", 413, "with a body", 0},
	{"GET / HTTP/1.1\r\n" HOST "Content-Length: 99999999999999999999999\r\n\r\n", 413,
		"with a body", 0},
	{"GET / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n", 413, "with a body", 0},
	{"GET / HTTP/1.1\r\n" HOST "Transfer-Encoding:\r\n\r\n", 413, "with a body", 0},
	{"HEAD / HTTP/1.1\r\n" HOST "\r\n", 405, "only GET", 0},
	{"get / HTTP/1.1\r\n" HOST "\r\n", 405, "only GET", 0},
	{"GETS / HTTP/1.1\r\n" HOST "\r\n", 405, "only GET", 0},
	{"OPTIONS * HTTP/1.1\r\n" HOST "\r\n", 405, "only GET", 0},
	{"POST / HTTP/1.1\r\n" HOST "Content-Length: 3\r\n\r\nabc", 405, "only GET", 0},
};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* Parses in pieces: up to `cut` at once, and `step` bytes at a time from there. Returns how many
 * bytes were taken. */
static size_t parse(struct request *request, const char *bytes, size_t length, size_t cut,
	size_t step)
{
	size_t position = 0;

	request_init(request);
	while (position < length && !request_complete(request)) {
		size_t end = position < cut ? cut : position + step;
		size_t count = request_parse(request, bytes + position,
			(end < length ? end : length) - position);

		position += count;
		if (position < end && position < length)
			cr_assert(request_complete(request),
				"stopped at byte %zu of an open request", position);
	}
	return position;
}

static void expect_taken(const struct taken *expected, size_t cut, size_t step)
{
	struct request request;
	size_t length = strlen(expected->bytes);
	size_t count = parse(&request, expected->bytes, length, cut, step);

	cr_assert(request_complete(&request), "open at its end: %s", expected->bytes);
	cr_assert_eq(request.status, 0, "refused (%s): %s", request.reason, expected->bytes);
	cr_assert_eq(count, length, "%zu bytes taken of: %s", count, expected->bytes);
	cr_assert_str_eq(request.target, expected->target, "%s", expected->bytes);
	cr_assert_eq(request.target_length, strlen(expected->target), "%s", expected->bytes);
	cr_assert_eq(request.minor_version, expected->minor_version, "%s", expected->bytes);
	cr_assert_eq(request.keep_alive, expected->keep_alive, "%s", expected->bytes);
}

static void expect_refused(const struct refused *expected, size_t length, size_t cut, size_t step)
{
	struct request request;

	parse(&request, expected->bytes, length, cut, step);
	cr_assert(request_complete(&request), "open at its end: %s", expected->bytes);
	cr_assert_eq(request.status, expected->status, "status %u: %s", request.status,
		expected->bytes);
	cr_assert(strstr(request.reason, expected->reason) != NULL, "\"%s\": %s", request.reason,
		expected->bytes);
	cr_assert_not(request.keep_alive, "%s", expected->bytes);
}

static size_t refused_length(const struct refused *entry)
{
	return entry->length > 0 ? entry->length : strlen(entry->bytes);
}

Test(request, takes_what_is_right)
{
	for (size_t i = 0; i < COUNT(taken); i++) {
		expect_taken(&taken[i], 0, strlen(taken[i].bytes));
		expect_taken(&taken[i], 0, 1);
		for (size_t cut = 1; cut < strlen(taken[i].bytes); cut++)
			expect_taken(&taken[i], cut, strlen(taken[i].bytes));
	}
}

Test(request, refuses_what_is_wrong)
{
	for (size_t i = 0; i < COUNT(refused); i++) {
		size_t length = refused_length(&refused[i]);

		expect_refused(&refused[i], length, 0, length);
		expect_refused(&refused[i], length, 0, 1);
		for (size_t cut = 1; cut < length; cut++)
			expect_refused(&refused[i], length, cut, length);
	}
}

Test(request, is_open_until_its_last_byte)
{
	for (size_t i = 0; i < COUNT(taken); i++) {
		struct request request;
		size_t length = strlen(taken[i].bytes);

		cr_assert_eq(parse(&request, taken[i].bytes, length - 1, 0, length), length - 1);
		cr_assert_not(request_complete(&request), "complete too early: %s", taken[i].bytes);
	}
}

/* Every byte value at every place of a request: never taken as something else, never out of bounds
 * (the sanitizers look on). */
Test(request, survives_any_byte_anywhere)
{
	const char *original = "GET /?size=1 HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n";
	size_t length = strlen(original);
	unsigned refusals = 0;

	for (size_t place = 0; place < length; place++)
		for (unsigned value = 0; value < 256; value++) {
			char bytes[80];
			struct request request;

			memcpy(bytes, original, length + 1);
			bytes[place] = (char)value;
			parse(&request, bytes, length, 0, length);
			if (bytes[place] == original[place])
				cr_assert(request_complete(&request) && request.status == 0);
			refusals += request_complete(&request) && request.status != 0;
			/* No control character is ever part of a request that is taken. */
			if (value < ' ' && value != '\t' && bytes[place] != original[place])
				cr_assert(!request_complete(&request) || request.status != 0,
					"byte %u taken at %zu", value, place);
		}
	cr_assert_gt(refusals, 5000);
}

Test(request, leaves_pipelined_requests_alone)
{
	static const char first[] = "GET /?size=1 HTTP/1.1\r\n" HOST "\r\n";
	static const char second[] = "GET /?size=2 HTTP/1.0\r\n\r\n";
	char both[sizeof(first) + sizeof(second)];
	struct request request;
	size_t count;

	snprintf(both, sizeof(both), "%s%s", first, second);
	count = parse(&request, both, strlen(both), 0, strlen(both));
	cr_assert_eq(count, strlen(first));
	cr_assert_str_eq(request.target, "/?size=1");
	cr_assert_eq(request_parse(&request, both + count, strlen(second)), 0);

	request_init(&request);
	cr_assert_eq(request_parse(&request, both + count, strlen(second)), strlen(second));
	cr_assert(request_complete(&request));
	cr_assert_str_eq(request.target, "/?size=2");
	cr_assert_eq(request.minor_version, 0);
	cr_assert_not(request.keep_alive);
}

/* A request whose head is `length` bytes, one field filling it up. */
static void fill_head(char *bytes, size_t length)
{
	static const char begin[] = "GET / HTTP/1.1\r\n" HOST "X: ", end[] = "\r\n\r\n";

	memset(bytes, 'x', length);
	memcpy(bytes, begin, strlen(begin));
	memcpy(bytes + length - strlen(end), end, strlen(end));
}

Test(request, limits_its_head)
{
	static char bytes[REQUEST_HEAD_LIMIT + 1];
	struct request request;

	for (size_t step = 1; step <= REQUEST_HEAD_LIMIT; step *= 128) {
		fill_head(bytes, REQUEST_HEAD_LIMIT);
		parse(&request, bytes, REQUEST_HEAD_LIMIT, 0, step);
		cr_assert(request_complete(&request));
		cr_assert_eq(request.status, 0, "the longest head is refused: %s", request.reason);

		fill_head(bytes, REQUEST_HEAD_LIMIT + 1);
		parse(&request, bytes, REQUEST_HEAD_LIMIT + 1, 0, step);
		cr_assert(request_complete(&request));
		cr_assert_eq(request.status, 431);
	}
}

Test(request, limits_the_fields_it_looks_into)
{
	char bytes[REQUEST_FIELD_SIZE + 80];
	struct request request;

	for (size_t length = REQUEST_FIELD_SIZE - 2; length < REQUEST_FIELD_SIZE + 2; length++) {
		int begin = snprintf(bytes, sizeof(bytes), "GET / HTTP/1.1\r\nHost: ");

		memset(bytes + begin, 'a', length);
		memcpy(bytes + (size_t)begin + length, "\r\n\r\n", 5);
		parse(&request, bytes, strlen(bytes), 0, strlen(bytes));
		cr_assert(request_complete(&request));
		cr_assert_eq(request.status, length < REQUEST_FIELD_SIZE ? 0 : 431, "%zu: %u",
			length, request.status);
	}
}

Test(request, counts_a_target_that_it_cannot_keep)
{
	char bytes[REQUEST_TARGET_SIZE + 80];
	struct request request;

	for (size_t length = REQUEST_TARGET_SIZE - 2; length < REQUEST_TARGET_SIZE + 2; length++) {
		memset(bytes, '/', sizeof(bytes));
		memcpy(bytes, "GET ", 4);
		snprintf(bytes + 4 + length, sizeof(bytes) - 4 - length, " HTTP/1.0\r\n\r\n");
		parse(&request, bytes, strlen(bytes), 0, strlen(bytes));
		cr_assert(request_complete(&request) && request.status == 0);
		cr_assert_eq(request.target_length, length);
		cr_assert_eq(strlen(request.target),
			length < REQUEST_TARGET_SIZE ? length : REQUEST_TARGET_SIZE - 1);
	}
}
