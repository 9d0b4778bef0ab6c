/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Blocking fetches: libcurl's easy interface, one handle per worker, made at its first fetch and
 * kept with its connection until the worker ends.
 */
#include "config.h"

#include "workloads/operations/http.h"

#include "workloads/locals.h"
#include "workloads/operations/http_transfer.h"

#include <errno.h>
#include <stdlib.h>

static void close_transfer(void *state)
{
	http_transfer_close(state);
	free(state);
}

static struct http_transfer *open_transfer(struct locals *worker)
{
	struct http_transfer *transfer = malloc(sizeof(*transfer));

	if (transfer == NULL)
		return NULL;
	if (http_transfer_open(transfer) < 0)
		goto free_transfer;
	if (locals_put(worker, &operation_http_blocking, transfer, close_transfer) < 0)
		goto close_transfer;
	return transfer;
close_transfer:
	http_transfer_close(transfer);
free_transfer:
	free(transfer);
	return NULL;
}

int64_t http_perform(void *to, struct locals *worker)
{
	struct http_arguments *arguments = to;
	struct http_transfer *transfer = locals_get(worker, &operation_http_blocking);

	if (transfer == NULL)
		transfer = open_transfer(worker);
	if (transfer == NULL || http_transfer_aim(transfer, arguments->target) < 0)
		return -ENOMEM;
	return http_transfer_result(transfer, curl_easy_perform(transfer->easy), arguments);
}
