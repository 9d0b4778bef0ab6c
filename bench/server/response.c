/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers to requests: parses the target, writes the header; see response.h. */
#include "config.h"

#include "bench/server/response.h"

#include "support/text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define EVERY_LIMIT 1e9

static const struct status {
	unsigned number;
	const char *phrase;
} statuses[] = {
	{400, "Bad Request"},
	{404, "Not Found"},
	{405, "Method Not Allowed"},
	{413, "Content Too Large"},
	{414, "URI Too Long"},
	{431, "Request Header Fields Too Large"},
};

static const char *status_phrase(unsigned number)
{
	for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++)
		if (statuses[i].number == number)
			return statuses[i].phrase;
	return "Refused";
}

static int parse_duration(uint64_t *duration_ns, const char *text, uint64_t limit_ns,
	const char *limit, struct error *error)
{
	double nanoseconds;

	if (text_parse_duration(text, &nanoseconds) != 0)
		return error_set(error, "\"%s\" is not " TEXT_A_DURATION, text);
	if (nanoseconds < 0 || nanoseconds > (double)limit_ns)
		return error_set(error, "\"%s\" is not from 0 to %s", text, limit);
	*duration_ns = (uint64_t)nanoseconds;
	return 0;
}

static int choose_delay(struct response_choice *choice, const char *text, struct error *error)
{
	return parse_duration(&choice->delay_ns, text, RESPONSE_DELAY_LIMIT_NS, "one hour", error);
}

static int choose_stall(struct response_choice *choice, const char *text, struct error *error)
{
	return parse_duration(&choice->stall_ns, text, RESPONSE_STALL_LIMIT_NS, "10s", error);
}

static int choose_every(struct response_choice *choice, const char *text, struct error *error)
{
	double number;

	if (text_parse_number(text, &number) != 0 || number < 1 || number > EVERY_LIMIT ||
		number != floor(number))
		return error_set(error, "\"%s\" is not a whole number from 1 to %g", text,
			EVERY_LIMIT);
	choice->every = (uint64_t)number;
	return 0;
}

static int choose_size(struct response_choice *choice, const char *text, struct error *error)
{
	double bytes;

	if (text_parse_bytes(text, &bytes) != 0)
		return error_set(error, "\"%s\" is not " TEXT_A_SIZE, text);
	if (bytes < 0 || bytes > RESPONSE_BODY_LIMIT || bytes != floor(bytes))
		return error_set(error, "\"%s\" is not a whole number of bytes from 0 to 16MiB",
			text);
	choice->size = (size_t)bytes;
	return 0;
}

static const struct choice {
	const char *name;
	int (*choose)(struct response_choice *choice, const char *text, struct error *error);
} choices[] = {
	{"delay", choose_delay},
	{"size", choose_size},
	{"stall", choose_stall},
	{"every", choose_every},
};

#define CHOICE_COUNT (sizeof(choices) / sizeof(choices[0]))

static size_t find_choice(const char *name)
{
	size_t i = 0;

	while (i < CHOICE_COUNT && strcmp(name, choices[i].name) != 0)
		i++;
	return i;
}

int response_choose(struct response_choice *choice, const char *name, const char *text,
	struct error *error)
{
	size_t found = find_choice(name);

	if (found == CHOICE_COUNT)
		return error_set(error,
			"unknown name \"%s\"; there are delay, size, stall and every", name);
	return choices[found].choose(choice, text, error);
}

/* "delay=10ms&size=1KiB", each at most once. Cuts the query into pieces. */
static int choose_all(struct response_choice *choice, char *query, struct error *error)
{
	bool seen[CHOICE_COUNT + 1] = {false};

	for (char *rest = query; rest != NULL;) {
		char *name = rest, *value;
		size_t found;

		rest = text_split(name, '&');
		value = text_split(name, '=');
		found = find_choice(name);
		if (value == NULL)
			return error_set(error, "\"%s\" is not name=value", name);
		if (seen[found])
			return error_set(error, "%s is given twice", name);
		seen[found] = true;
		if (response_choose(choice, name, value, error) != 0)
			return found < CHOICE_COUNT ? error_prefix(error, "%s", name) : -1;
	}
	return 0;
}

/* Where the path begins. In the absolute form, which every server must accept by RFC 9112 (3.2.2),
 * it is after the authority. */
static char *target_path(char *target)
{
	static const char scheme[] = "http://";
	size_t authority;

	if (strncasecmp(target, scheme, strlen(scheme)) != 0)
		return target;
	authority = strcspn(target + strlen(scheme), "/?");
	return authority == 0 ? target : target + strlen(scheme) + authority;
}

/* The reason fits: it quotes at most a target. */
static void refuse(struct response *response, const struct request *request, unsigned status,
	const char *reason)
{
	int length = snprintf(response->head, sizeof(response->head),
		"HTTP/1.1 %u %s\r\nContent-Type: text/plain\r\nContent-Length: %zu\r\n%s"
		"Connection: close\r\n\r\n%s%s",
		status, status_phrase(status), strlen(reason) + 1,
		status == 405 ? "Allow: GET\r\n" : "", request->is_head ? "" : reason,
		request->is_head ? "" : "\n");

	response->delay_ns = response->stall_ns = 0;
	response->head_length = (size_t)length;
	response->body_length = 0;
	response->close = true;
}

static void accept(struct response *response, const struct request *request,
	const struct response_choice *choice)
{
	const char *connection = "";
	int length;

	if (!request->keep_alive)
		connection = "Connection: close\r\n";
	else if (request->minor_version == 0)
		connection = "Connection: Keep-Alive\r\n";
	length = snprintf(response->head, sizeof(response->head),
		"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %zu\r\n%s\r\n",
		choice->size, connection);
	response->delay_ns = choice->delay_ns;
	response->stall_ns = choice->stall_ns;
	response->every = choice->every > 0 ? choice->every : 1;
	response->head_length = (size_t)length;
	response->body_length = choice->size;
	response->close = !request->keep_alive;
}

void response_prepare(struct response *response, const struct request *request,
	const struct response_choice *standard)
{
	struct response_choice choice = *standard;
	char target[REQUEST_TARGET_SIZE];
	struct error error = {0};
	char *path, *query;

	if (request->status != 0) {
		refuse(response, request, request->status, request->reason);
		return;
	}
	memcpy(target, request->target, sizeof(target));
	path = target_path(target);
	query = text_split(path, '?');
	/* Only the absolute form may omit the path. */
	if (strcmp(path, "/") != 0 && (path[0] != '\0' || path == target))
		refuse(response, request, 404, "the only path is /");
	else if (request->target_length >= sizeof(target))
		refuse(response, request, 414, "the target is too long");
	else if (query != NULL && *query != '\0' && choose_all(&choice, query, &error) != 0)
		refuse(response, request, 400, error.text);
	else
		accept(response, request, &choice);
}
