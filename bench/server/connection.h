/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One connection of the built-in server, from accept() to its end; server.c's business only. */
#ifndef BREAKEVEN_BENCH_SERVER_CONNECTION_H
#define BREAKEVEN_BENCH_SERVER_CONNECTION_H

struct service;

/* Takes a descriptor that accept4() gave (non-blocking) and serves it. 0, or -1 where there is no
 * memory or no watch left for it; the descriptor is closed then. */
int connection_open(struct service *service, int descriptor);

/* Frees those that were closed; outside of callbacks. */
void connection_free_closed(struct service *service);

/* Closes and frees every connection. */
void connection_close_all(struct service *service);

#endif
