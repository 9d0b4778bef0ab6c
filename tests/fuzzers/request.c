/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a client sends to the built-in server, and the answer to it. The requests are taken once in
 * one piece and once byte by byte, which must come to the same.
 */
#include "config.h"

#include "tests/fuzzers/fuzz.h"

#include "bench/server/request.h"
#include "bench/server/response.h"

static const struct response_choice standard = {.delay_ns = 1000, .size = 1024};

/* Parses up to the end of one request and prepares its answer; how many bytes were taken. */
static size_t answer(struct response *response, const char *bytes, size_t length, size_t piece)
{
	struct request request;
	size_t taken = 0;

	request_init(&request);
	while (taken < length && !request_complete(&request)) {
		size_t next = length - taken < piece ? length - taken : piece;
		char *copy = fuzz_text((const uint8_t *)bytes + taken, next);

		taken += request_parse(&request, copy, next);
		free(copy);
	}
	memset(response, 0, sizeof(*response));
	if (request_complete(&request)) {
		response_prepare(response, &request, &standard);
		fuzz_require(response->head_length < sizeof(response->head) &&
				response->body_length <= RESPONSE_BODY_LIMIT &&
				response->delay_ns <= RESPONSE_DELAY_LIMIT_NS,
			"an answer is larger or later than it may be");
	}
	return taken;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *bytes = (const char *)data;
	struct response whole, pieces;

	while (size > 0) {
		size_t taken = answer(&whole, bytes, size, size);

		fuzz_require(answer(&pieces, bytes, size, 1) == taken &&
				memcmp(&whole, &pieces, sizeof(whole)) == 0,
			"a request in pieces is answered in another way");
		if (taken == 0 || whole.close)
			break;
		bytes += taken;
		size -= taken;
	}
	return 0;
}
