/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The charts of a result that is accepted: their scripts and data, as gnuplot would be given them.
 * gnuplot itself is not started.
 */
#include "config.h"

#include "tests/fuzzers/fuzz.h"
#include "tests/fuzzers/json_mutator.h"

#include "plots/chart_kind.h"
#include "results/record/record.h"
#include "results/record/record_json.h"

#include <fcntl.h>
#include <jansson.h>
#include <unistd.h>

static char folder[64];

static void remove_folder(void)
{
	rmdir(folder);
}

/* Once: where the scripts are written. */
static int make_folder(void)
{
	static int opened = -1;

	if (opened >= 0)
		return opened;
	strcpy(folder, "/tmp/breakeven-charts.XXXXXX");
	fuzz_require(mkdtemp(folder) != NULL, "no folder for charts");
	atexit(remove_folder);
	opened = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	fuzz_require(opened >= 0, "no folder for charts");
	return opened;
}

static void draw(const struct chart_index *index, const struct chart_kind *kind)
{
	struct canvas canvas = {.folder = make_folder(), .name = kind->name};
	char note[LABEL_SIZE] = "", path[128];
	struct error error = {0};
	int status = kind->write(index, &canvas, note, &error);

	if (canvas_close(&canvas, &error) < 0 || status < 0)
		fuzz_require(error.text[0] != '\0', "a chart fails without a reason");
	snprintf(path, sizeof(path), "%s/%s.gp", folder, kind->name);
	unlink(path);
	snprintf(path, sizeof(path), "%s/%s.dat", folder, kind->name);
	unlink(path);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	json_t *json = json_loadb((const char *)data, size, JSON_REJECT_DUPLICATES, NULL);
	struct result result = {0};

	if (json != NULL && result_from_json(&result, json, NULL) == 0) {
		struct chart_index index;

		fuzz_require(chart_index_make(&index, &result, NULL) == 0, "no memory");
		draw(&index, &chart_crossover);
		draw(&index, &chart_granularity);
		draw(&index, &chart_scaling);
		draw(&index, &chart_throughput);
		chart_index_clear(&index);
		result_clear(&result);
	}
	json_decref(json);
	return 0;
}
