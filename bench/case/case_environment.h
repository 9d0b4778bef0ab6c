/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a case process starts with that must not be the same in every block: where things lie.
 *
 * The size of the environment moves the stack, and the addresses of code, heap and stack decide
 * what shares a cache line or a page with what. Held fixed, such an accident is the same in all
 * blocks, and looks like a property of the case (T. Mytkowicz, A. Diwan, M. Hauswirth and P. F.
 * Sweeney, Producing Wrong Data Without Doing Anything Obviously Wrong!, ASPLOS 2009, 265-276). So
 * each process gets an environment of another size, drawn from the seed, and randomised addresses
 * also where the shell had them off; over blocks the accidents then are noise, which the interval
 * shows.
 */
#ifndef BREAKEVEN_BENCH_CASE_CASE_ENVIRONMENT_H
#define BREAKEVEN_BENCH_CASE_CASE_ENVIRONMENT_H

#include <stdint.h>

#define CASE_ENVIRONMENT_VARIABLE "BREAKEVEN_PADDING" /* the one that is added */
#define CASE_ENVIRONMENT_LARGEST 4096                 /* bytes: a page */

/* How many bytes the value of the added variable has, 1 … CASE_ENVIRONMENT_LARGEST, from the seed,
 * the number of the block and that of the case in the plan alone. */
uint64_t case_environment_draw(uint64_t seed, unsigned block, unsigned number);

/* This process's environment with the variable, its value of that many bytes; a variable of the
 * name that was there already is replaced. A fresh array that ends with NULL, for
 * case_environment_free(), or NULL without memory. */
char **case_environment_make(uint64_t bytes);
void case_environment_free(char **environment);

/* In the child, before it executes a program: that one gets randomised addresses, whatever this
 * process has. A system call and nothing else. */
void case_environment_randomise(void);

/* Likewise: where memory runs out, the kernel ends this process and its children rather than
 * whoever conducts them. */
void case_environment_offer(void);

#endif
