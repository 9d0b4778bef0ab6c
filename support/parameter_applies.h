/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which parameters have an effect with the values of the others (`applies` in parameter.h). */
#ifndef BREAKEVEN_SUPPORT_PARAMETER_APPLIES_H
#define BREAKEVEN_SUPPORT_PARAMETER_APPLIES_H

#include "support/parameter.h"

/* Whether the parameter at this position of the table has an effect. */
bool parameters_apply(const struct parameters *parameters, unsigned position);

/* Refuses a parameter that was given and has no effect with the present values of the others. 0, or
 * -1 with the error. */
int parameters_check(const struct parameters *parameters, const char *name, struct error *error);

/* Whether the condition at this position of the table names a value of another parameter. 0, or -1
 * with the error. */
int parameters_check_table(const struct parameters *parameters, unsigned position,
	struct error *error);

#endif
