/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The memory layout of a case process; see case_environment.h. */
#include "config.h"

#include "bench/case/case_environment.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/personality.h>
#include <unistd.h>

#include "results/statistics/shuffle.h"

#define PERSONALITY_ASK 0xffffffffUL
#define MOST_EXPENDABLE "1000"
#define NAME_LENGTH (sizeof(CASE_ENVIRONMENT_VARIABLE) - 1)

uint64_t case_environment_draw(uint64_t seed, unsigned block, unsigned number)
{
	/* The orders of blocks use the seed itself; each case uses another number. */
	uint64_t own = seed + (number + UINT64_C(1)) * UINT64_C(0xd1342543de82ef95);

	return 1 + shuffle_below(own, block, CASE_ENVIRONMENT_LARGEST);
}

static bool is_padding(const char *variable)
{
	return strncmp(variable, CASE_ENVIRONMENT_VARIABLE, NAME_LENGTH) == 0 &&
		variable[NAME_LENGTH] == '=';
}

char **case_environment_make(uint64_t bytes)
{
	size_t count = 0, length = NAME_LENGTH + 1 + bytes;
	char **environment, *padding;

	while (environ[count] != NULL)
		count++;
	/* The padding is behind the array, so that both are freed as one. */
	environment = malloc((count + 2) * sizeof(*environment) + length + 1);
	if (environment == NULL)
		return NULL;
	padding = (char *)(environment + count + 2);
	memset(padding, '.', length);
	memcpy(padding, CASE_ENVIRONMENT_VARIABLE "=", NAME_LENGTH + 1);
	padding[length] = '\0';
	count = 0;
	for (char **variable = environ; *variable != NULL; variable++)
		if (!is_padding(*variable))
			environment[count++] = *variable;
	environment[count++] = padding;
	environment[count] = NULL;
	return environment;
}

void case_environment_free(char **environment)
{
	free(environment);
}

void case_environment_offer(void)
{
	int file = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
	ssize_t written = file >= 0 ? write(file, MOST_EXPENDABLE, strlen(MOST_EXPENDABLE)) : 0;

	(void)written; /* then the kernel chooses by size alone */
	if (file >= 0)
		close(file);
}

void case_environment_randomise(void)
{
	int now = personality(PERSONALITY_ASK);

	if (now >= 0 && now & ADDR_NO_RANDOMIZE)
		personality((unsigned long)(now & ~ADDR_NO_RANDOMIZE));
}
