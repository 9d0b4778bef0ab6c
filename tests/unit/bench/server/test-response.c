/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the built-in server answers: choices from the target, the header as the client
 * will read it. */
#include "config.h"

#include "bench/server/response.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "workloads/operations/http_body.h"

static const struct response_choice standard = {.delay_ns = 7, .size = 11};

/* The response to a GET of this target over HTTP/1.1. */
static struct response answer(const char *target)
{
	char bytes[1024];
	struct request request;
	struct response response;

	snprintf(bytes, sizeof(bytes), "GET %s HTTP/1.1\r\nHost: a\r\n\r\n", target);
	request_init(&request);
	request_parse(&request, bytes, strlen(bytes));
	cr_assert(request_complete(&request) && request.status == 0, "%s", target);
	response_prepare(&response, &request, &standard);
	cr_assert_eq(response.head_length, strlen(response.head), "%s", target);
	return response;
}

static const struct good {
	const char *target;
	uint64_t delay_ns;
	size_t size;
} good[] = {
	{"/", 7, 11},
	{"/?", 7, 11},
	{"/?delay=0", 0, 11},
	{"/?delay=10ms", 10000000, 11},
	{"/?delay=1.5us", 1500, 11},
	{"/?delay=3600s", 3600000000000, 11},
	{"/?size=0", 7, 0},
	{"/?size=1KiB", 7, 1024},
	{"/?size=16MiB", 7, 16777216},
	{"/?delay=1ns&size=2", 1, 2},
	{"/?size=2&delay=1ns", 1, 2},
	{"http://a/?size=2", 7, 2},
	{"HTTP://a:1?size=2", 7, 2},
	{"http://a", 7, 11},
};

Test(response, takes_what_the_target_chooses)
{
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		struct response response = answer(good[i].target);
		char line[64];

		snprintf(line, sizeof(line), "\r\nContent-Length: %zu\r\n", good[i].size);
		cr_assert_eq(response.delay_ns, good[i].delay_ns, "%s", good[i].target);
		cr_assert_eq(response.body_length, good[i].size, "%s", good[i].target);
		cr_assert(strstr(response.head, line) != NULL, "%s", good[i].target);
		cr_assert_not(response.close, "%s", good[i].target);
		cr_assert_not(strncmp(response.head, "HTTP/1.1 200 OK\r\n", 17), "%s",
			good[i].target);
	}
}

static const struct bad {
	const char *target;
	const char *status;
	const char *reason; /* part of it */
} bad[] = {
	{"/x", "404 Not Found", "the only path is /"},
	{"//", "404 Not Found", "the only path is /"},
	{"x", "404 Not Found", "the only path is /"},
	{"?size=1", "404 Not Found", "the only path is /"},
	{"/x?size=1", "404 Not Found", "the only path is /"},
	{"http://a/x", "404 Not Found", "the only path is /"},
	{"http:///", "404 Not Found", "the only path is /"},
	{"/?size", "400 Bad Request", "\"size\" is not name=value"},
	{"/?&size=1", "400 Bad Request", "\"\" is not name=value"},
	{"/?size=1&", "400 Bad Request", "\"\" is not name=value"},
	{"/?sise=1", "400 Bad Request",
		"unknown name \"sise\"; there are delay, size, stall and every"},
	{"/?size=1&size=1", "400 Bad Request", "size is given twice"},
	{"/?delay=1s&size=1&delay=1s", "400 Bad Request", "delay is given twice"},
	{"/?delay=1s&size=1&size=1", "400 Bad Request", "size is given twice"},
	{"/?size=", "400 Bad Request", "size: \"\" is not a size such as 4096"},
	{"/?size=1=1", "400 Bad Request", "size: \"1=1\" is not a size such as 4096"},
	{"/?size=-1", "400 Bad Request", "size: \"-1\" is"},
	{"/?size=0.5", "400 Bad Request", "size: \"0.5\" is not a whole number"},
	{"/?size=16777217", "400 Bad Request", "from 0 to 16MiB"},
	{"/?delay=", "400 Bad Request", "delay: \"\" is not a duration such as 10ms"},
	{"/?delay=10", "400 Bad Request", "delay: \"10\" is not a duration such as 10ms"},
	{"/?delay=-1ms", "400 Bad Request", "delay: \"-1ms\" is"},
	{"/?delay=3601s", "400 Bad Request", "from 0 to one hour"},
	{"/?delay=nan", "400 Bad Request", "delay: \"nan\" is not a duration such as 10ms"},
	{"/?stall=1", "400 Bad Request", "stall: \"1\" is not a duration such as 10ms"},
	{"/?stall=11s", "400 Bad Request", "stall: \"11s\" is not from 0 to 10s"},
	{"/?stall=1s&every=0", "400 Bad Request", "every: \"0\" is not a whole number from 1"},
	{"/?every=1.5", "400 Bad Request", "every: \"1.5\" is not a whole number"},
	{"/?every=", "400 Bad Request", "every: \"\" is not a whole number"},
	{"/?delay=%31ms", "400 Bad Request", "delay: \"%31ms\" is not a duration such as 10ms"},
};

/* Refused with this status, this text as its body, and the end of the connection. */
static void expect_refusal(const struct response *response, const char *target, const char *status,
	const char *reason)
{
	const char *body = strstr(response->head, "\r\n\r\n");
	char line[64];

	cr_assert(body != NULL, "%s", target);
	body += 4;
	snprintf(line, sizeof(line), "HTTP/1.1 %s\r\n", status);
	cr_assert(strncmp(response->head, line, strlen(line)) == 0, "%s: %s", target,
		response->head);
	cr_assert(strstr(body, reason) != NULL, "%s: %s", target, body);
	snprintf(line, sizeof(line), "\r\nContent-Length: %zu\r\n", strlen(body));
	cr_assert(strstr(response->head, line) != NULL, "%s: %s", target, response->head);
	cr_assert(strstr(response->head, "\r\nConnection: close\r\n") != NULL, "%s", target);
	cr_assert(response->close, "%s", target);
	cr_assert_eq(response->body_length, 0, "%s", target);
	cr_assert_eq(response->delay_ns, 0, "%s", target);
}

Test(response, refuses_what_it_does_not_know)
{
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct response response = answer(bad[i].target);

		expect_refusal(&response, bad[i].target, bad[i].status, bad[i].reason);
	}
}

Test(response, refuses_a_target_too_long_to_keep)
{
	char target[REQUEST_TARGET_SIZE + 2];
	struct response response;

	memset(target, 'x', sizeof(target));
	memcpy(target, "/?size=", strlen("/?size="));
	target[REQUEST_TARGET_SIZE - 1] = '\0';
	response = answer(target);
	expect_refusal(&response, target, "400 Bad Request", "size: ");
	target[REQUEST_TARGET_SIZE - 1] = '1';
	target[REQUEST_TARGET_SIZE] = '\0';
	response = answer(target);
	expect_refusal(&response, target, "414 URI Too Long", "too long");
	target[1] = 'x';
	response = answer(target);
	expect_refusal(&response, target, "404 Not Found", "the only path is /");
}

/* The longest that a target can be makes the longest reason. */
Test(response, quotes_the_longest_target_whole)
{
	char target[REQUEST_TARGET_SIZE];
	struct response response;

	memset(target, 'x', sizeof(target));
	memcpy(target, "/?delay=", strlen("/?delay="));
	target[REQUEST_TARGET_SIZE - 1] = '\0';
	response = answer(target);
	expect_refusal(&response, target, "400 Bad Request", target + strlen("/?delay="));
	cr_assert_lt(response.head_length, sizeof(response.head));
}

static const struct end {
	const char *request;
	const char *line; /* of the answer; "" for no Connection field */
	bool close;
} ends[] = {
	{"GET / HTTP/1.1\r\nHost: a\r\n\r\n", "", false},
	{"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "Connection: close\r\n", true},
	{"GET / HTTP/1.0\r\n\r\n", "Connection: close\r\n", true},
	{"GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", "Connection: Keep-Alive\r\n", false},
};

Test(response, says_whether_the_connection_goes_on)
{
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		struct request request;
		struct response response;
		char expected[256];

		request_init(&request);
		request_parse(&request, ends[i].request, strlen(ends[i].request));
		response_prepare(&response, &request, &standard);
		snprintf(expected, sizeof(expected),
			"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 11\r\n%s\r\n",
			ends[i].line);
		cr_assert_str_eq(response.head, expected);
		cr_assert_eq(response.close, ends[i].close, "%s", ends[i].request);
	}
}

Test(response, gives_the_parsers_refusal_its_text)
{
	static const char post[] = "POST / HTTP/1.1\r\nHost: a\r\n\r\n";
	static const char head[] = "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n";
	struct request request;
	struct response response;

	request_init(&request);
	request_parse(&request, post, strlen(post));
	response_prepare(&response, &request, &standard);
	expect_refusal(&response, post, "405 Method Not Allowed", "only GET is answered\n");
	cr_assert(strstr(response.head, "\r\nAllow: GET\r\n") != NULL);

	request_init(&request);
	request_parse(&request, head, strlen(head));
	response_prepare(&response, &request, &standard);
	cr_assert_str_eq(response.head + response.head_length - 4, "\r\n\r\n", "HEAD has no body");
}

Test(response, has_a_body_that_shows_a_byte_out_of_place)
{
	for (uint64_t i = 0; i < 1000; i++) {
		cr_assert(http_body_byte(i) > ' ' && http_body_byte(i) < 0x7f);
		cr_assert_eq(http_body_byte(i), http_body_byte(i + 89));
		for (uint64_t shift = 1; shift < 89; shift++)
			cr_assert_neq(http_body_byte(i), http_body_byte(i + shift));
	}
}
