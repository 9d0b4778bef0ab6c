/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all connections share; see service.h. */
#include "config.h"

#include "bench/server/service.h"

#include "support/clock.h"
#include "support/limits.h"
#include "workloads/operations/http_body.h"

#include <errno.h>
#include <sys/mman.h>
#include <time.h>

void service_stall(struct service *service, const struct response *response)
{
	const struct timespec until = clock_timespec(clock_now_ns() + response->stall_ns);

	if (++service->stalling % response->every != 0)
		return;
	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) == EINTR)
		continue;
}

const char *service_body(struct service *service, size_t size)
{
	while (service->body_filled < size) {
		service->body[service->body_filled] = http_body_byte(service->body_filled);
		service->body_filled++;
	}
	return service->body;
}

int service_open(struct service *service, const struct response_choice *standard,
	struct error *error)
{
	service->standard = *standard;
	service->body = mmap(NULL, RESPONSE_BODY_LIMIT, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (service->body == MAP_FAILED)
		return error_set(error, "no memory for the body: %s", limits_error(errno));
	service_body(service, standard->size);
	if (epoll_loop_open(&service->loop, 1024, 0, error) == 0)
		return 0;
	munmap(service->body, RESPONSE_BODY_LIMIT);
	return -1;
}

void service_close(struct service *service)
{
	common_loop_close(&service->loop.common);
	munmap(service->body, RESPONSE_BODY_LIMIT);
}
