/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The state at this moment, and how this program was built; see finding.h. */
#include "config.h"

#include "bench/doctor/finding.h"

#include <string.h>

#include "bench/run/other_runs.h"

#define LOAD_NOTED 0.05   /* a neighbour that shows in every interval */
#define LOAD_DISTRUST 0.5 /* the cores are no longer ours */
#define STEAL_NOTED 0.01  /* a clock tick or two */
#define STEAL_DISTRUST 0.05

static void other_load(const struct machine *machine, const struct surroundings *surroundings,
	struct finding *finding)
{
	const struct figure load = surroundings->other_load;
	char average[64] = "";

	(void)machine;
	if (!load.known)
		return;
	if (surroundings->load_average.known)
		snprintf(average, sizeof(average), " (load average %.3g)",
			surroundings->load_average.value);
	if (load.value < LOAD_NOTED) {
		finding_say(finding, SEVERITY_FINE, "others use %.0f %%", 100 * load.value);
		return;
	}
	finding_say(finding, load.value < LOAD_DISTRUST ? SEVERITY_NOTE : SEVERITY_DISTRUST,
		"they keep these CPUs busy for %.0f %% of the time%s, which changes what is "
		"measured",
		100 * load.value, average);
	finding_write(finding->command, "top -o %%CPU");
	finding_write(finding->advice, "shows which; end them, or wait until they have ended");
	finding_write(finding->cost, "the programs that you end");
}

static void steal(const struct machine *machine, const struct surroundings *surroundings,
	struct finding *finding)
{
	const struct figure share = surroundings->steal;

	(void)machine;
	if (!share.known)
		return;
	if (share.value <= STEAL_NOTED) {
		finding_say(finding, SEVERITY_FINE, "%.0f %%", 100 * share.value);
		return;
	}
	finding_say(finding, share.value <= STEAL_DISTRUST ? SEVERITY_NOTE : SEVERITY_DISTRUST,
		"the hypervisor gives %.0f %% of the time of these CPUs to other machines",
		100 * share.value);
	finding_write(finding->advice,
		"nothing inside this machine; measure at another time, on another host, or on "
		"one with dedicated cores");
	finding_write(finding->cost, "time or money");
}

/* The first run that this user or root wrote, else the first of all: anybody may write anything
 * into the folder, so entries of other users are only worth a note. */
static const json_t *first_run(const json_t *runs)
{
	for (size_t i = 0; i < json_array_size(runs); i++)
		if (other_runs_trusted(json_array_get(runs, i)))
			return json_array_get(runs, i);
	return json_array_get(runs, 0);
}

static void other_runs(const struct machine *machine, const struct surroundings *surroundings,
	struct finding *finding)
{
	const json_t *first = first_run(surroundings->other_runs);
	char text[OTHER_RUN_TEXT];

	(void)machine;
	if (first == NULL && surroundings->runs_unseen.text[0] != '\0') {
		finding->unseen = true;
		finding_say(finding, SEVERITY_NOTE, "%s", surroundings->runs_unseen.text);
		finding_write(finding->command, "pgrep -a breakeven");
		finding_write(finding->advice, "shows all runs");
		finding_write(finding->cost, "nothing");
		return;
	}
	if (!surroundings->looked)
		return;
	if (first == NULL) {
		finding_say(finding, SEVERITY_FINE, "none");
		return;
	}
	finding_say(finding, other_runs_trusted(first) ? SEVERITY_DISTRUST : SEVERITY_NOTE, "%s",
		other_runs_text(text, sizeof(text), first));
	finding_write(finding->command, "tail --pid=%lld -f /dev/null",
		(long long)json_integer_value(json_object_get(first, "pid")));
	finding_write(finding->advice,
		"waits until it ends; or give each run its own CPUs with --pin LIST");
	finding_write(finding->cost, "the waiting time");
}

/* The last word of the flags that begins with `begin`, or NULL; *length: its number of letters. */
static const char *last_flag(const char *flags, const char *begin, size_t *length)
{
	const char *found = NULL;

	for (const char *at = flags; (at = strstr(at, begin)) != NULL; at++)
		if (at == flags || at[-1] == ' ')
			found = at;
	if (found != NULL)
		*length = strcspn(found, " ");
	return found;
}

static void build(const struct machine *machine, const struct surroundings *surroundings,
	struct finding *finding)
{
	const char *flags = surroundings->build_flags;
	size_t length = 0, sanitizer_length = 0;
	const char *sanitizer, *optimisation;

	(void)machine;
	if (flags == NULL)
		return;
	sanitizer = last_flag(flags, "-fsanitize=", &sanitizer_length);
	optimisation = last_flag(flags, "-O", &length);
	if (sanitizer == NULL && optimisation != NULL && strncmp(optimisation, "-O0", 3) != 0) {
		finding_say(finding, SEVERITY_FINE, "%.*s", (int)length, optimisation);
		return;
	}
	if (sanitizer != NULL)
		finding_say(finding, SEVERITY_DISTRUST, "%.*s, which makes everything slower",
			(int)sanitizer_length, sanitizer);
	else
		finding_say(finding, SEVERITY_DISTRUST, "without optimisation");
	finding_write(finding->command, "./configure CFLAGS='-O2 -g' && make clean && make");
	finding_write(finding->cost, "a minute");
}

const struct finding_check finding_checks_now[] = {
	{"build", "build of breakeven", build, true},
	{"other-runs", "other runs of breakeven", other_runs, true},
	{"other-load", "other programs", other_load, true},
	{"steal", "stolen time", steal, true},
	{0},
};
