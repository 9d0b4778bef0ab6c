/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the summary of a case has, as members: their JSON, their schema, and for the figures of
 * samples how each follows from a sample.
 */
#ifndef BREAKEVEN_RESULTS_RECORD_SUMMARY_MEMBERS_H
#define BREAKEVEN_RESULTS_RECORD_SUMMARY_MEMBERS_H

#include "results/record/members.h"
#include "results/record/record.h"

/* The kernel tells processor time in microseconds, and what the readings cost is in it: in a batch
 * that is shorter it cannot be told. */
#define SUMMARY_CPU_LEAST_NS 100000

/* What is from around the batch is in it, too: waking dozens of workers and calling them back takes
 * some percent of 10 ms. More than this many times what its CPUs can compute is not shown. */
#define SUMMARY_CPU_MOST 1.2

extern const struct member_table estimate_table, summary_table;

/* A figure by its member's name: of an estimate the median. NAN where it is not known. */
double summary_value(const struct summary *summary, const char *figure);

#endif
