/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values as JSON, the same wherever they are written. Each is NULL where memory is out. */
#ifndef BREAKEVEN_RESULTS_RECORD_JSON_VALUE_H
#define BREAKEVEN_RESULTS_RECORD_JSON_VALUE_H

#include <jansson.h>
#include <stddef.h>

/* A number, written as a whole number where that is exact. NULL also where it is not finite. */
json_t *json_value_number(double number);

/* A text from outside. JSON must be UTF-8: where the text is not, it is made printable. */
json_t *json_value_text(const char *text);

/* null where there is no text (NULL), or where it is not UTF-8. */
json_t *json_value_text_or_null(const char *text);

/* An array of a list of texts that ends with NULL (NULL: no texts). NULL also where one is not
 * UTF-8. */
json_t *json_value_texts(const char *const *texts);

/* An array. */
json_t *json_value_numbers(const unsigned *numbers, size_t count);

#endif
