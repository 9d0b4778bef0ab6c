#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a command's time and memory grow in proportion to its input.

    measure-growth.py BYTES SMALL LARGE COMMAND…

Runs the command with each file behind it; the large one has four times the cases. Prints the user time
and the peak memory of both, and exits with 1 where the large one takes more than eight times the time,
or more than BYTES beyond the memory of the small one. A time is the least of several runs; times below
one hundredth of a second say nothing and count as that.
"""

import os
import sys

RUNS = 2
LEAST_S = 0.01
MOST_TIMES = 8


def measure(command):
    """User time in seconds and peak memory in bytes of one run."""
    child = os.fork()
    if child == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.execvp(command[0], command)
    _, status, usage = os.wait4(child, 0)
    if status != 0:
        sys.exit(f"measure-growth: {' '.join(command)}: status {status}")
    return usage.ru_utime, usage.ru_maxrss * 1024


def main():
    more, small, large, *command = sys.argv[1:]
    figures = [[measure(command + [file]) for _ in range(RUNS)] for file in (small, large)]
    times = [max(LEAST_S, min(time for time, _ in runs)) for runs in figures]
    memory = [min(peak for _, peak in runs) for runs in figures]
    print(f"{times[0]:.3f} and {times[1]:.3f} s, {memory[0] >> 10} and {memory[1] >> 10} KiB")
    return 1 if times[1] > MOST_TIMES * times[0] or memory[1] - memory[0] > int(more) else 0


if __name__ == "__main__":
    sys.exit(main())
