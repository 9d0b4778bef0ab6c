/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The members of the summary of a case: their JSON, their schema, and, for figures of samples, how
 * each is computed from a sample.
 */
#ifndef BREAKEVEN_RESULTS_RECORD_SUMMARY_MEMBERS_H
#define BREAKEVEN_RESULTS_RECORD_SUMMARY_MEMBERS_H

#include "results/record/members.h"
#include "results/record/record.h"

/* The kernel reports processor time in microseconds, and it includes the cost of the readings: in a
 * shorter batch it is not known. */
#define SUMMARY_CPU_LEAST_NS 100000

/* It also includes work around the batch: waking and recalling dozens of workers takes some percent
 * of 10 ms. More than this many times what its CPUs can compute is not shown. */
#define SUMMARY_CPU_MOST 1.2

extern const struct member_table estimate_table, summary_table;

/* A figure by its member's name: of an estimate the median. NAN where it is not known. */
double summary_value(const struct summary *summary, const char *figure);

#endif
