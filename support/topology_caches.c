/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The caches of the machine, as hwloc finds them; see topology.h. */
#include "config.h"

#include <stdio.h>

#include <hwloc.h>

#include "support/topology_inside.h"

static bool same_kind(const struct topology_cache *cache, const struct topology_cache *other)
{
	return cache->level == other->level && cache->kind == other->kind &&
		cache->bytes == other->bytes && cache->cpus == other->cpus;
}

static struct topology_cache cache_of(hwloc_obj_t object)
{
	static const char kinds[] = {[HWLOC_OBJ_CACHE_UNIFIED] = 'u',
		[HWLOC_OBJ_CACHE_DATA] = 'd',
		[HWLOC_OBJ_CACHE_INSTRUCTION] = 'i'};

	return (struct topology_cache){
		.level = object->attr->cache.depth,
		.kind = kinds[object->attr->cache.type],
		.bytes = object->attr->cache.size,
		.count = 1,
		.cpus = (unsigned)hwloc_bitmap_weight(object->cpuset),
	};
}

unsigned topology_caches(const struct topology *topology, struct topology_cache *caches,
	unsigned limit)
{
	static const hwloc_obj_type_t types[] = {HWLOC_OBJ_L1CACHE, HWLOC_OBJ_L1ICACHE,
		HWLOC_OBJ_L2CACHE, HWLOC_OBJ_L2ICACHE, HWLOC_OBJ_L3CACHE, HWLOC_OBJ_L3ICACHE,
		HWLOC_OBJ_L4CACHE, HWLOC_OBJ_L5CACHE};
	unsigned count = 0;

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		hwloc_obj_t object = NULL;

		while ((object = hwloc_get_next_obj_by_type(topology->hwloc, types[i], object)) !=
			NULL) {
			struct topology_cache cache = cache_of(object);
			unsigned known = 0;

			while (known < count && !same_kind(&caches[known], &cache))
				known++;
			if (known < count)
				caches[known].count++;
			else if (count < limit)
				caches[count++] = cache;
		}
	}
	return count;
}

const char *topology_version(char *buffer, size_t size)
{
	unsigned version = hwloc_get_api_version();

	snprintf(buffer, size, "%u.%u.%u", version >> 16, version >> 8 & 0xff, version & 0xff);
	return buffer;
}
