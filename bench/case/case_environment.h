/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The memory layout of a case process, which must not be the same in every block.
 *
 * The size of the environment moves the stack, and the addresses of code, heap and stack decide
 * which data share a cache line or a page. If the layout is fixed, such an accident is the same in
 * all blocks and looks like a property of the case (T. Mytkowicz, A. Diwan, M. Hauswirth and P. F.
 * Sweeney, Producing Wrong Data Without Doing Anything Obviously Wrong!, ASPLOS 2009, 265-276). So
 * each process gets an environment of another size, drawn from the seed, and randomised addresses
 * even if the shell has turned them off. Over blocks the accidents are then noise, which the
 * interval shows.
 */
#ifndef BREAKEVEN_BENCH_CASE_CASE_ENVIRONMENT_H
#define BREAKEVEN_BENCH_CASE_CASE_ENVIRONMENT_H

#include <stdint.h>

#define CASE_ENVIRONMENT_VARIABLE "BREAKEVEN_PADDING" /* the one that is added */
#define CASE_ENVIRONMENT_LARGEST 4096                 /* bytes: a page */

/* How many bytes the value of the added variable has, 1 … CASE_ENVIRONMENT_LARGEST. Depends only on
 * the seed, the number of the block and the number of the case in the plan. */
uint64_t case_environment_draw(uint64_t seed, unsigned block, unsigned number);

/* This process's environment with the variable, whose value has that many bytes; replaces an
 * existing variable of this name. Returns a new array that ends with NULL, for
 * case_environment_free(), or NULL without memory. */
char **case_environment_make(uint64_t bytes);
void case_environment_free(char **environment);

/* In the child, before it executes a program: the program gets randomised addresses, whatever this
 * process has. Only a system call. */
void case_environment_randomise(void);

/* In the child, too: if memory runs out, the kernel kills this process and its children, not the
 * conductor. */
void case_environment_offer(void);

#endif
