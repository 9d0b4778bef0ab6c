/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Starting this program anew, in a child that a fork has just made: as a case, a worker or the
 * server. Where it cannot be, the child says why on standard error and ends.
 */
#ifndef BREAKEVEN_SUPPORT_ANEW_H
#define BREAKEVEN_SUPPORT_ANEW_H

#define ANEW_STATUS 127 /* of a child that could not become the program */

/* Becomes this program with these arguments; the environment stays where NULL is given. */
_Noreturn void anew_execute(char *const *arguments, char *const *environment);

/* Ends the child: "breakeven: WHAT: " with the error goes to the descriptor. */
_Noreturn void anew_refuse(int descriptor, const char *what, int failure);

#endif
