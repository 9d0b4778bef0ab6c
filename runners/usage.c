/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Resource usage from getrusage(); see usage.h. */
#include "config.h"

#include "runners/usage.h"

#include "support/clock.h"

#include <sys/resource.h>

static uint64_t timeval_ns(struct timeval time)
{
	return (uint64_t)time.tv_sec * NANOSECONDS_PER_SECOND + (uint64_t)time.tv_usec * 1000;
}

struct usage usage_of(int who)
{
	struct rusage usage;

	getrusage(who, &usage);
	return (struct usage){
		.user_ns = timeval_ns(usage.ru_utime),
		.system_ns = timeval_ns(usage.ru_stime),
		.voluntary_switches = (uint64_t)usage.ru_nvcsw,
		.involuntary_switches = (uint64_t)usage.ru_nivcsw,
		.minor_faults = (uint64_t)usage.ru_minflt,
		.major_faults = (uint64_t)usage.ru_majflt,
	};
}

struct usage usage_since(struct usage later, struct usage earlier)
{
	return (struct usage){
		.user_ns = later.user_ns - earlier.user_ns,
		.system_ns = later.system_ns - earlier.system_ns,
		.voluntary_switches = later.voluntary_switches - earlier.voluntary_switches,
		.involuntary_switches = later.involuntary_switches - earlier.involuntary_switches,
		.minor_faults = later.minor_faults - earlier.minor_faults,
		.major_faults = later.major_faults - earlier.major_faults,
	};
}

struct usage usage_sum(struct usage one, struct usage other)
{
	return (struct usage){
		.user_ns = one.user_ns + other.user_ns,
		.system_ns = one.system_ns + other.system_ns,
		.voluntary_switches = one.voluntary_switches + other.voluntary_switches,
		.involuntary_switches = one.involuntary_switches + other.involuntary_switches,
		.minor_faults = one.minor_faults + other.minor_faults,
		.major_faults = one.major_faults + other.major_faults,
	};
}

struct usage usage_of_process_and_children(void)
{
	return usage_sum(usage_of(RUSAGE_SELF), usage_of(RUSAGE_CHILDREN));
}
