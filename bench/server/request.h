/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A strict HTTP/1.x request parser: a state machine over bytes, without input, output or memory of
 * its own. Bytes may come in pieces of any size; what was handed over need not be kept.
 *
 * It takes requests without a body, for GET. Everything else ends with the 4xx status that says so,
 * and with a reason for people. Nothing is guessed: a line ends in CR LF, single spaces stand
 * between the parts of the request line, and no white space stands where RFC 9112 has none.
 */
#ifndef BREAKEVEN_BENCH_SERVER_REQUEST_H
#define BREAKEVEN_BENCH_SERVER_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Of request line and header together, the empty line included; more is answered with 431. */
#define REQUEST_HEAD_LIMIT 16384

#define REQUEST_TARGET_SIZE 256 /* of what is kept of the target, with its final zero */
#define REQUEST_FIELD_SIZE 256  /* of the fields that are looked into */

struct request {
	/* What was asked; final when request_complete(). */
	unsigned status;        /* 0: to be answered; else the 4xx to refuse it with */
	const char *reason;     /* of the refusal, a static text */
	bool is_head;           /* the method is HEAD: an answer has no body, a refusal neither */
	bool keep_alive;        /* the connection goes on after the answer */
	unsigned minor_version; /* of HTTP/1.x */
	size_t target_length;   /* of the whole target, even where less is kept */
	char target[REQUEST_TARGET_SIZE];

	/* The parser's own. */
	unsigned state;
	size_t head_length;
	size_t text_length;            /* of `text`, or of as much of it as there would be */
	char text[REQUEST_FIELD_SIZE]; /* method, version or value being read */
	char name[24];                 /* of the field being read, in lower case; cut to fit */
	size_t name_length;
	unsigned seen; /* which of what may come once */
	bool is_get;
	bool has_body;
	bool asks_close, asks_keep_alive;
};

/* Ready for the first byte of a request. */
void request_init(struct request *request);

/* Takes bytes up to the end of this request, or all of them. Returns how many were taken; a request
 * that is complete takes none. */
size_t request_parse(struct request *request, const char *bytes, size_t length);

/* Whether the request is at its end, to be answered or (status) refused. After a refusal the bytes
 * that follow mean nothing any more. */
bool request_complete(const struct request *request);

#endif
