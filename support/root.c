/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of the kernel in /proc and /sys, or nothing; see root.h. */
#include "config.h"

#include "support/root.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LINE_LIMIT 4096
#define EXACT 9007199254740992.0 /* 2^53: whole numbers below it are exact */

char *root_path(char *buffer, size_t size, const char *root, const char *path)
{
	int length = snprintf(buffer, size, "%s%s", root, path);

	if (length < 0 || (size_t)length >= size)
		buffer[0] = '\0';
	return buffer;
}

static FILE *open_below(const char *root, const char *path)
{
	char buffer[PATH_MAX];

	return fopen(root_path(buffer, sizeof(buffer), root, path), "re");
}

bool root_has(const char *root, const char *path)
{
	char buffer[PATH_MAX];

	return access(root_path(buffer, sizeof(buffer), root, path), F_OK) == 0;
}

/* A copy without surrounding blanks; NULL if it is not what the kernel writes. */
static char *clean_copy(const char *text, size_t length)
{
	while (length > 0 && strchr(" \t\n", text[length - 1]) != NULL)
		length--;
	while (length > 0 && strchr(" \t", text[0]) != NULL) {
		text++;
		length--;
	}
	if (length >= LINE_LIMIT)
		return NULL;
	for (size_t i = 0; i < length; i++)
		if (((unsigned char)text[i] < ' ' && text[i] != '\t') || text[i] == 0x7f)
			return NULL;
	return strndup(text, length);
}

char *root_line(const char *root, const char *path)
{
	FILE *file = open_below(root, path);
	char line[LINE_LIMIT + 2];
	char *copy = NULL;
	size_t length;

	if (file == NULL)
		return NULL;
	length = fread(line, 1, sizeof(line) - 1, file);
	if (!ferror(file)) {
		const char *end = memchr(line, '\n', length);

		copy = clean_copy(line, end != NULL ? (size_t)(end - line) : length);
	}
	fclose(file);
	return copy;
}

char *root_field(const char *root, const char *path, const char *name)
{
	FILE *file = open_below(root, path);
	char *line = NULL, *found = NULL;
	size_t size = 0, length = strlen(name);
	ssize_t read;

	if (file == NULL)
		return NULL;
	while ((read = getline(&line, &size, file)) > 0) {
		const char *value = line + length;

		if (strncmp(line, name, length) != 0)
			continue;
		value += strspn(value, " \t");
		if (*value++ != ':')
			continue;
		found = clean_copy(value, (size_t)(line + read - value));
		break;
	}
	free(line);
	fclose(file);
	return found;
}

struct figure figure_parse(const char *text)
{
	struct figure figure = {0};
	double value;

	if (text == NULL || text[0] == '\0')
		return figure;
	if (strcmp(text, "max") == 0 || strcmp(text, "unlimited") == 0)
		return (struct figure){.known = true, .unlimited = true};
	if (text[strspn(text, "0123456789")] != '\0')
		return figure;
	value = strtod(text, NULL);
	return value < EXACT ? (struct figure){.known = true, .value = value} : figure;
}

struct figure root_figure(const char *root, const char *path)
{
	char *line = root_line(root, path);
	struct figure figure = figure_parse(line);

	free(line);
	return figure;
}

struct figure root_figure_field(const char *root, const char *path, const char *name)
{
	char *field = root_field(root, path, name);
	struct figure figure = figure_parse(field);

	free(field);
	return figure;
}

struct figure root_figure_counter(const char *root, const char *path, const char *name)
{
	FILE *file = open_below(root, path);
	struct figure figure = {0};
	char *line = NULL;
	size_t size = 0, length = strlen(name);

	while (file != NULL && !figure.known && getline(&line, &size, file) > 0) {
		const size_t blanks =
			strncmp(line, name, length) == 0 ? strspn(line + length, " \t") : 0;

		line[strcspn(line, "\n")] = '\0';
		if (blanks > 0)
			figure = figure_parse(line + length + blanks);
	}
	free(line);
	if (file != NULL)
		fclose(file);
	return figure;
}

struct figure figure_scaled(struct figure figure, double factor)
{
	figure.value *= factor;
	return figure;
}

void figure_add(struct figure *sum, struct figure figure)
{
	sum->known = sum->known && figure.known;
	sum->unlimited = sum->unlimited || figure.unlimited;
	sum->value = sum->known && !sum->unlimited ? sum->value + figure.value : 0;
}

enum answer root_answer(const char *root, const char *path, const char *yes, const char *no)
{
	char *line = root_line(root, path);
	enum answer answer = ANSWER_UNKNOWN;

	if (line != NULL && strcmp(line, yes) == 0)
		answer = ANSWER_YES;
	else if (line != NULL && strcmp(line, no) == 0)
		answer = ANSWER_NO;
	free(line);
	return answer;
}
