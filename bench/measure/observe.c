/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks observations here, where an error can still name the workload; see observe.h. */
#include "config.h"

#include "bench/measure/observe.h"

#include <math.h>
#include <string.h>

#include "results/record/observed.h"

#define ROOM (16 * OBSERVATION_LIMIT) /* so that too many are an error instead of an overflow */

_Static_assert(OBSERVATION_LIMIT <= OBSERVED_LIMIT, "a sample holds all that a workload observes");
_Static_assert(sizeof(((struct observation *)0)->name) <= sizeof(((struct observed *)0)->name),
	"a sample holds every name");

/* Fit for a JSON key and a word in a table. */
static bool is_name(const char *name)
{
	size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_");

	return length > 0 && name[length] == '\0';
}

int observe(const struct work *work, struct sample *sample, struct error *error)
{
	const struct workload *workload = work->workload;
	struct observation observations[ROOM] = {0};
	unsigned count = workload->observe != NULL ? workload->observe(work, observations) : 0;

	if (count > OBSERVATION_LIMIT)
		return error_set(error, "%s observes %u figures, at most %d can be recorded",
			workload->name, count, OBSERVATION_LIMIT);
	for (unsigned i = 0; i < count; i++) {
		struct observed *observed = &sample->observed[i];
		char *name = observations[i].name;

		name[sizeof(observations[i].name) - 1] = '\0';
		if (!is_name(name) || observed_find(sample->observed, i, name) != NULL)
			return error_set(error,
				"%s observes \"%s\": a name consists of a-z, 0-9 and _, and "
				"must be unique",
				workload->name, name);
		if (!isfinite(observations[i].value))
			return error_set(error, "%s observes %s, which is not a finite number",
				workload->name, name);
		memcpy(observed->name, name, sizeof(observations[i].name));
		observed->value = observations[i].value;
		sample->observed_count = i + 1;
	}
	return 0;
}
