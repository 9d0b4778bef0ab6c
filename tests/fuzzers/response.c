/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What an HTTP server answers to `http-fetch`. The answer lies ready in a socket pair, whose end
 * libcurl is given as its connection: nothing is connected and nobody is waited for. The first byte
 * of the input says whether the body is checked.
 */
#include "config.h"

#include "tests/fuzzers/fuzz.h"

#include "workloads/operations/http_transfer.h"

#include <sys/socket.h>
#include <unistd.h>

static int client; /* end of the pair */

static curl_socket_t give_socket(void *to, curlsocktype purpose, struct curl_sockaddr *address)
{
	int descriptor = client;

	(void)to;
	(void)purpose;
	(void)address;
	client = CURL_SOCKET_BAD;
	return descriptor;
}

static int is_connected(void *to, curl_socket_t descriptor, curlsocktype purpose)
{
	(void)to;
	(void)descriptor;
	(void)purpose;
	return CURL_SOCKOPT_ALREADY_CONNECTED;
}

static void fetch(const struct http_target *target)
{
	struct http_arguments arguments = {.target = target};
	struct http_transfer transfer;
	int64_t result;

	fuzz_require(http_transfer_open(&transfer) == 0, "no memory for a transfer");
	curl_easy_setopt(transfer.easy, CURLOPT_OPENSOCKETFUNCTION, give_socket);
	curl_easy_setopt(transfer.easy, CURLOPT_SOCKOPTFUNCTION, is_connected);
	curl_easy_setopt(transfer.easy, CURLOPT_TIMEOUT_MS, 2000L);
	fuzz_require(http_transfer_aim(&transfer, target) == 0, "no memory for a transfer");
	result = http_transfer_result(&transfer, curl_easy_perform(transfer.easy), &arguments);
	fuzz_require(result < 0 || (uint64_t)result == transfer.bytes, "bytes are lost");
	http_transfer_close(&transfer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct http_target target;
	struct error error = {0};
	int pair[2];

	if (target.url[0] == '\0')
		fuzz_require(http_init(&error) == 0 &&
				http_target_init(&target, "http://127.0.0.1:1/", 1024, &error) == 0,
			"no target");
	if (size == 0 || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0)
		return 0;
	target.checked = data[0] & 1;
	/* What does not fit at once is not sent. */
	if (send(pair[1], data + 1, size - 1, MSG_DONTWAIT | MSG_NOSIGNAL) < 0 && size > 1)
		fprintf(stderr, "an answer of %zu bytes does not fit\n", size);
	shutdown(pair[1], SHUT_WR);
	client = pair[0];
	fetch(&target);
	if (client != CURL_SOCKET_BAD)
		close(client);
	close(pair[1]);
	return 0;
}
