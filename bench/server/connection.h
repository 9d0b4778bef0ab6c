/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One connection of the built-in server, from accept() to its end; for server.c only. */
#ifndef BREAKEVEN_BENCH_SERVER_CONNECTION_H
#define BREAKEVEN_BENCH_SERVER_CONNECTION_H

struct service;

/* Takes a descriptor from accept4() (non-blocking) and serves it. Returns 0, or -1 without memory
 * or a watch for it; the descriptor is then closed. */
int connection_open(struct service *service, int descriptor);

/* Frees the connections that were closed. Not to be called in callbacks. */
void connection_free_closed(struct service *service);

/* Closes and frees every connection. */
void connection_close_all(struct service *service);

#endif
