/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Notes on a result; see run_notes.h. */
#include "config.h"

#include "bench/commands/run_notes.h"

#include "bench/program/message.h"
#include "results/summary/disturbance.h"
#include "support/text.h"

#include <jansson.h>
#include <stddef.h>

static void tell_disturbance(const struct result *result)
{
	char text[512];

	if (disturbance_describe(text, sizeof(text), result)[0] != '\0')
		message_line("note: %s", text);
}

static void tell_unfinished(const struct result *result)
{
	size_t count = 0, i;
	json_t *entry;

	json_array_foreach(result->unfinished, i, entry)
		count += json_array_size(json_object_get(entry, "samples"));
	if (count > 0)
		message_line(
			"note: %zu sample%s of cases that did not come to the end of a block %s kept in "
			"the result, apart, and count%s for nothing",
			count, text_plural(count), count == 1 ? "is" : "are",
			count == 1 ? "s" : "");
}

/* A case process has randomised addresses unless the system disables them for all. */
static void tell_fixed_addresses(const struct result *result)
{
	const json_t *setting = json_object_get(result->machine, "address_randomisation");

	if (json_is_integer(setting) && json_integer_value(setting) == 0)
		message_line("note: this system gives every process the same memory layout, which "
			     "can change a figure; `sysctl kernel.randomize_va_space=2` fixes it");
}

void run_notes_tell(const struct result *result)
{
	tell_disturbance(result);
	tell_unfinished(result);
	tell_fixed_addresses(result);
}
