/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The request parser: one function per state takes one byte and returns the next state; see
 * request.h.
 *
 * Only the header fields of a small table are interpreted, once their line is complete; the value
 * of any other field is checked byte by byte and dropped.
 */
#include "config.h"

#include "bench/server/request.h"

#include <string.h>
#include <strings.h>

enum state {
	AT_START, /* before the request line; one empty line may come first */
	AT_START_LINE_FEED,
	IN_METHOD,
	IN_TARGET,
	IN_VERSION,
	AT_LINE_FEED, /* of the request line or of a field */
	AT_FIELD,     /* at the first byte of a line of the header */
	IN_NAME,
	BEFORE_VALUE, /* white space after the colon */
	IN_VALUE,
	AT_LAST_LINE_FEED,
	COMPLETE,
};

enum seen {
	SEEN_HOST = 1 << 0,
	SEEN_LENGTH = 1 << 1,
	SEEN_ENCODING = 1 << 2,
	SEEN_EMPTY_LINE = 1 << 3,
};

static enum state refuse(struct request *request, unsigned status, const char *reason)
{
	request->status = status;
	request->reason = reason;
	request->keep_alive = false;
	return COMPLETE;
}

static bool is_digit(unsigned char byte)
{
	return byte >= '0' && byte <= '9';
}

static bool is_letter_or_digit(unsigned char byte)
{
	return is_digit(byte) || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static bool is_one_of(unsigned char byte, const char *set)
{
	return byte != '\0' && strchr(set, byte) != NULL;
}

/* RFC 9110, 5.6.2. */
static bool is_token(unsigned char byte)
{
	return is_letter_or_digit(byte) || is_one_of(byte, "!#$%&'*+-.^_`|~");
}

static bool is_space(unsigned char byte)
{
	return byte == ' ' || byte == '\t';
}

/* Adds to the text while it fits, with a final zero; after that it only counts. */
static void append(char *text, size_t size, size_t *length, unsigned char byte)
{
	if (*length + 1 < size) {
		text[*length] = (char)byte;
		text[*length + 1] = '\0';
	}
	++*length;
}

static void append_text(struct request *request, unsigned char byte)
{
	append(request->text, sizeof(request->text), &request->text_length, byte);
}

static void clear_text(struct request *request)
{
	request->text_length = 0;
	request->text[0] = '\0';
}

/* The request line. */

static enum state in_method(struct request *request, unsigned char byte)
{
	if (is_token(byte)) {
		append_text(request, byte);
		return IN_METHOD;
	}
	if (byte != ' ' || request->text_length == 0)
		return refuse(request, 400, "the method is not a word followed by one space");
	request->is_get = strcmp(request->text, "GET") == 0;
	request->is_head = strcmp(request->text, "HEAD") == 0;
	clear_text(request);
	return IN_TARGET;
}

static enum state at_start(struct request *request, unsigned char byte)
{
	if (byte == '\r' && (request->seen & SEEN_EMPTY_LINE) == 0) {
		request->seen |= SEEN_EMPTY_LINE;
		return AT_START_LINE_FEED;
	}
	return in_method(request, byte);
}

static enum state at_start_line_feed(struct request *request, unsigned char byte)
{
	return byte == '\n' ? AT_START : refuse(request, 400, "CR without LF");
}

static enum state in_target(struct request *request, unsigned char byte)
{
	if (byte > ' ' && byte < 0x7f && byte != '#') {
		append(request->target, sizeof(request->target), &request->target_length, byte);
		return IN_TARGET;
	}
	if (byte != ' ' || request->target_length == 0)
		return refuse(request, 400, "the target is not visible text between single spaces");
	return IN_VERSION;
}

static enum state refuse_version(struct request *request)
{
	return refuse(request, 400, "the request line does not end in HTTP/1.1 or HTTP/1.0");
}

static enum state in_version(struct request *request, unsigned char byte)
{
	if (byte != '\r') {
		append_text(request, byte);
		if (request->text_length > strlen("HTTP/1.1"))
			return refuse_version(request);
		return IN_VERSION;
	}
	if (strcmp(request->text, "HTTP/1.1") != 0 && strcmp(request->text, "HTTP/1.0") != 0)
		return refuse_version(request);
	request->minor_version = request->text[strlen("HTTP/1.")] == '1';
	return AT_LINE_FEED;
}

static enum state at_line_feed(struct request *request, unsigned char byte)
{
	return byte == '\n' ? AT_FIELD : refuse(request, 400, "CR without LF");
}

/* The fields that are interpreted. Each function takes the value without white space around it. */

static enum state see_once(struct request *request, enum seen field, const char *reason)
{
	if ((request->seen & field) != 0)
		return refuse(request, 400, reason);
	request->seen |= field;
	return AT_LINE_FEED;
}

/* RFC 3986, 3.2.2 and 3.2.3. */
static bool is_host(unsigned char byte)
{
	return is_letter_or_digit(byte) || is_one_of(byte, "-._~:[]%!$&'()*+;=");
}

static enum state field_host(struct request *request)
{
	const char *byte = request->text;

	while (is_host((unsigned char)*byte))
		byte++;
	if (byte == request->text || *byte != '\0')
		return refuse(request, 400, "the Host field names no host");
	return see_once(request, SEEN_HOST, "more than one Host field");
}

static enum state field_content_length(struct request *request)
{
	bool is_zero = true;

	if (request->text_length == 0)
		return refuse(request, 400, "the Content-Length is not a number");
	for (const char *digit = request->text; *digit != '\0'; digit++) {
		if (!is_digit((unsigned char)*digit))
			return refuse(request, 400, "the Content-Length is not a number");
		is_zero = is_zero && *digit == '0';
	}
	request->has_body = request->has_body || !is_zero;
	return see_once(request, SEEN_LENGTH, "more than one Content-Length field");
}

static enum state field_transfer_encoding(struct request *request)
{
	request->has_body = true;
	request->seen |= SEEN_ENCODING;
	return AT_LINE_FEED;
}

/* A list of tokens; unknown tokens are ignored. */
static enum state field_connection(struct request *request)
{
	const char *rest = request->text;

	while (*rest != '\0') {
		size_t length = strcspn(rest, ", \t");

		if (length == strlen("close") && strncasecmp(rest, "close", length) == 0)
			request->asks_close = true;
		if (length == strlen("keep-alive") && strncasecmp(rest, "keep-alive", length) == 0)
			request->asks_keep_alive = true;
		rest += length;
		rest += strspn(rest, ", \t");
	}
	return AT_LINE_FEED;
}

static const struct field {
	const char *name;
	enum state (*take)(struct request *request);
} fields[] = {
	{"host", field_host},
	{"connection", field_connection},
	{"content-length", field_content_length},
	{"transfer-encoding", field_transfer_encoding},
};

static const struct field *find_field(const struct request *request)
{
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (strcmp(request->name, fields[i].name) == 0)
			return &fields[i];
	return NULL;
}

static enum state end_field(struct request *request)
{
	const struct field *field = find_field(request);
	char *end;

	if (field == NULL)
		return AT_LINE_FEED;
	if (request->text_length >= sizeof(request->text))
		return refuse(request, 431, "a header field is too long");
	end = request->text + request->text_length;
	while (end > request->text && is_space((unsigned char)end[-1]))
		*--end = '\0';
	return field->take(request);
}

/* The lines of the header. */

static enum state in_name(struct request *request, unsigned char byte)
{
	if (is_token(byte)) {
		if (byte >= 'A' && byte <= 'Z')
			byte = (unsigned char)(byte - 'A' + 'a');
		append(request->name, sizeof(request->name), &request->name_length, byte);
		return IN_NAME;
	}
	if (byte != ':' || request->name_length == 0)
		return refuse(request, 400,
			"a header field does not begin with a name and a colon");
	clear_text(request);
	return BEFORE_VALUE;
}

static enum state at_field(struct request *request, unsigned char byte)
{
	if (byte == '\r')
		return AT_LAST_LINE_FEED;
	if (is_space(byte))
		return refuse(request, 400, "a line of the header begins with white space");
	request->name_length = 0;
	request->name[0] = '\0';
	return in_name(request, byte);
}

static enum state in_value(struct request *request, unsigned char byte)
{
	if (byte == '\r')
		return end_field(request);
	if ((byte < ' ' && byte != '\t') || byte == 0x7f)
		return refuse(request, 400, "a header field contains a control character");
	append_text(request, byte);
	return IN_VALUE;
}

static enum state before_value(struct request *request, unsigned char byte)
{
	return is_space(byte) ? BEFORE_VALUE : in_value(request, byte);
}

/* The checks that need the whole header. */
static enum state at_last_line_feed(struct request *request, unsigned char byte)
{
	const unsigned ambiguous = SEEN_LENGTH | SEEN_ENCODING;

	if (byte != '\n')
		return refuse(request, 400, "CR without LF");
	if (request->minor_version == 1 && (request->seen & SEEN_HOST) == 0)
		return refuse(request, 400, "HTTP/1.1 without a Host field");
	if ((request->seen & ambiguous) == ambiguous)
		return refuse(request, 400, "both Content-Length and Transfer-Encoding");
	if (!request->is_get)
		return refuse(request, 405, "only GET is answered");
	if (request->has_body)
		return refuse(request, 413, "a request with a body is not accepted");
	request->keep_alive =
		!request->asks_close && (request->minor_version == 1 || request->asks_keep_alive);
	return COMPLETE;
}

static enum state (*const states[])(struct request *request, unsigned char byte) = {
	[AT_START] = at_start,
	[AT_START_LINE_FEED] = at_start_line_feed,
	[IN_METHOD] = in_method,
	[IN_TARGET] = in_target,
	[IN_VERSION] = in_version,
	[AT_LINE_FEED] = at_line_feed,
	[AT_FIELD] = at_field,
	[IN_NAME] = in_name,
	[BEFORE_VALUE] = before_value,
	[IN_VALUE] = in_value,
	[AT_LAST_LINE_FEED] = at_last_line_feed,
};

void request_init(struct request *request)
{
	/* One by one: clearing the texts, which have lengths, would cost more than parsing. */
	request->status = 0;
	request->reason = NULL;
	request->is_head = false;
	request->keep_alive = false;
	request->minor_version = 0;
	request->target_length = 0;
	request->target[0] = '\0';
	request->state = AT_START;
	request->head_length = 0;
	clear_text(request);
	request->name_length = 0;
	request->name[0] = '\0';
	request->seen = 0;
	request->is_get = false;
	request->has_body = false;
	request->asks_close = false;
	request->asks_keep_alive = false;
}

size_t request_parse(struct request *request, const char *bytes, size_t length)
{
	size_t taken = 0;

	while (taken < length && request->state != COMPLETE) {
		if (request->head_length == REQUEST_HEAD_LIMIT) {
			request->state = refuse(request, 431, "the header is longer than 16 KiB");
			break;
		}
		request->state = states[request->state](request, (unsigned char)bytes[taken]);
		request->head_length++;
		taken++;
	}
	return taken;
}

bool request_complete(const struct request *request)
{
	return request->state == COMPLETE;
}
