/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a process writes into a pipe, kept in memory. */
#ifndef BREAKEVEN_SUPPORT_CAPTURE_H
#define BREAKEVEN_SUPPORT_CAPTURE_H

#include "support/error.h"

#include <stddef.h>

#define CAPTURE_LIMIT (64UL << 20) /* bytes of CAPTURE_ALL */
#define CAPTURE_BEGIN_SIZE 1024    /* of CAPTURE_BEGIN, with its zero */

enum capture_kind {
	CAPTURE_ALL,   /* everything; beyond the limit it is refused and closed */
	CAPTURE_END,   /* the last few kilobytes */
	CAPTURE_BEGIN, /* the first one; the rest is read and dropped */
};

struct capture {
	int descriptor; /* to read from; -1 when the writers have closed it */
	enum capture_kind kind;
	char *text;          /* `length` bytes and a zero, or NULL */
	char *piece;         /* what is read at once */
	size_t length, room; /* room: bytes that fit, the zero left out */
	size_t refused;      /* bytes that came of CAPTURE_ALL, if too many; 0: all are there */
};

/* Opens a pipe. Returns the descriptor for the writer, closed on exec, which the caller closes; or
 * -1 with the error. */
int capture_open(struct capture *capture, enum capture_kind kind, struct error *error);

/* Reads some of what is there, without waiting, so that an endless writer blocks no reader. */
void capture_read(struct capture *capture);

/* Reads what is still there once the writers have ended: no more than a pipe holds. */
void capture_rest(struct capture *capture);

/* The last line that is not empty, or NULL. Valid until the next call with this capture. */
const char *capture_last_line(struct capture *capture);

void capture_close(struct capture *capture);

#endif
