/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measures twice the work; see scaling_check.h. */
#include "config.h"

#include "bench/run/scaling_check.h"

#include "results/statistics/values.h"
#include "support/text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ATTEMPTS_UNCHANGED 8 /* stops after so many rounds without a faster one */
#define FASTER 0.99
#define LONG_ENOUGH 0.5     /* of the declared time: one round is then enough */
#define ROUNDS_SHORT 3      /* rounds that must agree if a task is shorter than that */
#define SAMPLES_REPEATED 12 /* of long tasks, from the second attempt on */

static bool is_as_it_must_be(double ratio)
{
	return ratio >= PLAN_SCALING_LEAST && ratio <= PLAN_SCALING_MOST;
}

/* The time of a batch without the time that others used its core: processor time plus declared
 * waits, but at most the elapsed time. */
static double own_ns(const struct plan_case *entry, const struct sample *sample)
{
	const double cpu_ns = (double)(sample->user_ns + sample->system_ns);
	const double elapsed_ns = (double)sample->elapsed_ns;

	return cpu_ns > 0 ? fmin(elapsed_ns, cpu_ns + entry->cost.wait_ns) : elapsed_ns;
}

/* The smaller of two times; 0 means not measured. */
static double faster(double before_ns, double ns)
{
	return before_ns > 0 ? fmin(before_ns, ns) : ns;
}

/* Measures one of the pair; sets *fastest_ns to the time of its fastest batch, or 0 if none. Result
 * as scaling_check_pair(). */
static enum outcome measure_one(struct scaling *scaling, struct plan_case *entry,
	double *fastest_ns, struct job job, scaling_run *run, void *context, char **reason,
	struct error *error)
{
	struct block block = {0};
	enum outcome outcome;

	job.workload = entry->workload;
	job.workload_parameters = entry->workload_parameters;
	job.runner = entry->runner;
	job.runner_parameters = entry->runner_parameters;
	job.cores = job.concurrency = 1;
	job.tasks = 1;
	job.samples = scaling->pair.samples;
	job.stamped = false;
	outcome = run(context, &job, entry, &block, error);
	if (outcome == OUTCOME_DONE && block.status == STATUS_INVALID)
		*reason = strdup(block.reason);
	*fastest_ns = 0;
	for (size_t i = 0; i < block.sample_count; i++)
		*fastest_ns = faster(*fastest_ns, own_ns(entry, &block.samples[i]));
	if (block.status != STATUS_OK)
		scaling->unmeasurable = true;
	block_clear(&block);
	return outcome;
}

/* Formats the reason. 0, or -1 with the error. */
static int give_reason(const struct scaling *scaling, char **reason, struct error *error)
{
	const char *name = scaling->pair.single.workload->scales;
	char single[TEXT_NUMBER_SIZE], twice[TEXT_NUMBER_SIZE];

	if (asprintf(reason,
		    "twice the work takes %.3g times as long (%s=%s: %s, %s=%s: %s): the "
		    "compiler may have removed work",
		    scaling->ratio, name,
		    parameters_text(scaling->pair.single.workload_parameters, name),
		    text_duration_rounded(single, sizeof(single), scaling->single_ns), name,
		    parameters_text(scaling->pair.twice.workload_parameters, name),
		    text_duration_rounded(twice, sizeof(twice), scaling->twice_ns)) >= 0)
		return 0;
	*reason = NULL;
	return error_set(error, "no memory");
}

/* A round: measures both. As scaling_check_pair(). */
static enum outcome measure_both(struct scaling *scaling, const struct job *settings,
	scaling_run *run, void *context, char **reason, struct error *error)
{
	double single_ns, twice_ns;
	enum outcome outcome = measure_one(scaling, &scaling->pair.single, &single_ns, *settings,
		run, context, reason, error);

	if (outcome == OUTCOME_DONE && !scaling->unmeasurable)
		outcome = measure_one(scaling, &scaling->pair.twice, &twice_ns, *settings, run,
			context, reason, error);
	if (outcome != OUTCOME_DONE || scaling->unmeasurable)
		return outcome;
	if (single_ns <= 0 || twice_ns <= 0) {
		scaling->unmeasurable = true;
		return OUTCOME_DONE;
	}
	scaling->single_ns = faster(scaling->single_ns, single_ns);
	scaling->twice_ns = faster(scaling->twice_ns, twice_ns);
	scaling->rounds[scaling->round_count++] = twice_ns / single_ns;
	scaling->ratio = scaling->twice_ns / scaling->single_ns;
	return OUTCOME_DONE;
}

/* Sets *median to the median of the rounds' ratios. 0, or -1 if memory is out. */
static int take_median(const struct scaling *scaling, double *median, struct error *error)
{
	double *sorted = values_sorted(scaling->rounds, scaling->round_count,
		"how long twice the work takes", error);

	if (sorted == NULL)
		return -1;
	*median = values_median_of_sorted(sorted, scaling->round_count);
	free(sorted);
	return 0;
}

/* 1 if the median of the rounds' ratios is as expected, which then becomes the ratio. 0 if it is
 * not, -1 if memory is out. */
static int believe_rounds(struct scaling *scaling, struct error *error)
{
	double median;

	if (take_median(scaling, &median, error) < 0)
		return -1;
	if (!is_as_it_must_be(median))
		return 0;
	scaling->ratio = median;
	return 1;
}

/* 1 if the fastest batches so far have the expected ratio, and not by chance: if work was removed,
 * all batches fit into one slow moment of a core. 0 if not, -1 if memory is out. */
static int believe_fastest(const struct scaling *scaling, struct error *error)
{
	double median;

	if (!is_as_it_must_be(scaling->ratio))
		return 0;
	if (scaling->single_ns >= LONG_ENOUGH * plan_scaling_task_ns(&scaling->pair.single))
		return 1;
	if (scaling->round_count < ROUNDS_SHORT)
		return 0;
	return take_median(scaling, &median, error) < 0 ? -1 : is_as_it_must_be(median);
}

enum outcome scaling_check_pair(struct scaling *scaling, const struct job *settings,
	scaling_run *run, void *context, char **reason, struct error *error)
{
	double sum_ns = 0;
	enum outcome outcome;
	int unchanged = 0, believed;

	*reason = NULL;
	while (scaling->round_count < SCALING_ROUNDS && unchanged < ATTEMPTS_UNCHANGED) {
		outcome = measure_both(scaling, settings, run, context, reason, error);
		if (outcome != OUTCOME_DONE || scaling->unmeasurable)
			return outcome;
		believed = believe_fastest(scaling, error);
		if (believed != 0)
			return believed < 0 ? OUTCOME_FAILED : OUTCOME_DONE;
		unchanged = scaling->single_ns + scaling->twice_ns < FASTER * sum_ns
			? 0
			: unchanged + 1;
		sum_ns = scaling->single_ns + scaling->twice_ns;
		/* The machine is disturbed, or work was removed and takes no time. */
		if (scaling->pair.samples < SAMPLES_REPEATED)
			scaling->pair.samples *= 2;
	}
	believed = believe_rounds(scaling, error);
	if (believed < 0 || (believed == 0 && give_reason(scaling, reason, error) < 0))
		return OUTCOME_FAILED;
	return OUTCOME_DONE;
}

/* Tries the work of a case, which is called `name`. As scaling_check_pair(). */
static enum outcome try_named(const struct plan_case *entry, const char *name,
	const struct job *settings, scaling_run *run, void *context, struct progress *progress,
	char **reason, json_t *ratios, struct error *error)
{
	struct error cause = {0};
	struct scaling scaling = {0};
	char *words;
	enum outcome outcome;
	int tried;

	if (is_as_it_must_be(json_number_value(json_object_get(ratios, name))))
		return OUTCOME_DONE;
	tried = plan_scaling_pair(&scaling.pair, entry, &cause);
	if (tried == 0)
		return OUTCOME_DONE;
	if (tried < 0) {
		error_prefix(&cause, "twice the work cannot be measured");
		*reason = strdup(cause.text);
		return *reason != NULL ? OUTCOME_DONE : error_set(error, "no memory");
	}
	if (asprintf(&words, "trying twice the work: %s", name) < 0)
		return error_set(error, "no memory");
	progress_say(progress, words);
	free(words);
	outcome = scaling_check_pair(&scaling, settings, run, context, reason, error);
	if (outcome == OUTCOME_DONE && scaling.ratio > 0 &&
		json_object_set_new(ratios, name, json_real(scaling.ratio)) < 0)
		return error_set(error, "no memory");
	return outcome;
}

/* One workload with its parameters. As scaling_check_pair(). */
static enum outcome try_case(const struct plan_case *entry, const struct job *settings,
	scaling_run *run, void *context, struct progress *progress, char **reason, json_t *ratios,
	struct error *error)
{
	char *text = parameters_format_new(entry->workload_parameters), *name = NULL;
	enum outcome outcome;

	if (text == NULL || asprintf(&name, "%s%s", entry->workload->name, text) < 0)
		outcome = error_set(error, "no memory");
	else
		outcome = try_named(entry, name, settings, run, context, progress, reason, ratios,
			error);
	free(name);
	free(text);
	return outcome;
}

/* The state of a workload with its parameters. */
struct work_state {
	size_t first; /* index of its first case */
	bool known;   /* `first` is set */
	bool wanted;  /* some block of its cases must still be measured */
};

static bool has_all_blocks(const struct plan *plan, const struct case_record *record)
{
	return record->block_count > 0 &&
		record->blocks[record->block_count - 1].block + 1 >= plan->settings.blocks;
}

/* One for each work of the plan, to be freed; NULL if memory is out. */
static struct work_state *list_works(const struct plan *plan, const struct result *result)
{
	struct work_state *works = calloc(plan->case_count + 1, sizeof(*works));

	for (size_t i = 0; works != NULL && i < plan->case_count; i++) {
		struct work_state *work = &works[plan->cases[i].work];

		if (!work->known)
			work->first = i;
		work->known = true;
		work->wanted = work->wanted || !has_all_blocks(plan, &result->cases[i]);
	}
	return works;
}

enum outcome scaling_check_all(const struct plan *plan, const struct result *result,
	const struct job *settings, scaling_run *run, void *context, struct progress *progress,
	char **reasons, json_t *ratios, struct error *error)
{
	struct work_state *works = list_works(plan, result);
	enum outcome outcome = OUTCOME_DONE;

	if (works == NULL)
		return error_set(error, "no memory");
	for (size_t i = 0; i < plan->case_count && outcome == OUTCOME_DONE; i++) {
		const struct work_state *work = &works[plan->cases[i].work];

		if (work->first == i && work->wanted)
			outcome = try_case(&plan->cases[i], settings, run, context, progress,
				&reasons[i], ratios, error);
		else if (work->first < i && reasons[work->first] != NULL &&
			(reasons[i] = strdup(reasons[work->first])) == NULL)
			outcome = error_set(error, "no memory");
	}
	free(works);
	return outcome;
}
