/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A strict HTTP/1.x request parser: a state machine over bytes, without input, output or memory
 * allocation. Bytes may come in pieces of any size; the caller need not keep them.
 *
 * It accepts GET requests without a body. Everything else ends with the matching 4xx status and a
 * reason for people. Nothing is guessed: a line ends in CR LF, single spaces are between the parts
 * of the request line, and white space is refused where RFC 9112 allows none.
 */
#ifndef BREAKEVEN_BENCH_SERVER_REQUEST_H
#define BREAKEVEN_BENCH_SERVER_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Of request line and header with the empty line; a longer one is answered with 431. */
#define REQUEST_HEAD_LIMIT 16384

#define REQUEST_TARGET_SIZE 256 /* of the part of the target that is kept, with its final zero */
#define REQUEST_FIELD_SIZE 256  /* of the fields that are interpreted */

struct request {
	/* The request; final when request_complete(). */
	unsigned status;        /* 0: to be answered; else the 4xx to refuse it with */
	const char *reason;     /* for refusing it, a static text */
	bool is_head;           /* the method is HEAD: neither answer nor refusal has a body */
	bool keep_alive;        /* the connection stays open after the answer */
	unsigned minor_version; /* of HTTP/1.x */
	size_t target_length;   /* of the whole target, even if less is kept */
	char target[REQUEST_TARGET_SIZE];

	/* Private to the parser. */
	unsigned state;
	size_t head_length;
	size_t text_length; /* of `text`, or the length that it would have if it fitted */
	char text[REQUEST_FIELD_SIZE]; /* method, version or value being read */
	char name[24];                 /* of the field being read, in lower case; cut to fit */
	size_t name_length;
	unsigned seen; /* which fields that may occur once were seen */
	bool is_get;
	bool has_body;
	bool asks_close, asks_keep_alive;
};

/* Makes it ready for the first byte of a request. */
void request_init(struct request *request);

/* Takes bytes up to the end of this request, or all of them. Returns how many it took; none if the
 * request is complete. */
size_t request_parse(struct request *request, const char *bytes, size_t length);

/* Whether the request is complete, to be answered or (status) refused. After a refusal the bytes
 * that follow have no meaning. */
bool request_complete(const struct request *request);

#endif
