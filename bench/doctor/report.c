/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of the report except the description of the machine; see report.h. */
#include "config.h"

#include "bench/doctor/report.h"

#include <stdlib.h>
#include <string.h>

#include "results/table/columns.h"

#define LABEL 12 /* columns before the text of a finding */
#define FIX 18   /* columns before the command that fixes it */
#define NARROW 4 /* columns before either in a narrow report */

static const char *colour_of(enum severity severity)
{
	static const char *const colours[] = {
		[SEVERITY_UNKNOWN] = "\033[2m",
		[SEVERITY_FINE] = "\033[32m",
		[SEVERITY_NOTE] = "\033[33m",
		[SEVERITY_DISTRUST] = "\033[1;31m",
	};

	return colours[severity];
}

static void paint(const struct report *report, const char *colour, const char *text)
{
	if (report->colour)
		fputs(colour, report->stream);
	columns_write(report->stream, text, 0);
	if (report->colour)
		fputs("\033[0m", report->stream);
}

static void fill(const struct report *report, size_t from, size_t to)
{
	for (; from < to; from++)
		fputc(' ', report->stream);
}

void report_heading(const struct report *report, const char *text)
{
	if (report->colour)
		fputs("\033[1m", report->stream);
	columns_wrap(report->stream, text, report->width, 0);
	if (report->colour)
		fputs("\033[0m", report->stream);
}

/* The column where texts begin: `column`, or NARROW if the report is narrow. */
static unsigned column_of(const struct report *report, unsigned column)
{
	return column > report->width / 2 ? NARROW : column;
}

/* Fills up to that column, on a new line if the current one is longer. Returns the column. */
static unsigned begin(const struct report *report, size_t used, unsigned column)
{
	column = column_of(report, column);
	if (used >= column) {
		fputc('\n', report->stream);
		used = 0;
	}
	fill(report, used, column);
	return column;
}

/* A text that begins at that column of a new line and is wrapped there. */
static void write_at(const struct report *report, unsigned column, const char *text)
{
	column = begin(report, 0, column);
	columns_wrap_beside(report->stream, text, report->width, column);
}

void report_beside(const struct report *report, unsigned indent, const char *label,
	enum severity severity, const char *text)
{
	fputs("  ", report->stream);
	if (severity == SEVERITY_UNKNOWN)
		columns_write(report->stream, label, 0);
	else
		paint(report, colour_of(severity), label);
	indent = begin(report, 2 + columns_of(label), indent);
	columns_wrap_beside(report->stream, text, report->width, indent);
}

/* A line below a finding; a command is not wrapped. */
static void add(const struct report *report, const char *label, const char *text, bool whole)
{
	size_t used = 0;
	unsigned column;

	if (text[0] == '\0')
		return;
	if (label[0] != '\0') {
		used = column_of(report, LABEL) + columns_of(label);
		fill(report, 0, column_of(report, LABEL));
		fputs(label, report->stream);
	}
	column = begin(report, used, FIX);
	if (whole) {
		paint(report, "\033[36m", text);
		fputc('\n', report->stream);
	} else {
		columns_wrap_beside(report->stream, text, report->width, column);
	}
}

static void write_finding(const struct report *report, const struct finding *finding)
{
	char text[2 * FINDING_TEXT];

	snprintf(text, sizeof(text), "%s: %s", finding->title, finding->text);
	report_beside(report, LABEL, severity_name(finding->severity), finding->severity, text);
	add(report, "fix", finding->command, true);
	add(report, finding->command[0] != '\0' ? "" : "fix", finding->advice, false);
	add(report, "undo", finding->undo, true);
	add(report, "cost", finding->cost, false);
	fputc('\n', report->stream);
}

/* All findings of one severity in one text. */
static void write_short(const struct report *report, const struct diagnosis *diagnosis,
	enum severity severity, const char *label)
{
	char *text = NULL;
	size_t size, count = 0;
	FILE *stream = open_memstream(&text, &size);

	if (stream == NULL)
		return;
	for (size_t i = 0; i < diagnosis->finding_count; i++) {
		const struct finding *finding = &diagnosis->findings[i];

		if (finding->severity != severity)
			continue;
		fprintf(stream, "%s%s", count++ > 0 ? "; " : "", finding->title);
		if (finding->text[0] != '\0')
			fprintf(stream, ": %s", finding->text);
	}
	if (fclose(stream) == 0 && count > 0)
		report_beside(report, LABEL, label, severity, text);
	free(text);
}

void report_findings(const struct report *report, const struct diagnosis *diagnosis)
{
	report_heading(report, "What will disturb a measurement here");
	for (int severity = SEVERITY_DISTRUST; severity >= SEVERITY_NOTE; severity--)
		for (size_t i = 0; i < diagnosis->finding_count; i++)
			if ((int)diagnosis->findings[i].severity == severity)
				write_finding(report, &diagnosis->findings[i]);
	write_short(report, diagnosis, SEVERITY_FINE, "fine");
	write_short(report, diagnosis, SEVERITY_UNKNOWN, "not known");
	fputc('\n', report->stream);
}

void report_self_test(const struct report *report)
{
	report_heading(report, "Self-test");
}

static void cell(const struct report *report, const char *text, size_t columns, bool right)
{
	const size_t own = columns_of(text);

	if (right)
		fill(report, own, columns);
	columns_write(report->stream, text, 0);
	if (!right)
		fill(report, own, columns);
	fputs("  ", report->stream);
}

void report_check(const struct report *report, const struct check *check)
{
	static const enum severity severities[] = {
		[CHECK_UNTESTED] = SEVERITY_UNKNOWN,
		[CHECK_OK] = SEVERITY_FINE,
		[CHECK_FAILED] = SEVERITY_DISTRUST,
	};
	const char *status = check_status_name(check->status);
	char figure[CHECK_TEXT_SIZE] = "–", bound[CHECK_TEXT_SIZE];
	const size_t used = 75; /* columns of all that follows */

	if (check->known)
		check_figure_text(figure, check->kind, check->measured);
	fputs("  ", report->stream);
	paint(report, colour_of(severities[check->status]), status);
	fill(report, columns_of(status), LABEL - 2);
	cell(report, check_bound(check->kind)->title, 27, false);
	cell(report, figure, 11, true);
	check_bound_text(bound, check->kind);
	if (used + columns_of(check->text) <= report->width && check->text[0] != '\0') {
		cell(report, bound, 19, false);
		columns_write(report->stream, check->text, 0);
	} else {
		columns_write(report->stream, bound, 0);
	}
	fputc('\n', report->stream);
	if (check->reason[0] != '\0')
		write_at(report, LABEL, check->reason);
	fflush(report->stream);
}

/* Why the machine is trusted, and what remains unknown. */
static void write_trust(const struct report *report, const struct diagnosis *diagnosis,
	bool unchecked)
{
	const bool tells = diagnosis_tells(diagnosis);
	size_t notes = 0;
	const char *trust;
	char text[256];

	for (size_t i = 0; i < diagnosis->finding_count; i++)
		notes += diagnosis->findings[i].severity == SEVERITY_NOTE;
	if (!tells)
		trust = "It is not known whether figures measured here can be trusted.";
	else if (!diagnosis->tested)
		trust = unchecked
			? "No check that could be made speaks against measuring here; the "
			  "self-test was skipped (--quick)."
			: "Nothing speaks against measuring here; the self-test was skipped "
			  "(--quick).";
	else
		trust = unchecked
			? "Figures measured here can be trusted, as far as it could be checked."
			: "Figures measured here can be trusted.";
	snprintf(text, sizeof(text), "%s%s", trust,
		notes > 0 ? " The notes above name what makes figures less steady, or "
			    "different from another machine's."
			  : "");
	report_beside(report, LABEL, tells ? "trust" : "unsure",
		tells ? SEVERITY_FINE : SEVERITY_NOTE, text);
}

static void write_distrust(const struct report *report,
	char reasons[DIAGNOSIS_REASON_LIMIT][DIAGNOSIS_REASON_SIZE], size_t count)
{
	report_beside(report, LABEL, "distrust", SEVERITY_DISTRUST,
		"Do not trust figures measured here now:");
	for (size_t i = 0; i < count; i++) {
		const unsigned column = begin(report, 0, LABEL) + 2;

		fputs("- ", report->stream);
		columns_wrap_beside(report->stream, reasons[i], report->width, column);
	}
}

void report_verdict(const struct report *report, const struct diagnosis *diagnosis)
{
	static char reasons[DIAGNOSIS_REASON_LIMIT][DIAGNOSIS_REASON_SIZE];
	char unchecked[DIAGNOSIS_REASON_SIZE];
	const size_t count = diagnosis_reasons(diagnosis, reasons);
	const bool some = diagnosis_unchecked(diagnosis, unchecked) > 0;

	report_heading(report, "Verdict");
	if (count == 0)
		write_trust(report, diagnosis, some);
	else
		write_distrust(report, reasons, count);
	if (some)
		write_at(report, LABEL, unchecked);
}
