/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Finding workloads and loading plugins; see registry.h.
 *
 * A plugin is loaded with its symbols private to it (RTLD_LOCAL) and all its references resolved at
 * once (RTLD_NOW), so that a missing symbol is reported before anything is measured.
 */
#include "config.h"

#include "workloads/registry.h"

#include "support/limits.h"
#include "support/text.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define NAMES_LIMIT 128
#define PLUGIN_SYMBOL "breakeven_workload"

static struct registry {
	size_t count;
	struct plugin {
		const struct workload *workload;
		const char *path;
	} plugins[PLUGIN_LIMIT];
} registry;

const struct workload *workload_at(size_t position)
{
	size_t own = 0;

	while (own < position && workload_table[own] != NULL)
		own++;
	if (workload_table[own] != NULL)
		return workload_table[own];
	return position - own < registry.count ? registry.plugins[position - own].workload : NULL;
}

static const struct workload *find(const char *name)
{
	const struct workload *workload;

	for (size_t i = 0; (workload = workload_at(i)) != NULL; i++)
		if (strcmp(workload->name, name) == 0)
			return workload;
	return NULL;
}

const struct workload *workload_find(const char *name, struct error *error)
{
	const char *names[NAMES_LIMIT + 1] = {0}, *nearest;
	const struct workload *workload = find(name);

	if (workload != NULL)
		return workload;
	for (size_t i = 0; i < NAMES_LIMIT && workload_at(i) != NULL; i++)
		names[i] = workload_at(i)->name;
	nearest = text_nearest(name, names);
	if (nearest != NULL)
		error_set(error, "unknown workload '%s'; did you mean '%s'?", name, nearest);
	else
		error_set(error, "unknown workload '%s' (see breakeven list workloads)", name);
	return NULL;
}

const char *workload_plugin(const struct workload *workload)
{
	for (size_t i = 0; i < registry.count; i++)
		if (registry.plugins[i].workload == workload)
			return registry.plugins[i].path;
	return NULL;
}

/* Whether a loaded workload may join the others. 0, or -1 with the error. */
static int admit(const struct workload *workload, struct error *error)
{
	const struct workload *other;

	if (workload == NULL)
		return error_set(error, "it has no symbol " PLUGIN_SYMBOL " (see workload.h)");
	if (workload_validate(workload, error) < 0)
		return -1;
	other = find(workload->name);
	if (other == NULL)
		return 0;
	return error_set(error, "the name %s is taken by %s", workload->name,
		workload_plugin(other) != NULL ? workload_plugin(other) : "breakeven's own");
}

static int check_room(struct error *error)
{
	return registry.count < PLUGIN_LIMIT
		? 0
		: error_set(error, "%d plugins are loaded, the most there can be", PLUGIN_LIMIT);
}

int workload_add(const struct workload *workload, const char *path, struct error *error)
{
	if (check_room(error) < 0 || admit(workload, error) < 0)
		return -1;
	registry.plugins[registry.count++] = (struct plugin){workload, path};
	return 0;
}

int workload_load(const char *path, struct error *error)
{
	const struct workload *workload;
	/* With a path the loader searches nowhere else. */
	char *whole = realpath(path, NULL);
	void *library;

	if (whole == NULL)
		return error_set(error, "cannot load '%s': %s", path, limits_error(errno));
	if (check_room(error) < 0) {
		error_prefix(error, "cannot load '%s'", path);
		goto free_whole;
	}
	library = dlopen(whole, RTLD_NOW | RTLD_LOCAL);
	if (library == NULL) {
		error_set(error, "cannot load '%s': %s", path, dlerror());
		goto free_whole;
	}
	workload = dlsym(library, PLUGIN_SYMBOL);
	if (workload_add(workload, whole, error) == 0)
		return 0;
	error_prefix(error, "cannot use '%s'", path);
	dlclose(library);
free_whole:
	free(whole);
	return -1;
}

int workload_validate_all(struct error *error)
{
	for (unsigned i = 0; workload_table[i] != NULL; i++) {
		if (workload_validate(workload_table[i], error) < 0)
			return -1;
		for (unsigned j = 0; j < i; j++)
			if (strcmp(workload_table[i]->name, workload_table[j]->name) == 0)
				return error_set(error, "two workloads are named %s",
					workload_table[i]->name);
	}
	return 0;
}
