/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Made for a later interface, whose struct workload has nothing in common with ours but its first
 * member: whoever reads on reads what is no pointer. */
struct later_workload {
	unsigned interface;
	unsigned long members[4];
};

extern const struct later_workload breakeven_workload;

const struct later_workload breakeven_workload = {
	.interface = 1000000,
	.members = {1, 2, 3, 4},
};
