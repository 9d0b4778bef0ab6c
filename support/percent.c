/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Percent with fixed digits after the point; see percent.h. */
#include "config.h"

#include "support/percent.h"

#include <math.h>
#include <stdio.h>

char *percent_text(char *buffer, size_t size, double share)
{
	const double percent = 100 * share;

	if (!isfinite(percent))
		snprintf(buffer, size, PERCENT_UNKNOWN);
	else
		snprintf(buffer, size, "%.*f %%", fabs(percent) < 9.95 ? 1 : 0, percent);
	return buffer;
}

char *percent_text_precise(char *buffer, size_t size, double share)
{
	const double percent = 100 * share;

	if (!isfinite(percent))
		snprintf(buffer, size, PERCENT_UNKNOWN);
	else if (fabs(percent) < 1e-3 || fabs(percent) >= 999.5)
		snprintf(buffer, size, "%.0f %%", percent);
	else
		snprintf(buffer, size, "%.3g %%", percent);
	return buffer;
}
