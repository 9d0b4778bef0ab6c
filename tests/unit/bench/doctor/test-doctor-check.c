/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The doctor's bounds, and what it reads beside the machine. */
#include "config.h"

#include <criterion/criterion.h>
#include <math.h>

#include "bench/doctor/check.h"
#include "bench/doctor/surroundings.h"
#include "tests/made/made_root.h"

#define END \
	{ \
		NULL, NULL \
	}

static char root[] = MADE_ROOT;
static struct topology *topology;
static struct surroundings surroundings;

static void tear_down(void)
{
	surroundings_clear(&surroundings);
	topology_free(topology);
	made_root_remove(root);
}

Test(doctor_check, bounds)
{
	static const struct {
		enum check_kind kind;
		double measured;
		enum check_status status;
	} cases[] = {
		{CHECK_CLOCK_COST, 22, CHECK_OK},
		{CHECK_CLOCK_COST, 1001, CHECK_FAILED},
		{CHECK_CLOCK_RESOLUTION, 1, CHECK_OK},
		{CHECK_CLOCK_RESOLUTION, 4e6, CHECK_FAILED},
		{CHECK_CLOCK_RESOLUTION, INFINITY, CHECK_FAILED},
		{CHECK_PINNING, 0, CHECK_OK},
		{CHECK_PINNING, 1, CHECK_FAILED},
		{CHECK_CORE_SYMMETRY, 9.9, CHECK_OK},
		{CHECK_CORE_SYMMETRY, 11, CHECK_FAILED},
		{CHECK_SECOND_THREAD, 1.99, CHECK_OK},
		{CHECK_SECOND_THREAD, 1.3, CHECK_OK},
		{CHECK_SECOND_THREAD, 1.29, CHECK_FAILED},
		{CHECK_SECOND_THREAD, NAN, CHECK_FAILED},
		{CHECK_STEAL, 5, CHECK_OK},
		{CHECK_STEAL, 6, CHECK_FAILED},
		{CHECK_SLEEPS_IN_A_LOOP, 10.1e6, CHECK_OK},
		{CHECK_SLEEPS_IN_A_LOOP, 9e6, CHECK_FAILED},
		{CHECK_SLEEPS_IN_A_LOOP, 640e6, CHECK_FAILED},
		{CHECK_SLEEPS_IN_SERIES, 645e6, CHECK_OK},
		{CHECK_SLEEPS_IN_SERIES, 10e6, CHECK_FAILED},
		{CHECK_SLEEPS_IN_SERIES, 1300e6, CHECK_FAILED},
		{CHECK_CANARY_COMPUTE, 10, CHECK_OK},
		{CHECK_CANARY_COMPUTE, 11, CHECK_FAILED},
		{CHECK_CANARY_MEMORY, 26, CHECK_FAILED},
		{CHECK_CANARY_WAKE_UP, 51, CHECK_FAILED},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct check check = {.reason = "not reached"};

		check_judge(&check, cases[i].kind, cases[i].measured);
		cr_expect_eq(check.status, cases[i].status, "%s at %g",
			check_bound(cases[i].kind)->name, cases[i].measured);
		cr_expect_eq(check.reason[0] != '\0', check.status == CHECK_FAILED, "%s: %s",
			check_bound(cases[i].kind)->name, check.reason);
	}
}

static void read_surroundings(const struct made_file *files)
{
	struct interrupt interrupt;
	struct error error = {0};

	made_root(root, files);
	cr_assert_eq(topology_load_synthetic(&topology, "core:2 pu:1", "", &error), 0, "%s",
		error.text);
	cr_assert_eq(interrupt_open(&interrupt, &error), 0, "%s", error.text);
	cr_assert_eq(surroundings_read(&surroundings, root, topology, &interrupt), OUTCOME_DONE);
	interrupt_close(&interrupt);
}

Test(doctor_check, surroundings_from_files, .fini = tear_down)
{
	static const struct made_file files[] = {
		{"/proc/loadavg", "1.25 0.50 0.10 2/345 6789\n"},
		{"/proc/meminfo", "SwapTotal:  2000 kB\nSwapFree:  500 kB\n"},
		{"/proc/stat",
			"cpu  1 2 3 4 5 6 7 8 9 10\ncpu0 1 2 3 4 5 6 7 8 9 10\n"
			"cpu1 1 2 3 4 5 6 7 8 9 10\n"},
		END,
	};
	const struct surroundings *now = &surroundings;

	read_surroundings(files);
	cr_expect(now->load_average.known);
	cr_expect_float_eq(now->load_average.value, 1.25, 1e-9);
	cr_expect(now->swap_used_bytes.known);
	cr_expect_float_eq(now->swap_used_bytes.value, 1500 * 1024, 1e-9);
	cr_expect(now->other_load.known && now->steal.known);
	cr_expect_float_eq(now->other_load.value, 0, 1e-9, "nothing has changed meanwhile");
	cr_expect_eq(now->cpu_count, 2);
	cr_expect(now->file_limit.known);
}

Test(doctor_check, surroundings_of_nonsense_are_not_known, .fini = tear_down)
{
	static const struct made_file files[] = {
		{"/proc/loadavg", "high\n"},
		{"/proc/meminfo", "SwapTotal:  2000 kB\nSwapFree:  5000 kB\n"},
		{"/proc/stat", "cpu0 1 2 3\n"},
		END,
	};
	const struct surroundings *now = &surroundings;

	read_surroundings(files);
	cr_expect_not(now->load_average.known);
	cr_expect_not(now->swap_used_bytes.known);
	cr_expect_not(now->other_load.known);
	cr_expect_not(now->steal.known);
}
