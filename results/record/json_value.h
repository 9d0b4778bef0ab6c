/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values as JSON, the same wherever they are written. Each is NULL where memory is out. */
#ifndef BREAKEVEN_RESULTS_RECORD_JSON_VALUE_H
#define BREAKEVEN_RESULTS_RECORD_JSON_VALUE_H

#include <jansson.h>
#include <stddef.h>

/* A whole number as one where it is exact. NULL where it is not finite, too. */
json_t *json_value_number(double number);

/* Text from outside need not be UTF-8, and JSON must be: then it is made printable. */
json_t *json_value_text(const char *text);

/* null where there is no text (NULL), or where it is not UTF-8. */
json_t *json_value_text_or_null(const char *text);

/* An array of texts that end with NULL (NULL: of none); NULL where one is not UTF-8, too. */
json_t *json_value_texts(const char *const *texts);

/* An array. */
json_t *json_value_numbers(const unsigned *numbers, size_t count);

#endif
