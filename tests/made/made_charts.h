/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A result made by hand, the charts of it in a folder of their own, and looks into them. */
#ifndef BREAKEVEN_TESTS_MADE_MADE_CHARTS_H
#define BREAKEVEN_TESTS_MADE_MADE_CHARTS_H

#include <dirent.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "plots/charts.h"
#include "tests/made/made_result.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static char charts_base[] = "/tmp/breakeven-test-plots.XXXXXX"; /* the working folder */
static char charts[sizeof(charts_base) + 16];                   /* in it */
static struct result result;

static inline void charts_add_runner(const char *name)
{
	struct runner_record *runner;

	result.runners = reallocarray(result.runners, result.runner_count + 1, sizeof(*runner));
	cr_assert_not_null(result.runners);
	runner = &result.runners[result.runner_count++];
	runner->name = strdup(name);
	runner->model = strdup("threads");
}

/* A result without cases and runners, of a machine and suite with these words. */
static inline void charts_result(const char *word, const char *started)
{
	made_init(&result);
	result.tool = json_pack("{s:s, s:s}", "name", "breakeven", "version", "1.2.3");
	result.machine = json_pack("{s:i}", "cores", 2);
	json_object_set_new(result.machine, "cpu_model", json_string_nocheck(word));
	json_object_set_new(result.machine, "kernel", json_string_nocheck(word));
	result.suite = strdup(word);
	result.started = strdup(started);
}

static inline void charts_open(void)
{
	cr_assert_not_null(mkdtemp(charts_base));
	cr_assert_eq(chdir(charts_base), 0);
	snprintf(charts, sizeof(charts), "%s/charts", charts_base);
	charts_result("quick", "2026-11-22T15:20:02Z");
	charts_add_runner("serial");
	charts_add_runner("threads");
	charts_add_runner("async");
}

static inline int charts_remove(const char *path, const struct stat *about, int kind,
	struct FTW *place)
{
	(void)about;
	(void)kind;
	(void)place;
	return remove(path);
}

static inline void charts_close(void)
{
	result_clear(&result);
	nftw(charts_base, charts_remove, 8, FTW_DEPTH | FTW_PHYS);
}

/* One case, its blocks within 1 % of the rate. */
static inline struct case_record *charts_add(const char *workload, const char *text,
	const char *runner, unsigned cores, unsigned concurrency, double rate)
{
	return made_case(&result,
		(struct made){.workload = workload,
			.text = text,
			.runner = runner,
			.cores = cores,
			.concurrency = concurrency,
			.rate = rate,
			.spread = 0.01});
}

/* Computing on one and two cores. */
static inline void charts_add_sum(const char *workload, const char *text, const char *runner)
{
	charts_add(workload, text, "serial", 1, 1, 1000);
	charts_add(workload, text, runner, 2, 2, 1950);
	charts_add(workload, text, runner, 2, 64, 1940);
	charts_add(workload, text, runner, 1, 1, 990);
	charts_add(workload, text, "async", 1, 64, 980);
}

/* Work of 1 ms with a CPU share from 0 to 100 %: many in flight on one core against two cores,
 * which are better by `gain` than they should be. */
static inline void charts_add_mixed(double gain, double spread)
{
	static const double in_flight[] = {60000, 5000, 2500, 5000.0 / 3, 1250, 1000};
	double cores[COUNT(in_flight)];

	for (size_t i = 0; i < COUNT(cores); i++)
		cores[i] = 2000 * gain;
	made_mixed(&result, in_flight, cores, COUNT(cores), spread);
}

static inline struct chart_list charts_must_draw(void)
{
	struct chart_list drawn;
	struct error error = {0};

	cr_assert_eq(charts_draw(&result, charts, &drawn, &error), 0, "%s", error.text);
	return drawn;
}

/* A file of the charts' folder; the caller frees. */
static inline char *charts_contents(const char *name)
{
	char path[512];
	char *text = NULL;
	size_t size = 0;
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", charts, name);
	file = fopen(path, "re");
	cr_assert_not_null(file, "%s is missing", path);
	cr_assert_neq(getdelim(&text, &size, EOF, file), -1, "%s is empty", path);
	fclose(file);
	return text;
}

static inline void charts_expect(const char *name, const char *expected)
{
	char *text = charts_contents(name);

	cr_expect_not_null(strstr(text, expected), "%s does not contain: %s", name, expected);
	free(text);
}

static inline void charts_expect_without(const char *name, const char *unexpected)
{
	char *text = charts_contents(name);

	cr_expect_null(strstr(text, unexpected), "%s contains: %s", name, unexpected);
	free(text);
}

/* That a picture is whole. */
static inline void charts_expect_picture(const char *name)
{
	char *text = charts_contents(name);

	if (strstr(name, ".png"))
		cr_expect_eq(memcmp(text, "\x89PNG", 4), 0, "%s is no PNG", name);
	else
		cr_expect_not_null(strstr(text, "</svg>"), "%s is not complete", name);
	free(text);
}

/* How many files there are in the folder of the charts, which may be gone. */
static inline size_t charts_count(void)
{
	DIR *directory = opendir(charts);
	size_t count = 0;

	if (directory == NULL)
		return 0;
	while (readdir(directory))
		count++;
	closedir(directory);
	return count - 2; /* . and .. */
}

#endif
