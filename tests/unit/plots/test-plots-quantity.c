/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How axes name a parameter, and write its numbers. */
#include "config.h"

#include <stdbool.h>
#include <stdio.h>

#include <criterion/criterion.h>

#include "plots/label.h"
#include "plots/quantity.h"
#include "support/parameter.h"
#include "workloads/registry.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

Test(plots_quantity, ticks_have_the_unit_that_is_read_best)
{
	static const struct {
		const char *key;
		double number;
		const char *tick;
	} table[] = {
		{"delay_ns", 0, "0"},
		{"delay_ns", 1, "1 ns"},
		{"delay_ns", 0.5, "0.5 ns"},
		{"delay_ns", 1e4, "10 µs"},
		{"delay_ns", 1e7, "10 ms"},
		{"delay_ns", 1.5e9, "1.5 s"},
		{"delay_ns", 123456789, "123.5 ms"},
		{"delay_ns", -1e6, "-1 ms"},
		{"size_bytes", 8, "8 B"},
		{"size_bytes", 1000, "1 KB"},
		{"size_bytes", 1024, "1 KiB"},
		{"size_bytes", 1e6, "1 MB"},
		{"size_bytes", 3 * 0x1p30, "3 GiB"},
		{"size_bytes", 0x1p40 + 1, "1 TiB"},
		{"cpu_percent", 12.5, "12.5"},
		{"iterations", 1e5, "100 k"},
		{"rounds", 64, "64"},
	};
	char buffer[LABEL_SIZE];

	for (size_t i = 0; i < COUNT(table); i++) {
		struct quantity quantity;

		quantity_of_parameter(&quantity, table[i].key, "");
		cr_expect_str_eq(quantity_tick(&quantity, buffer, sizeof(buffer), table[i].number),
			table[i].tick, "%s, %g: %s", table[i].key, table[i].number, buffer);
	}
	cr_expect_str_eq(quantity_tick(NULL, buffer, sizeof(buffer), 2000), "2 k");
}

Test(plots_quantity, titles_tell_a_name_from_its_unit)
{
	static const struct {
		const char *key, *text;
		double numbers[3];
		const char *title;
	} table[] = {
		{"delay_ns", "{delay=10ms,size=1KiB}", {0, 1e6, 2e7}, "delay (ms)"},
		{"delay_ns", "", {0, 1e6, 2e7}, "delay (ms)"},
		{"delay_ns", "{delay=10ms}", {1e3, 1e6, 2e7}, "delay"},
		{"bytes_bytes", "{bytes=1KiB}", {1024, 2048, 4096}, "bytes (KiB)"},
		{"cpu_percent", "{cpu=5,task=1ms}", {0, 50, 100}, "cpu (%)"},
		{"every_requests", "{url=a\\,every_x=1,every=10}", {1, 2, 3}, "every (requests)"},
		{"every_requests", "{url=a\\,every_requests=1}", {1, 2, 3}, "every requests"},
		{"open_files", "{open=1,open_files=3}", {1, 2, 3}, "open files"},
		{"think-time_ns", "{think-time=1s}", {1e9, 2e9, 3e9}, "think time (s)"},
		{"rounds", "{rounds=100}", {1, 2, 3}, "rounds"},
		{"_ns", "", {1, 2, 3}, " ns"},
		{"a\n\xff_b", "{a", {1, 2, 3}, "a? b"},
	};
	char buffer[LABEL_SIZE];

	for (size_t i = 0; i < COUNT(table); i++) {
		struct quantity quantity;

		quantity_of_parameter(&quantity, table[i].key, table[i].text);
		quantity_title(&quantity, buffer, sizeof(buffer), table[i].numbers, 3);
		cr_expect_str_eq(buffer, table[i].title, "row %zu: %s", i, buffer);
	}
}

/* What parameter_key() writes, whatever the parameter is. */
Test(plots_quantity, every_parameter_of_a_workload_has_its_name_on_an_axis)
{
	for (const struct workload *const *at = workload_table; *at; at++) {
		for (const struct parameter *entry = (*at)->parameters; entry && entry->name;
			entry++) {
			char key[2 * PARAMETER_NAME_LIMIT], text[PARAMETER_TEXT_SIZE];
			struct quantity quantity;
			bool scaled =
				entry->kind == PARAMETER_DURATION || entry->kind == PARAMETER_BYTES;

			parameter_key(entry, key, sizeof(key));
			snprintf(text, sizeof(text), "{other=1,%s=%s}", entry->name,
				entry->standard);
			quantity_of_parameter(&quantity, key, text);
			cr_expect_str_eq(quantity.words, entry->name, "%s %s", (*at)->name, key);
			cr_expect_eq(quantity.units != NULL, scaled, "%s %s", (*at)->name, key);
		}
	}
}
