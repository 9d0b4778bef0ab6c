/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A block and its samples as JSON, and back. */
#ifndef BREAKEVEN_RESULTS_RECORD_BLOCK_JSON_H
#define BREAKEVEN_RESULTS_RECORD_BLOCK_JSON_H

#include "results/record/block.h"
#include "results/record/members.h"
#include "support/error.h"

#include <jansson.h>

/* Their members. */
extern const struct member_table latency_table, sample_table, server_table, block_table;

/* One block as JSON and back: what a case process answers, one line. */
json_t *block_to_json(const struct block *block);
int block_from_json(struct block *block, const json_t *json, struct error *error);

/* One of its samples as JSON and back; `sample` is zero before it is read. */
json_t *sample_to_json(const struct sample *sample);
int sample_from_json(struct sample *sample, const json_t *json, struct error *error);

#endif
