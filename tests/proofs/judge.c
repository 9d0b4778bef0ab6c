/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What recordings of A/A pairs come to: how often each rule finds a change where there is none. A
 * Markdown table, a row for each class and condition.
 *
 * The rules are breakeven's own (results/verdict/comparison.h), for each pair alone and for all
 * pairs of a row as one family, and benchstat's and Criterion.rs's (rules.h), the latter two on all
 * samples of a pair and, as these programs are mostly used, on the samples of one process for each
 * side. The intervals behind the shares are those of Wilson, 95 % (E. B. Wilson, Probable
 * Inference, the Law of Succession, and Statistical Inference, JASA 22 (1927), 209-212).
 */
#include "config.h"

#include <getopt.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "results/verdict/comparison.h"
#include "results/summary/summary.h"
#include "support/text.h"
#include "tests/proofs/recording.h"
#include "tests/proofs/rules.h"

#define NORMAL_975 1.959963984540054

static const char help[] =
	"Usage: judge [--blocks N] [--apart] [--more PERCENT] [--quiet N] FILE\n"
	"\n"
	"Says how often identical cases look different, from what tests/proofs/record wrote.\n"
	"\n"
	"  --blocks N  uses only the first N blocks of each case\n"
	"  --apart     takes blocks of a number not as pairs, however many there are\n"
	"  --more P    adds P percent to the times of the second case of each pair: how often is it found?\n"
	"  --quiet N   only pairs of which at most N blocks were disturbed\n"
	"  --help      this text\n";

struct options {
	size_t blocks, quiet;
	bool apart;
	double more; /* 0.05 for 5 % */
	const char *file;
};

/* Of a row: how many pairs there are, and how many of them each rule alarms at. */
struct row {
	size_t pairs;
	size_t alone, unknown; /* each as a comparison of its own; those that could find nothing */
	size_t holm, possible; /* all as one family; those that could have found something */
	size_t benchstat, benchstat_process;
	size_t criterion, criterion_process;
};

static _Noreturn void refuse(const struct error *error)
{
	fprintf(stderr, "judge: %s\n", error->text);
	exit(2);
}

/* Times of a task over the first so many blocks. */
static struct times pool(const struct case_record *record, size_t blocks)
{
	struct times times = {0};
	size_t room = 0;

	for (size_t i = 0; i < record->block_count && i < blocks; i++)
		room += record->blocks[i].sample_count;
	times.values = calloc(room + 1, sizeof(*times.values));
	for (size_t i = 0; i < record->block_count && i < blocks && times.values != NULL; i++) {
		const struct block *block = &record->blocks[i];

		for (size_t j = 0; j < block->sample_count; j++)
			times.values[times.count++] =
				(double)block->samples[j].elapsed_ns / (double)block->tasks;
	}
	return times;
}

/* Both rules on samples of so many blocks. */
static int apply_rules(const struct recording *recording, size_t blocks, size_t *benchstat,
	size_t *criterion, struct error *error)
{
	struct times a = pool(&recording->cases[0], blocks), b = pool(&recording->cases[1], blocks);
	bool by_benchstat = false, by_criterion = false;
	int status = rules_benchstat(&by_benchstat, &a, &b, error);

	if (status == 0)
		status = rules_criterion(&by_criterion, &a, &b, recording->seed, error);
	*benchstat += by_benchstat;
	*criterion += by_criterion;
	free(a.values);
	free(b.values);
	return status;
}

static bool is_alarm(const struct comparison *comparison)
{
	return comparison->change == CHANGE_FASTER || comparison->change == CHANGE_SLOWER;
}

/* Each alone, then all as a family. */
static int apply_own(struct row *row, struct comparison *comparisons, struct error *error)
{
	for (size_t i = 0; i < row->pairs; i++) {
		if (comparison_family(&comparisons[i], 1, COMPARISON_LEVEL, error) < 0)
			return -1;
		row->alone += is_alarm(&comparisons[i]);
		row->unknown += comparisons[i].change == CHANGE_UNKNOWN;
	}
	if (comparison_family(comparisons, row->pairs, COMPARISON_LEVEL, error) < 0)
		return -1;
	for (size_t i = 0; i < row->pairs; i++) {
		row->holm += is_alarm(&comparisons[i]);
		row->possible += isfinite(comparisons[i].detectable) != 0;
	}
	return 0;
}

static size_t count_disturbed(const struct recording *recording)
{
	size_t count = 0;

	for (unsigned side = 0; side < 2; side++)
		for (size_t i = 0; i < recording->cases[side].block_count; i++)
			count += recording->cases[side].blocks[i].disturbed.found;
	return count;
}

/* The pairs that are like this one, which is the first of them. */
static int judge_like(struct row *row, const struct recordings *recordings,
	const struct recording *first, const struct options *options, struct error *error)
{
	struct comparison *comparisons = calloc(recordings->count, sizeof(*comparisons));
	int status = comparisons != NULL ? 0 : error_set(error, "out of memory");

	*row = (struct row){0};
	for (size_t i = 0; i < recordings->count && status == 0; i++) {
		const struct recording *one = &recordings->entries[i];

		if (one->neighbour != first->neighbour || strcmp(one->class, first->class) != 0 ||
			count_disturbed(one) > options->quiet)
			continue;
		comparisons[row->pairs++] = (struct comparison){
			.a = &one->cases[0], .b = &one->cases[1], .side_by_side = !options->apart};
		status = apply_rules(one, SIZE_MAX, &row->benchstat, &row->criterion, error);
		if (status == 0)
			status = apply_rules(one, 1, &row->benchstat_process,
				&row->criterion_process, error);
	}
	if (status == 0)
		status = apply_own(row, comparisons, error);
	free(comparisons);
	return status;
}

static void print_share(size_t alarms, size_t pairs)
{
	double n = (double)pairs, share = (double)alarms / n, z = NORMAL_975;
	double middle = (share + z * z / (2 * n)) / (1 + z * z / n);
	double half = z / (1 + z * z / n) * sqrt(share * (1 - share) / n + z * z / (4 * n * n));

	printf(" %.1f %% (%.1f–%.1f) |", 100 * share, 100 * fmax(0, middle - half),
		100 * fmin(1, middle + half));
}

static void print_row(const struct recording *first, const struct row *row)
{
	printf("| %s | %s | %zu |", first->class, first->neighbour ? "yes" : "no", row->pairs);
	print_share(row->alone, row->pairs);
	printf(" %zu | %zu of %zu |", row->unknown, row->holm, row->possible);
	print_share(row->benchstat, row->pairs);
	print_share(row->benchstat_process, row->pairs);
	print_share(row->criterion, row->pairs);
	print_share(row->criterion_process, row->pairs);
	putchar('\n');
}

static bool is_first(const struct recordings *recordings, size_t number)
{
	const struct recording *one = &recordings->entries[number];

	for (size_t i = 0; i < number; i++)
		if (recordings->entries[i].neighbour == one->neighbour &&
			strcmp(recordings->entries[i].class, one->class) == 0)
			return false;
	return true;
}

static void judge(const struct recordings *recordings, const struct options *options)
{
	struct error error = {0};
	struct row row;

	puts("| class | neighbour | pairs | breakeven | cannot say | after Holm | benchstat, pooled | "
	     "benchstat, one process | Criterion.rs, pooled | Criterion.rs, one process |\n"
	     "|---|---|---|---|---|---|---|---|---|---|");
	for (size_t i = 0; i < recordings->count; i++) {
		const struct recording *first = &recordings->entries[i];

		if (!is_first(recordings, i))
			continue;
		if (judge_like(&row, recordings, first, options, &error) < 0)
			refuse(&error);
		if (row.pairs > 0)
			print_row(first, &row);
		fflush(stdout);
	}
}

/* Leaves the first blocks only. */
static void shorten(struct recordings *recordings, size_t blocks)
{
	struct error error = {0};

	for (size_t i = 0; i < recordings->count; i++)
		for (unsigned side = 0; side < 2; side++) {
			struct case_record *record = &recordings->entries[i].cases[side];

			while (record->block_count > blocks)
				block_clear(&record->blocks[--record->block_count]);
			if (case_record_summarise(record, &error) < 0)
				refuse(&error);
		}
}

/* Makes the second case of each pair so much slower. */
static void slow_down(struct recordings *recordings, double more)
{
	for (size_t i = 0; i < recordings->count; i++) {
		struct case_record *record = &recordings->entries[i].cases[1];

		for (size_t j = 0; j < record->block_count; j++)
			for (size_t k = 0; k < record->blocks[j].sample_count; k++)
				record->blocks[j].samples[k].elapsed_ns =
					(uint64_t)((double)record->blocks[j].samples[k].elapsed_ns *
						(1 + more));
	}
}

static void parse(struct options *options, int argc, char **argv)
{
	static const struct option names[] = {{"blocks", required_argument, NULL, 'b'},
		{"apart", no_argument, NULL, 'a'}, {"more", required_argument, NULL, 'm'},
		{"quiet", required_argument, NULL, 'q'}, {"help", no_argument, NULL, 'h'},
		{NULL, 0, NULL, 0}};
	struct error error = {0};
	double number;
	int option;

	*options = (struct options){.blocks = SIZE_MAX, .quiet = SIZE_MAX};
	while ((option = getopt_long(argc, argv, "", names, NULL)) >= 0) {
		if (option == 'h') {
			fputs(help, stdout);
			exit(0);
		} else if (option == 'a') {
			options->apart = true;
		} else if (option == 'b' && text_parse_number(optarg, &number) == 0 &&
			number >= 1 && number <= 1000) {
			options->blocks = (size_t)number;
		} else if (option == 'm' && text_parse_number(optarg, &number) == 0 &&
			number >= 0 && number <= 1000) {
			options->more = number / 100;
		} else if (option == 'q' && text_parse_number(optarg, &number) == 0 &&
			number >= 0 && number <= 1000) {
			options->quiet = (size_t)number;
		} else {
			error_set(&error, "`judge --help` says what it takes");
			refuse(&error);
		}
	}
	if (optind + 1 != argc) {
		error_set(&error, "one FILE is needed; `judge --help` says what for");
		refuse(&error);
	}
	options->file = argv[optind];
}

int main(int argc, char **argv)
{
	struct recordings recordings;
	struct options options;
	struct error error = {0};

	parse(&options, argc, argv);
	if (recordings_read(&recordings, options.file, &error) < 0)
		refuse(&error);
	slow_down(&recordings, options.more);
	shorten(&recordings, options.blocks);
	judge(&recordings, &options);
	recordings_close(&recordings);
	return 0;
}
