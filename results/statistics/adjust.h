/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * p values of many tests at once, adjusted so that each can be compared with one limit.
 *
 * Holm: where every test whose adjusted p is at most a counts as a finding, the chance of even one
 * false finding is at most a, however the tests depend on each other (S. Holm, A Simple
 * Sequentially Rejective Multiple Test Procedure, Scandinavian Journal of Statistics 6 (1979),
 * 65-70). Of n sorted p values the i-th becomes the largest of (n + 1 - j) p(j), j <= i.
 *
 * Benjamini and Hochberg: of the findings a share of at most a is false on average, where the tests
 * are independent or depend on each other positively (Y. Benjamini and Y. Hochberg, Controlling the
 * False Discovery Rate, Journal of the Royal Statistical Society B 57 (1995), 289-300; Y.
 * Benjamini and D. Yekutieli, Annals of Statistics 29 (2001), 1165-1188). The i-th becomes the
 * smallest of n p(j) / j, j >= i.
 */
#ifndef BREAKEVEN_RESULTS_STATISTICS_ADJUST_H
#define BREAKEVEN_RESULTS_STATISTICS_ADJUST_H

#include "support/error.h"

#include <stddef.h>

/* Into adjusted[], which may be p itself, in the order of p[]; at most 1. count may be 0. 0, or -1
 * with the error where a p is not in 0 … 1 or memory is out. */
int adjust_holm(double *adjusted, const double *p, size_t count, struct error *error);
int adjust_benjamini_hochberg(double *adjusted, const double *p, size_t count, struct error *error);

#endif
