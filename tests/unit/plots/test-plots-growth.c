/* SPDX-License-Identifier: GPL-3.0-or-later */
/* That the scripts of charts take time in proportion to the cases of a result, whatever the cases
 * have in common. */
#include "config.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "plots/chart_kind.h"
#include "results/record/record.h"

#define FEW 2000
#define TIMES 4          /* as many cases again */
#define AT_MOST 10       /* times the time: in proportion it is 4, by pairs of cases 16 */
#define NEGLIGIBLE_S 0.1 /* no growth of any kind is seen in less */
#define ATTEMPTS 3

/* One case of `total`: which of each axis it has. */
struct shape {
	const char *name, *workload;
	size_t texts, keys, runners, variants; /* how many different ones; 0: as many as cases */
};

static const struct shape shapes[] = {
	{"workloads' parameters", "counter", 0, 1, 4, 1},
	{"sets of one sweep", "mixed", 0, 4, 3, 1},
	{"values of a number", "sum", 0, 0, 2, 1},
	{"runners", "counter", 1, 1, 0, 1},
	{"variants of a runner", "counter", 1, 1, 2, 0},
	{"concurrencies", "counter", 1, 1, 2, 1},
	{"shares of one sweep", "mixed", 0, 0, 3, 1},
	{"concurrencies of a share", "mixed", 1, 1, 3, 1},
};

static char *text_of(const char *before, size_t number, const char *after)
{
	char *text;

	cr_assert_gt(asprintf(&text, "%s%zu%s", before, number, after), 0);
	return text;
}

static void make_case(struct case_record *record, const struct shape *shape, size_t i)
{
	size_t runners = shape->runners > 0 ? shape->runners : SIZE_MAX;
	size_t runner = i % runners;
	size_t text = shape->texts > 0 ? 0 : i / (runners < 4 ? runners : 4);
	bool mixed = strcmp(shape->workload, "mixed") == 0;
	bool serial = runner == 0;

	record->workload = strdup(shape->workload);
	record->workload_text = mixed && shape->keys == 4
		? text_of("{cpu=1,task=", text, "ns}")
		: text_of(mixed ? "{cpu=" : "{number=", text, mixed ? ",task=1ms}" : "}");
	record->workload_parameters = mixed && shape->keys == 4
		? json_pack("{s:i, s:I}", "cpu_percent", 1, "task_ns", (json_int_t)text)
		: mixed ? json_pack("{s:f, s:i}", "cpu_percent", 0.01 * (double)text, "task_ns", 1)
			: json_pack("{s:I}", "number", (json_int_t)text + 1);
	record->runner = text_of("runner-", runner, "");
	record->runner_text = text_of("{chunk=", shape->variants > 0 ? 0 : i, "}");
	record->model = strdup(serial ? "serial" : "threads");
	record->cores = runner == 1 ? 2 : 1;
	record->concurrency = serial ? 1 : runner == 1 ? 2 : 2 + (unsigned)(i / 8);
	record->status = STATUS_OK;
	record->summary.blocks = 1;
	record->summary.tasks_per_second =
		(struct estimate){.median = 1000 + (double)(i % 97), .low = 990, .high = 1100};
}

static void make_result(struct result *result, const struct shape *shape, size_t count)
{
	*result = (struct result){
		.cases = calloc(count, sizeof(struct case_record)), .case_count = count};
	cr_assert_not_null(result->cases);
	for (size_t i = 0; i < count; i++)
		make_case(&result->cases[i], shape, i);
}

static double cpu_s(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* Writes the scripts and data of all charts. */
static double draw_s(const struct result *result, int folder)
{
	static const struct chart_kind *const kinds[] = {
		&chart_crossover, &chart_throughput, &chart_scaling, &chart_granularity};
	double begin = cpu_s();
	struct error error = {0};
	struct chart_index index;

	cr_assert_eq(chart_index_make(&index, result, &error), 0, "%s", error.text);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		struct canvas canvas = {.folder = folder, .name = kinds[i]->name};
		char note[LABEL_SIZE] = "", name[64];

		cr_assert_eq(kinds[i]->write(&index, &canvas, note, &error), 0, "%s", error.text);
		cr_assert_eq(canvas_close(&canvas, &error), 0, "%s", error.text);
		snprintf(name, sizeof(name), "%s.gp", kinds[i]->name);
		unlinkat(folder, name, 0);
		snprintf(name, sizeof(name), "%s.dat", kinds[i]->name);
		unlinkat(folder, name, 0);
	}
	chart_index_clear(&index);
	return cpu_s() - begin;
}

/* The least of some attempts: a busy machine only adds to it. */
static double least_s(const struct shape *shape, size_t count, int folder)
{
	double least = 1e9;
	struct result result;

	make_result(&result, shape, count);
	for (unsigned i = 0; i < ATTEMPTS; i++) {
		double once = draw_s(&result, folder);

		least = once < least ? once : least;
	}
	result_clear(&result);
	return least;
}

Test(plots_growth, scripts_take_time_in_proportion_to_the_cases)
{
	char path[] = "/tmp/breakeven-test-growth.XXXXXX";
	int folder;

	cr_assert_not_null(mkdtemp(path));
	folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
		double more = least_s(&shapes[i], TIMES * FEW, folder);
		double few = more > NEGLIGIBLE_S ? least_s(&shapes[i], FEW, folder) : more;

		cr_expect_lt(more, AT_MOST * few, "%s: %g s for %d cases, %g s for %d",
			shapes[i].name, more, TIMES * FEW, few, FEW);
	}
	close(folder);
	rmdir(path);
}
