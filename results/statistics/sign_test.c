/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sign test by GSL's binomial distribution; see sign_test.h. */
#include "config.h"

#include "results/statistics/sign_test.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

#include "results/statistics/values.h"

int sign_test(struct hypothesis *hypothesis, const double *differences, size_t count,
	struct error *error)
{
	unsigned above = 0, used = 0;
	double p_less, p_greater;

	*hypothesis = (struct hypothesis){.p = 1, .p_less = 1, .p_greater = 1, .exact = true};
	if (values_check(differences, count, 1, "sign test", error) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		above += differences[i] > 0;
		used += differences[i] != 0;
	}
	if (used == 0)
		return 0;
	p_less = gsl_cdf_binomial_P(above, 0.5, used);
	p_greater = above > 0 ? gsl_cdf_binomial_Q(above - 1, 0.5, used) : 1;
	*hypothesis = (struct hypothesis){
		.statistic = above,
		.p = fmin(1, 2 * fmin(p_less, p_greater)),
		.p_less = p_less,
		.p_greater = p_greater,
		.used = used,
		.exact = true,
	};
	return 0;
}
