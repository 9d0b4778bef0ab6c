/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A result from an open file. */
#ifndef BREAKEVEN_RESULTS_RECORD_RECORD_STREAM_H
#define BREAKEVEN_RESULTS_RECORD_RECORD_STREAM_H

#include "results/record/record.h"
#include "support/error.h"

#include <stdio.h>

/* Reads one from a stream. 0, or -1 with an error that begins with `name`. */
int result_read_stream(struct result *result, FILE *stream, const char *name, struct error *error);

#endif
