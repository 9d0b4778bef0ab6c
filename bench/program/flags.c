/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command line of every command; see flags.h. */
#include "config.h"

#include "bench/program/flags.h"

#include <stdbool.h>
#include <string.h>

#include "bench/program/command.h"
#include "bench/program/terminal.h"
#include "results/table/columns.h"
#include "support/text.h"

#define FLAG_LIMIT 64   /* of one command */
#define COLUMN_LIMIT 32 /* of the help's first column */
#define CELL_SIZE 128

static const struct flag help_flag = {.letter = 'h', .name = "help", .help = "print this text"};

/* The state of the parser. */
struct reading {
	const struct flag_set *set;
	flags_take *take;
	void *context;
	char **next, **end;
	struct error *error;
};

/* The entry at a position of the set, with help as the last one; NULL after that. */
static const struct flag *flag_at(const struct flag_set *set, size_t position)
{
	size_t count = 0;

	while (set->flags != NULL && count < FLAG_LIMIT && set->flags[count].name != NULL)
		if (count++ == position)
			return &set->flags[position];
	return position == count ? &help_flag : NULL;
}

static const struct flag *find_letter(const struct flag_set *set, char letter)
{
	const struct flag *flag;

	for (size_t i = 0; (flag = flag_at(set, i)) != NULL; i++)
		if (flag->letter == letter)
			return flag;
	return NULL;
}

static const struct flag *find_name(const struct flag_set *set, const char *name, size_t length)
{
	const struct flag *flag;

	for (size_t i = 0; (flag = flag_at(set, i)) != NULL; i++)
		if (strlen(flag->name) == length && strncmp(flag->name, name, length) == 0)
			return flag;
	return NULL;
}

/* The flag that a wrong name probably means: the only one that starts with it, or else the nearest.
 * NULL if there is none. */
static const char *meant(const struct flag_set *set, const char *name)
{
	const char *names[FLAG_LIMIT + 2] = {0}, *begun = NULL;
	size_t count = 0, begins = 0;
	const struct flag *flag;

	for (size_t i = 0; (flag = flag_at(set, i)) != NULL; i++) {
		if (flag->help == NULL)
			continue;
		names[count++] = flag->name;
		if (name[0] != '\0' && strncmp(flag->name, name, strlen(name)) == 0) {
			begun = flag->name;
			begins++;
		}
	}
	return begins == 1 ? begun : text_nearest(name, names);
}

/* `given` includes the dashes, `name` does not. */
static int refuse_unknown(const struct reading *reading, const char *given, const char *name)
{
	const char *nearest = meant(reading->set, name);

	if (nearest != NULL)
		return error_set(reading->error, "unknown flag '%s'; did you mean '--%s'?", given,
			nearest);
	return error_set(reading->error, "unknown flag '%s'; `breakeven %s --help` lists them",
		given, reading->set->command);
}

/* Whether a word is a flag of this command, and not the value of the flag before it. */
static bool is_flag(const struct reading *reading, const char *word)
{
	return strncmp(word, "--", 2) == 0 &&
		find_name(reading->set, word + 2, strcspn(word + 2, "=")) != NULL;
}

char *flag_given(const struct flag *flag, char buffer[FLAG_NAME_SIZE])
{
	if (flag->letter != '\0')
		snprintf(buffer, FLAG_NAME_SIZE, "-%c", flag->letter);
	else
		snprintf(buffer, FLAG_NAME_SIZE, "--%s", flag->name);
	return buffer;
}

/* `value` is the one in the same word as the flag, or NULL. */
static int take_flag(struct reading *reading, const struct flag *entry, bool by_letter,
	const char *value)
{
	struct flag given = *entry, *flag = &given;
	char name[FLAG_NAME_SIZE];

	given.letter = by_letter ? entry->letter : '\0';
	flag_given(flag, name);
	if (entry == &help_flag)
		return FLAGS_HELP;
	if (flag->argument != NULL && value == NULL) {
		if (reading->next == reading->end)
			return error_set(reading->error, "%s needs a value: %s", name,
				flag->argument);
		value = *reading->next++;
		if (is_flag(reading, value))
			return error_set(reading->error,
				"%s needs a value: %s ('%s' is a flag; --%s=%s makes it the value)",
				name, flag->argument, value, flag->name, value);
	}
	if (reading->take(reading->context, flag, value, reading->error) == 0)
		return FLAGS_TAKEN;
	return error_prefix(reading->error, "%s", name);
}

static int take_name(struct reading *reading, const char *word)
{
	const size_t length = strcspn(word + 2, "=");
	const struct flag *flag = find_name(reading->set, word + 2, length);
	const char *value = word[2 + length] == '=' ? word + 2 + length + 1 : NULL;
	char given[CELL_SIZE];

	if (flag == NULL) {
		snprintf(given, sizeof(given), "%.*s", (int)length + 2, word);
		return refuse_unknown(reading, given, given + 2);
	}
	if (value != NULL && flag->argument == NULL)
		return error_set(reading->error, "--%s takes no value", flag->name);
	return take_flag(reading, flag, false, value);
}

/* "-q", "-qh", "-oDIR". */
static int take_letters(struct reading *reading, const char *word)
{
	int outcome = FLAGS_TAKEN;

	for (const char *letter = word + 1; *letter != '\0' && outcome == FLAGS_TAKEN; letter++) {
		const struct flag *flag = find_letter(reading->set, *letter);
		const bool last = letter[1] == '\0';
		char given[] = {'-', *letter, '\0'};

		if (flag == NULL && word[2] != '\0' && meant(reading->set, word + 1) != NULL)
			return refuse_unknown(reading, word, word + 1);
		if (flag == NULL)
			return refuse_unknown(reading, (*letter & 0x80) != 0 ? word : given, "");
		if (flag->argument != NULL)
			return take_flag(reading, flag, true, last ? NULL : letter + 1);
		outcome = take_flag(reading, flag, true, NULL);
	}
	return outcome;
}

enum flags_outcome flags_parse(const struct flag_set *set, int argc, char **argv, flags_take *take,
	void *context, struct error *error)
{
	struct reading reading = {set, take, context, argv + 1, argv + argc, error};
	bool words_only = false;
	int outcome = FLAGS_TAKEN;

	while (reading.next < reading.end && outcome == FLAGS_TAKEN) {
		const char *word = *reading.next++;

		if (words_only || word[0] != '-' || word[1] == '\0')
			outcome = take(context, NULL, word, error);
		else if (word[1] != '-')
			outcome = take_letters(&reading, word);
		else if (word[2] != '\0')
			outcome = take_name(&reading, word);
		else
			words_only = true;
	}
	return (enum flags_outcome)outcome;
}

enum flags_outcome flags_command(const struct flag_set *set, int argc, char **argv,
	flags_take *take, void *context)
{
	struct error error = {0};
	enum flags_outcome outcome = flags_parse(set, argc, argv, take, context, &error);

	if (outcome == FLAGS_HELP)
		flags_help(set, stdout);
	else if (outcome == FLAGS_REFUSED)
		command_refuse(set->command, "%s", error.text);
	return outcome;
}

int flags_refuse_word(const char *word, const struct flag_set *set, struct error *error)
{
	return error_set(error, "unexpected argument '%s'; see `breakeven %s --help`", word,
		set->command);
}

/* "-o, --output DIR" */
static int print_flag(char *cell, const struct flag *flag)
{
	char letter[] = {'-', flag->letter, ',', ' ', '\0'};

	snprintf(cell, CELL_SIZE, "  %s--%s%s%s", flag->letter != '\0' ? letter : "    ",
		flag->name, flag->argument != NULL ? " " : "",
		flag->argument != NULL ? flag->argument : "");
	return (int)columns_of(cell);
}

static void write_help(const struct flag_set *set, FILE *stream)
{
	const struct flag *flag;
	const char *line = set->usage;
	char cell[CELL_SIZE];
	int width = 0;

	for (bool first = true; line != NULL; first = false) {
		const size_t length = strcspn(line, "\n");

		fprintf(stream, "%s breakeven %s%s%.*s\n", first ? "usage:" : "      ",
			set->command, length > 0 ? " " : "", (int)length, line);
		line = line[length] != '\0' ? line + length + 1 : NULL;
	}
	fprintf(stream, "\n%s\n", set->about);
	for (size_t i = 0; (flag = flag_at(set, i)) != NULL; i++) {
		const int columns = flag->help == NULL ? 0 : print_flag(cell, flag);

		if (columns > width && columns <= COLUMN_LIMIT)
			width = columns;
	}
	for (size_t i = 0; (flag = flag_at(set, i)) != NULL; i++) {
		const int columns = flag->help == NULL ? 0 : print_flag(cell, flag);

		if (columns > 0)
			fprintf(stream, "%s%*s  %s\n", cell, columns < width ? width - columns : 0,
				"", flag->help);
	}
	if (set->end != NULL)
		fprintf(stream, "\n%s", set->end);
}

void flags_help(const struct flag_set *set, FILE *stream)
{
	struct terminal_text text;

	write_help(set, terminal_text_begin(&text, stream));
	terminal_text_end(&text);
}
