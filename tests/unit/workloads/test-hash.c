/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hash: its values against another implementation's, and what threads keep. */
#include "config.h"

#include <limits.h>
#include <pthread.h>

#include "tests/made/made_work.h"

extern const struct workload workload_hash;

static struct work work;

/* The first eight bytes of the digest, from Python's hashlib:
 * digest = bytes(32); rounds times: digest = sha256(digest + bytes(i % 251 for i in range(n))). */
Test(hash, values_are_those_of_sha_256)
{
	static const struct {
		char parameters[32];
		uint64_t value;
	} cases[] = {
		{"bytes=0,rounds=1", 0x66687aadf862bd77},
		{"bytes=1,rounds=1", 0x7f9c9e31ac8256ca},
		{"bytes=64,rounds=2", 0xf267cf193abc2822},
		{"bytes=1000,rounds=3", 0xb06e0598fd190899},
		{"bytes=4KiB,rounds=1", 0x49acba383b2e1a91},
		{"bytes=4KiB,rounds=100", 0xea9a7dc6e4dfa931},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		made_work_open(&work, &workload_hash, cases[i].parameters);
		for (uint64_t j = 0; j < 3; j++) {
			cr_expect_eq(made_work_value(&work, j), cases[i].value + j, "%s, task %d",
				cases[i].parameters, (int)j);
			cr_expect_eq(workload_hash.expected(&work, j), cases[i].value + j,
				"%s, expected of task %d", cases[i].parameters, (int)j);
		}
		workload_hash.close(&work);
	}
}

static void *hash(void *nothing)
{
	made_work_check(&work, 40); /* long enough that they meet */
	return nothing;
}

Test(hash, threads_hash_at_the_same_time)
{
	made_work_open(&work, &workload_hash, "bytes=4KiB,rounds=100");
	for (unsigned i = 0; i < 10; i++) {
		pthread_t threads[4];

		for (unsigned j = 0; j < 4; j++)
			cr_assert_eq(pthread_create(&threads[j], NULL, hash, NULL), 0);
		for (unsigned j = 0; j < 4; j++)
			cr_assert_eq(pthread_join(threads[j], NULL), 0);
	}
	workload_hash.close(&work);
}

/* There are only so many keys; each case must give its own back. */
Test(hash, cases_leave_no_key)
{
	for (unsigned i = 0; i < 2 * PTHREAD_KEYS_MAX; i++) {
		made_work_open(&work, &workload_hash, "bytes=1,rounds=1");
		made_work_check(&work, 1);
		workload_hash.close(&work);
	}
}

Test(hash, costs_bytes_and_rounds)
{
	struct cost cost, more_bytes, more_rounds;

	made_work_set(&work, &workload_hash, "bytes=1KiB,rounds=10");
	workload_hash.cost(&work, &cost);
	made_work_set(&work, &workload_hash, "bytes=2KiB,rounds=10");
	workload_hash.cost(&work, &more_bytes);
	made_work_set(&work, &workload_hash, "bytes=1KiB,rounds=20");
	workload_hash.cost(&work, &more_rounds);
	cr_expect_gt(cost.cpu_ns, 0);
	cr_expect_gt(more_bytes.cpu_ns, cost.cpu_ns);
	cr_expect_eq(more_rounds.cpu_ns, 2 * cost.cpu_ns);
}
