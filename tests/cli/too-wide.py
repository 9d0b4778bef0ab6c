# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints the lines of standard input that are wider than a terminal and could be narrower.

    python3 too-wide.py COLUMNS [rows] [commands]

One word at the left edge, as a path or an id, is as wide as it is. With "rows" so is a line with a
gap of two blanks or more, a row of a table; with "commands" what the doctor says to enter, which is
copied in one piece. Exit code 1 where a line is too wide.
"""

import re
import sys
import unicodedata


def columns_of(text):
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


width = int(sys.argv[1])
rows = "rows" in sys.argv[2:]
commands = "commands" in sys.argv[2:]
before = ""
too_wide = 0
for line in sys.stdin.read().split("\n"):
    allowed = (
        columns_of(line) <= width
        or " " not in line
        or (rows and re.search(r"\S  +\S", line))
        or (commands and re.match(r" *(fix|undo)  ", line))
        or (commands and before.strip() in ("fix", "undo"))
    )
    before = line
    if not allowed:
        print(f"{columns_of(line)} columns, not {width}: {line}")
        too_wide = 1
sys.exit(too_wide)
