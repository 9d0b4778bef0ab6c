/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Placement on described machines, the same on every machine; binding: test-topology-binding.c. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include <criterion/criterion.h>

#include "support/text.h"
#include "support/topology.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define CPUS 256

static struct topology *described(const char *description, const char *allowed)
{
	struct topology *topology = NULL;
	struct error error = {0};

	cr_assert_eq(topology_load_synthetic(&topology, description, allowed, &error), 0,
		"%s [%s]: %s", description, allowed, error.text);
	return topology;
}

static struct pin pin_of(const char *text)
{
	struct error error = {0};
	struct pin pin;

	cr_assert_eq(pin_parse(&pin, text, &error), 0, "%s", error.text);
	return pin;
}

/* Holds text against what this many worker cores get, as "0 2 4". */
static void check_place(const struct topology *topology, const char *policy, unsigned count,
	const char *expected)
{
	struct pin pin = pin_of(policy);
	struct error error = {0};
	unsigned cpus[CPUS];
	char text[1024] = "";

	cr_assert_eq(topology_place(topology, &pin, count, cpus, &error), 0, "%s: %s", policy,
		error.text);
	for (unsigned i = 0; i < count; i++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s%u", i > 0 ? " " : "",
			cpus[i]);
	cr_assert_str_eq(text, expected, "%s gives %s, not %s", policy, text, expected);
}

static void check_refused(const struct topology *topology, const char *policy, unsigned count,
	const char *expected)
{
	struct pin pin = pin_of(policy);
	struct error error = {0};
	unsigned cpus[CPUS];

	cr_assert_eq(topology_place(topology, &pin, count, cpus, &error), -1, "%s %u", policy,
		count);
	cr_assert_str_eq(error.text, expected, "\"%s\"", error.text);
}

Test(topology, two_packages)
{
	struct topology *topology = described("package:2 core:8 pu:2", "");
	struct pin cores = pin_of("cores"), compact = pin_of("compact"), list = pin_of("9,3");

	cr_assert_eq(topology_packages(topology), 2);
	cr_assert_eq(topology_numa_nodes(topology), 1);
	cr_assert_eq(topology_cores(topology), 16);
	cr_assert_eq(topology_cpus(topology), 32);
	cr_assert_eq(topology_limit(topology, &cores), 16);
	cr_assert_eq(topology_limit(topology, &compact), 32);
	cr_assert_eq(topology_limit(topology, &list), 2);
	check_place(topology, "cores", 16, "0 2 4 6 8 10 12 14 16 18 20 22 24 26 28 30");
	check_place(topology, "cores", 18, "0 2 4 6 8 10 12 14 16 18 20 22 24 26 28 30 1 3");
	check_place(topology, "none", 3, "0 2 4");
	check_place(topology, "compact", 5, "0 1 2 3 4");
	check_place(topology, "scatter", 16, "0 16 2 18 4 20 6 22 8 24 10 26 12 28 14 30");
	check_place(topology, "scatter", 18, "0 16 2 18 4 20 6 22 8 24 10 26 12 28 14 30 1 17");
	check_place(topology, "9,3-4,0", 3, "9 3 4");
	topology_free(topology);
}

Test(topology, siblings_numbered_as_linux_does)
{
	/* the first CPU of every core first, then all the second ones */
	struct topology *topology =
		described("package:2 core:4 pu:2(indexes=0,8,1,9,2,10,3,11,4,12,5,13,6,14,7,15)",
			"");

	check_place(topology, "cores", 9, "0 1 2 3 4 5 6 7 8");
	check_place(topology, "compact", 5, "0 8 1 9 2");
	check_place(topology, "scatter", 4, "0 4 1 5");
	topology_free(topology);
}

Test(topology, numa_nodes_and_caches)
{
	struct topology *topology = described("package:2 numa:2 l3:1 core:4 pu:2", "");

	cr_assert_eq(topology_packages(topology), 2);
	cr_assert_eq(topology_numa_nodes(topology), 4);
	check_place(topology, "cores", 5, "0 2 4 6 8");
	check_place(topology, "scatter", 8, "0 16 8 24 2 18 10 26");
	topology_free(topology);

	topology = described("package:2 l3:2 core:2 pu:1", "");
	check_place(topology, "scatter", 8, "0 4 2 6 1 5 3 7");
	topology_free(topology);

	topology = described("package:2 numa:2 l3:2 core:2 pu:1", "");
	check_place(topology, "scatter", 16, "0 8 4 12 2 10 6 14 1 9 5 13 3 11 7 15");
	topology_free(topology);
}

Test(topology, restricted)
{
	struct topology *topology = described("package:2 core:8 pu:2", "4-7,20,21");

	cr_assert_eq(topology_cores(topology), 3);
	cr_assert_eq(topology_cpus(topology), 6);
	cr_assert_eq(topology_packages(topology), 2);
	check_place(topology, "cores", 6, "4 6 20 5 7 21");
	check_place(topology, "compact", 6, "4 5 6 7 20 21");
	check_place(topology, "scatter", 3, "4 20 6");
	check_place(topology, "20,4", 2, "20 4");
	check_refused(topology, "cores", 7,
		"7 cores requested, but this process may use only 6 (CPUs 4-7,20-21)");
	topology_free(topology);

	topology = described("package:2 numa:2 l3:1 core:4 pu:2", "16-19");
	cr_assert_eq(topology_packages(topology), 1);
	cr_assert_eq(topology_numa_nodes(topology), 1);
	check_place(topology, "scatter", 2, "16 18");
	topology_free(topology);
}

/* Some cores have one CPU left, and the packages differ in size. */
Test(topology, restricted_unevenly)
{
	struct topology *topology = described("package:2 l3:2 core:2 pu:2", "0-1,3,8,12-15");

	cr_assert_eq(topology_cores(topology), 5);
	cr_assert_eq(topology_cpus(topology), 8);
	check_place(topology, "cores", 8, "0 3 8 12 14 1 13 15");
	check_place(topology, "compact", 8, "0 1 3 8 12 13 14 15");
	check_place(topology, "scatter", 8, "0 8 3 12 14 1 13 15");
	topology_free(topology);

	/* packages stay balanced even where one's caches end early */
	topology = described("package:2 l3:2 core:3 pu:1", "0,1,3,6-8");
	check_place(topology, "scatter", 6, "0 6 3 7 1 8");
	topology_free(topology);
}

Test(topology, refusals)
{
	struct topology *topology = described("package:1 core:2 pu:1", "");

	check_refused(topology, "cores", 16,
		"16 cores requested, but this process may use only 2 (CPUs 0-1)");
	check_refused(topology, "compact", 3,
		"3 cores requested, but this process may use only 2 (CPUs 0-1)");
	check_refused(topology, "scatter", 3,
		"3 cores requested, but this process may use only 2 (CPUs 0-1)");
	check_refused(topology, "none", 3,
		"3 cores requested, but this process may use only 2 (CPUs 0-1)");
	check_refused(topology, "none", 0, "0 cores requested; give at least 1");
	check_refused(topology, "1,0", 3,
		"3 cores requested, but the list of CPUs has only 2 (1,0)");
	check_refused(topology, "0,5", 2, "CPU 5 may not be used by this process, only CPUs 0-1");
	/* also where the first ones would do: the list is wrong all the same */
	check_refused(topology, "0,5", 1, "CPU 5 may not be used by this process, only CPUs 0-1");
	topology_free(topology);

	topology = described("package:2 core:2 pu:1", "1-2");
	check_refused(topology, "0", 1, "CPU 0 may not be used by this process, only CPUs 1-2");
	topology_free(topology);
}

/* What holds for every policy on every machine: each usable CPU once, more workers only append, and
 * no core gets a second worker before each has one (but for compact). */
static void check_order(const struct topology *topology, const char *policy, const char *where)
{
	unsigned all[CPUS], some[CPUS], cpus = topology_cpus(topology),
					cores = topology_cores(topology);
	struct pin pin = pin_of(policy), list = {.policy = PIN_LIST, .count = cpus};
	struct error error = {0};
	bool seen[CPUS] = {false};

	cr_assert_eq(topology_place(topology, &pin, cpus, all, &error), 0, "%s: %s", where,
		error.text);
	for (unsigned i = 0; i < cpus; i++) {
		cr_assert_lt(all[i], CPUS);
		cr_assert_not(seen[all[i]], "%s, %s: CPU %u twice", where, policy, all[i]);
		seen[all[i]] = true;
		list.list[i] = all[i];
	}
	cr_assert_eq(topology_place(topology, &list, cpus, some, &error), 0, "%s", error.text);
	for (unsigned count = 1; count <= cpus; count++) {
		cr_assert_eq(topology_place(topology, &pin, count, some, &error), 0);
		cr_assert_arr_eq(some, all, count * sizeof(*all), "%s, %s, %u", where, policy,
			count);
	}
	if (pin.policy != PIN_COMPACT) {
		unsigned free_cores = topology_others(topology, all, cores, true, some);

		cr_assert_eq(free_cores, 0, "%s, %s: a core without a worker", where, policy);
	}
}

Test(topology, orders_on_any_machine)
{
	static const char *const descriptions[] = {"package:2 core:8 pu:2",
		"package:2 numa:2 l3:1 core:4 pu:2", "numa:2 package:2 l3:2 core:2 pu:1", "pu:8",
		"core:6 pu:4", "package:1 l3:3 l2:2 core:2 pu:2"};
	static const char *const policies[] = {"cores", "compact", "scatter", "none"};

	for (size_t i = 0; i < COUNT(descriptions); i++) {
		struct topology *whole = described(descriptions[i], "");
		unsigned cpus = topology_cpus(whole), random = 12345;

		topology_free(whole);
		for (unsigned round = 0; round < 20; round++) {
			char allowed[512] = "", where[640];
			struct topology *topology;

			for (unsigned cpu = 0; round > 0 && cpu < cpus; cpu++) {
				random = random * 1103515245 + 12345;
				if ((random >> 16) % 3 != 0 ||
					(cpu == cpus - 1 && *allowed == '\0'))
					snprintf(allowed + strlen(allowed),
						sizeof(allowed) - strlen(allowed), "%s%u",
						*allowed != '\0' ? "," : "", cpu);
			}
			topology = described(descriptions[i], allowed);
			snprintf(where, sizeof(where), "%s [%s]", descriptions[i], allowed);
			for (size_t policy = 0; policy < COUNT(policies); policy++)
				check_order(topology, policies[policy], where);
			topology_free(topology);
		}
	}
}

Test(topology, others)
{
	struct topology *topology = described("package:1 core:3 pu:2", "");
	static const unsigned used[] = {0, 3};
	unsigned rest[CPUS];
	char text[64];
	unsigned count;

	count = topology_others(topology, used, 2, false, rest);
	cr_assert_str_eq(text_format_cpus(text, sizeof(text), rest, count), "1-2,4-5");
	count = topology_others(topology, used, 2, true, rest);
	cr_assert_str_eq(text_format_cpus(text, sizeof(text), rest, count), "4-5");
	count = topology_others(topology, used, 0, true, rest);
	cr_assert_str_eq(text_format_cpus(text, sizeof(text), rest, count), "0-5");
	topology_free(topology);

	topology = described("package:1 core:3 pu:2", "0-3");
	cr_assert_eq(topology_others(topology, used, 2, true, rest), 0);
	topology_free(topology);
}

Test(topology, bad_descriptions)
{
	static const struct {
		const char *description, *allowed, *says;
	} cases[] = {
		{"", "", "\"\" is not a synthetic topology"},
		{"package:2 foo:3", "", "\"package:2 foo:3\" is not a synthetic topology"},
		{"package:0 pu:1", "", "not a synthetic topology"},
		{"package:2 core:2 pu:", "", "not a synthetic topology"},
		{"hello", "", "not a synthetic topology"},
		{"core:2 pu:2", "0,4", "not all of the CPUs 0,4 are in the topology"},
		{"core:2 pu:2", "x", "\"x\" is not a list of CPUs"},
		{"core:2 pu:2", "1,1", "\"1,1\" is not a list of CPUs"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct topology *topology = NULL;
		struct error error = {0};

		cr_assert_eq(topology_load_synthetic(&topology, cases[i].description,
				     cases[i].allowed, &error),
			-1, "\"%s\" is taken", cases[i].description);
		cr_assert_null(topology);
		cr_assert_not_null(strstr(error.text, cases[i].says), "%s", error.text);
	}
}

Test(topology, pins)
{
	static const char *const good[] = {"cores", "compact", "scatter", "none", "0,2-3", "7"};
	static const char *const bad[] = {"", "core s", "Cores!", "0,0", "3-1", "all", "-1"};
	struct error error = {0};
	struct pin pin;
	char text[64];

	for (size_t i = 0; i < COUNT(good); i++) {
		pin = pin_of(good[i]);
		cr_assert_str_eq(pin_format(&pin, text, sizeof(text)), good[i]);
	}
	for (size_t i = 0; i < COUNT(bad); i++) {
		error.text[0] = '\0';
		cr_assert_eq(pin_parse(&pin, bad[i], &error), -1, "\"%s\"", bad[i]);
		cr_assert_not_null(strstr(error.text, "cores, compact, scatter, none"), "%s",
			error.text);
	}
	error.text[0] = '\0';
	cr_assert_eq(pin_parse(&pin, "scater", &error), -1);
	cr_assert_not_null(strstr(error.text, "did you mean \"scatter\"?"), "%s", error.text);
}
