/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What blocking and event-driven fetches share: how a libcurl handle and its target are set up, and
 * how libcurl's codes become -errno.
 *
 * A status other than 200 is an answer, not an error: the workload compares it with what it
 * expects.
 */
#include "config.h"

#include "workloads/operations/http.h"

#include "workloads/operations/http_body.h"
#include "workloads/operations/http_transfer.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

/* Generous: the limit of a case ends hanging transfers; these end what no case would wait for. */
#define CONNECT_LIMIT_SECONDS 30L
#define TRANSFER_LIMIT_SECONDS 300L

/* A buffer takes a small answer in one piece, and no more: with thousands in flight,
 * each has one. */
#define BUFFER_LEAST 2048L
#define BUFFER_MOST 65536L
#define HEAD_BYTES 1024

static size_t count_body(char *data, size_t size, size_t count, void *to)
{
	struct http_transfer *transfer = to;

	if (transfer->target->checked && !http_body_matches(data, size * count, transfer->bytes))
		transfer->mismatch = true;
	transfer->bytes += size * count;
	return size * count;
}

curl_socket_t http_transfer_socket(struct http_transfer *transfer,
	const struct curl_sockaddr *address)
{
	int descriptor =
		socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);

	if (descriptor < 0)
		transfer->socket_error = errno;
	return descriptor < 0 ? CURL_SOCKET_BAD : descriptor;
}

static curl_socket_t open_socket(void *to, curlsocktype purpose, struct curl_sockaddr *address)
{
	(void)purpose;
	return http_transfer_socket(to, address);
}

/* Sets an option unless one before was refused; the first refusal stays in `code`. */
#define SET(option, value) (code = code == CURLE_OK ? curl_easy_setopt(easy, option, value) : code)

static CURLcode set_up(CURL *easy, struct http_transfer *transfer)
{
	CURLcode code = CURLE_OK;

	SET(CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	SET(CURLOPT_NOSIGNAL, 1L);
	SET(CURLOPT_PROXY, "");
	SET(CURLOPT_NOPROXY, "*");
	SET(CURLOPT_CONNECTTIMEOUT, CONNECT_LIMIT_SECONDS);
	SET(CURLOPT_TIMEOUT, TRANSFER_LIMIT_SECONDS);
	SET(CURLOPT_PRIVATE, transfer);
	SET(CURLOPT_WRITEFUNCTION, count_body);
	SET(CURLOPT_WRITEDATA, transfer);
	SET(CURLOPT_OPENSOCKETFUNCTION, open_socket);
	SET(CURLOPT_OPENSOCKETDATA, transfer);
	return code;
}

int http_transfer_open(struct http_transfer *transfer)
{
	*transfer = (struct http_transfer){.easy = curl_easy_init(), .parts = curl_url()};
	if (transfer->easy != NULL && transfer->parts != NULL &&
		set_up(transfer->easy, transfer) == CURLE_OK)
		return 0;
	http_transfer_close(transfer);
	return -1;
}

void http_transfer_close(struct http_transfer *transfer)
{
	curl_easy_cleanup(transfer->easy);
	curl_url_cleanup(transfer->parts);
	transfer->easy = NULL;
	transfer->parts = NULL;
}

static long buffer_bytes(const struct http_target *target)
{
	long bytes = BUFFER_LEAST;

	while (bytes < BUFFER_MOST && (uint64_t)bytes < target->bytes + HEAD_BYTES)
		bytes *= 2;
	return bytes;
}

int http_transfer_aim(struct http_transfer *transfer, const struct http_target *target)
{
	CURL *easy = transfer->easy;
	CURLcode code = CURLE_OK;

	transfer->bytes = 0;
	transfer->mismatch = false;
	transfer->socket_error = 0;
	if (transfer->target == target)
		return 0;
	transfer->target = NULL;
	if (curl_url_set(transfer->parts, CURLUPART_URL, target->url, 0) != CURLUE_OK)
		return -1;
	SET(CURLOPT_BUFFERSIZE, buffer_bytes(target));
	SET(CURLOPT_RESOLVE, target->addresses);
	SET(CURLOPT_HTTPHEADER, target->header);
	SET(CURLOPT_FORBID_REUSE, (long)(target->header != NULL));
	SET(CURLOPT_CURLU, transfer->parts);
	if (code != CURLE_OK)
		return -1;
	transfer->target = target;
	return 0;
}

/* Translates codes to errno; `system`: libcurl may know the errno itself. */
static const struct meaning {
	CURLcode code;
	bool system;
	int error;
} meanings[] = {
	{CURLE_COULDNT_CONNECT, true, ECONNREFUSED},
	{CURLE_SEND_ERROR, true, EPIPE},
	{CURLE_RECV_ERROR, true, ECONNRESET},
	{CURLE_GOT_NOTHING, false, ECONNRESET},
	{CURLE_PARTIAL_FILE, false, ECONNRESET},
	{CURLE_OPERATION_TIMEDOUT, false, ETIMEDOUT},
	{CURLE_OUT_OF_MEMORY, false, ENOMEM},
	{CURLE_COULDNT_RESOLVE_HOST, false, EHOSTUNREACH},
	{CURLE_URL_MALFORMAT, false, EINVAL},
};

static int errno_of(const struct http_transfer *transfer, CURLcode code)
{
	long system_error = 0;

	if (transfer->socket_error != 0)
		return transfer->socket_error;
	for (size_t i = 0; i < sizeof(meanings) / sizeof(meanings[0]); i++) {
		if (meanings[i].code != code)
			continue;
		if (meanings[i].system)
			curl_easy_getinfo(transfer->easy, CURLINFO_OS_ERRNO, &system_error);
		return system_error > 0 ? (int)system_error : meanings[i].error;
	}
	return EPROTO;
}

int64_t http_transfer_result(struct http_transfer *transfer, CURLcode code,
	struct http_arguments *arguments)
{
	curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &arguments->status);
	if (code != CURLE_OK)
		return -errno_of(transfer, code);
	return transfer->mismatch && arguments->status == 200 ? -EBADMSG : (int64_t)transfer->bytes;
}

int http_init(struct error *error)
{
	CURLcode code = curl_global_init(CURL_GLOBAL_DEFAULT);

	return code == CURLE_OK
		? 0
		: error_set(error, "cannot start libcurl: %s", curl_easy_strerror(code));
}

void http_exit(void)
{
	curl_global_cleanup();
}

int http_target_init(struct http_target *target, const char *url, uint64_t bytes,
	struct error *error)
{
	size_t length = strlen(url);
	CURLUcode code;
	CURLU *parts;

	*target = (struct http_target){.bytes = bytes};
	if (strncmp(url, "http://", 7) != 0 && strncmp(url, "https://", 8) != 0)
		return error_set(error, "the URL %s does not begin with http:// or https://", url);
	if (length >= sizeof(target->url))
		return error_set(error, "the URL has %zu characters; at most %zu are possible",
			length, sizeof(target->url) - 1);
	parts = curl_url();
	if (parts == NULL)
		return error_set(error, "no memory to read the URL %s", url);
	code = curl_url_set(parts, CURLUPART_URL, url, 0);
	curl_url_cleanup(parts);
	if (code != CURLUE_OK)
		return error_set(error, "%s is not a valid URL (libcurl's CURLUcode %d)", url,
			code);
	memcpy(target->url, url, length + 1);
	return 0;
}

/* The side that closes first keeps the port for a while. If that is the server, which has a single
 * port, a client can make more connections than it has ports. */
int http_target_connect_anew(struct http_target *target, struct error *error)
{
	target->header = curl_slist_append(NULL, "Connection: close");
	return target->header != NULL ? 0 : error_set(error, "no memory for a request");
}

void http_target_close(struct http_target *target)
{
	curl_slist_free_all(target->header);
	target->header = NULL;
	curl_slist_free_all(target->addresses);
	target->addresses = NULL;
}

/* Whether the host in the URL is an address. */
static bool is_address(const char *host)
{
	struct in_addr address;

	return host[0] == '[' || inet_pton(AF_INET, host, &address) == 1;
}

/* "host:port:address", as libcurl wants it for CURLOPT_RESOLVE. 0 or -1. */
static int add_address(struct http_target *target, const char *host, const char *port,
	const char *address)
{
	bool colons = strchr(address, ':') != NULL; /* those of IPv6 */
	char entry[512];

	if ((size_t)snprintf(entry, sizeof(entry), "%s:%s:%s%s%s", host, port, colons ? "[" : "",
		    address, colons ? "]" : "") >= sizeof(entry))
		return -1;
	target->addresses = curl_slist_append(NULL, entry);
	return target->addresses != NULL ? 0 : -1;
}

/* Keeps the host's address as the transfer has just resolved it. 0 or -1. */
static int keep_address(struct http_target *target, const struct http_transfer *transfer)
{
	const char *address = NULL;
	char *host = NULL, *port = NULL;
	int status = -1;

	if (curl_url_get(transfer->parts, CURLUPART_HOST, &host, 0) != CURLUE_OK ||
		curl_url_get(transfer->parts, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT) !=
			CURLUE_OK ||
		curl_easy_getinfo(transfer->easy, CURLINFO_PRIMARY_IP, &address) != CURLE_OK ||
		address == NULL)
		goto free_parts;
	status = is_address(host) ? 0 : add_address(target, host, port, address);
free_parts:
	curl_free(host);
	curl_free(port);
	return status;
}

static int fetch_once(struct http_target *target, struct http_transfer *transfer,
	struct error *error)
{
	char detail[CURL_ERROR_SIZE] = "";
	long status = 0;
	CURLcode code;

	curl_easy_setopt(transfer->easy, CURLOPT_ERRORBUFFER, detail);
	if (http_transfer_aim(transfer, target) < 0)
		return error_set(error, "no memory to fetch %s", target->url);
	code = curl_easy_perform(transfer->easy);
	if (code != CURLE_OK)
		return error_set(error, "cannot fetch %s: %s", target->url,
			detail[0] != '\0' ? detail : curl_easy_strerror(code));
	curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
	if (status != 200)
		return error_set(error, "%s answers with status %ld; 200 is needed", target->url,
			status);
	if (keep_address(target, transfer) < 0)
		return error_set(error, "cannot tell the address of the host of %s", target->url);
	return 0;
}

int http_target_init_checked(struct http_target *target, const char *url, struct error *error)
{
	struct http_transfer transfer;
	int status;

	if (http_target_init(target, url, 0, error) < 0)
		return -1;
	if (http_transfer_open(&transfer) < 0)
		return error_set(error, "no memory to fetch %s", url);
	status = fetch_once(target, &transfer, error);
	target->bytes = transfer.bytes;
	http_transfer_close(&transfer);
	return status;
}

const struct operation operation_http_blocking = {
	.name = "http-blocking",
	.perform = http_perform,
};

const struct operation operation_http = {
	.name = "http",
	.perform = http_perform,
	.begin = http_begin,
};
