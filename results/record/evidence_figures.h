/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every figure of evidence: one row gives its number (enum evidence_figure), its place in struct
 * evidence, its reading and writing, its member in result.schema.json and, with a
 * SUMMARISED_FIGURE, the same for its median in the summary of a case. Only the code that reads it
 * from the machine is elsewhere: bench/measure/probe.c.
 *
 * A file that includes this one defines these two:
 *
 *   EVIDENCE_FIGURE(figure, name, kind, …)
 *   SUMMARISED_FIGURE(figure, name, kind, …)
 *
 * where `name` ends with its unit and the further arguments are further members of struct member. A
 * new figure is .optional, because older results do not have it, and absent where it is not known;
 * figures that the first results have are null instead.
 */
EVIDENCE_FIGURE(STEAL_NS, "steal_ns", MEMBER_COUNTED, .nullable = true,
	.description = "Time that the hypervisor kept from the CPUs of the case; counted in clock ticks, usually 10 ms.")
EVIDENCE_FIGURE(THROTTLED_PERIODS, "throttled_periods", MEMBER_COUNTED, .nullable = true,
	.description = "Periods in which the control group had used up its quota.")
EVIDENCE_FIGURE(THROTTLED_NS, "throttled_ns", MEMBER_COUNTED, .nullable = true,
	.description = "How long it was stopped for that.")
EVIDENCE_FIGURE(PRESSURE_NS, "pressure_ns", MEMBER_COUNTED, .nullable = true,
	.description = "How long some task of the system waited for a CPU (PSI, \"some\" of cpu).")
EVIDENCE_FIGURE(MIGRATIONS, "migrations", MEMBER_COUNTED, .nullable = true,
	.description = "Of threads and processes of the case to another CPU; null where the batch made some of them.")
EVIDENCE_FIGURE(MINOR_FAULTS, "minor_faults", MEMBER_COUNTED, .nullable = true,
	.description = "Page faults of all threads and processes of the case.")
EVIDENCE_FIGURE(MAJOR_FAULTS, "major_faults", MEMBER_COUNTED, .nullable = true,
	.description = "Those of them that had to read from a device.")
EVIDENCE_FIGURE(FREQUENCY_HZ, "frequency_hz", MEMBER_FIGURE, .nullable = true,
	.description = "Mean over the CPUs of the case, just after the batch.")
EVIDENCE_FIGURE(OTHER_LOAD, "other_load", MEMBER_FIGURE, .nullable = true, .largest = 1,
	.description = "Share of the time of the case's CPUs that others took; null where the batch is shorter than ten clock ticks.")
EVIDENCE_FIGURE(OTHER_LOAD_RESOLUTION, "other_load_resolution", MEMBER_FIGURE, .nullable = true,
	.largest = 1,
	.description = "The share that one clock tick is: other_load is not known more exactly.")
SUMMARISED_FIGURE(RUN_QUEUE_DELAY_NS, "run_queue_delay_ns", MEMBER_COUNTED, .optional = true,
	.description = "How long threads and processes of the case were ready to run and waited for a CPU, added up; absent where the batch made some of them or the kernel does not count it.")
