/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every column of a table, from left to right: one row gives its number (enum table_column), title,
 * alignment, when it is left out and, where it shows a figure of the summary, its cells.
 * table_rows.c fills other cells, and table_notes.c explains what they mean.
 *
 * A file that includes this one defines COLUMN(column, title, …); the further arguments are further
 * members of struct column_row.
 */
COLUMN(RUNNER, "runner", .left = true)
COLUMN(CORES, "cores")
COLUMN(CONCURRENCY, "in flight")
COLUMN(ARRIVALS, "rate", .with_rates = true)
COLUMN(RATE, "tasks/s", .figure = "tasks_per_second")
COLUMN(INTERVAL, "interval", .dropped = {4, 3})
COLUMN(P50, "p50", .figure = "latency_p50_ns", .unknown = "—", .dropped = {3, 5})
COLUMN(P99, "p99", .figure = "latency_p99_ns", .unknown = "—", .dropped = {5, 0})
COLUMN(UNCORRECTED, "uncorrected", .figure = "latency_uncorrected_p99_ns", .with_rates = true)
COLUMN(MAXIMUM, "max", .with_rates = true, .dropped = {0, 6})
COLUMN(PEAK, "memory", .with_memory = true, .dropped = {1, 1})
COLUMN(PER_TASK, "mem/task", .with_memory = true, .dropped = {2, 2})
COLUMN(CPU, "CPU", .figure = "cpu_use", .unknown = "—", .dropped = {6, 4})
COLUMN(MARK, "", .left = true)
