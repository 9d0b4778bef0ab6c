/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The memory that a case used: as JSON and back, and summarised over its blocks. */
#ifndef BREAKEVEN_RESULTS_RECORD_MEMORY_RECORD_H
#define BREAKEVEN_RESULTS_RECORD_MEMORY_RECORD_H

#include "results/record/members.h"
#include "results/record/record.h"
#include "support/error.h"

#include <jansson.h>

/* The members of a block's memory; of a summary's. */
extern const struct member_table memory_table, memory_summary_table;

/* Puts the member "memory" of a block into the object; none where nothing is known. 0, or -1 where
 * memory is out. */
int memory_record_write(json_t *object, const struct memory *memory);

/* Reads it; absent is unknown. 0, or -1 with the error. */
int memory_record_read(const json_t *object, struct memory *memory, struct error *error);

/* The same for a summary. */
int memory_record_write_summary(json_t *object, const struct memory_summary *summary);
int memory_record_read_summary(const json_t *object, struct memory_summary *summary,
	struct error *error);

/* The medians over the ok blocks in which it is known, into the summary. 0, or -1 with the error.
 */
int memory_record_summarise(struct case_record *record, struct error *error);

#endif
