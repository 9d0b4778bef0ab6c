# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a command on a terminal of its own and prints what its screen shows at the end.

    python3 on-terminal.py [--long-lines] COLUMNS[:COLUMNS…] COMMAND…

The terminal knows carriage return, newline and ESC[K, and goes on to the next line where a line is
full, as real ones do. With several widths it gets the next one each time that the command has
written something. With --long-lines it says that it has COLUMNS, but shows lines as long as they are
written, so that those which are too long can be found. Other control characters are shown as <XX>, so that none goes unnoticed. The exit
code is the command's.
"""

import codecs
import fcntl
import os
import pty
import struct
import sys
import termios
import unicodedata

long_lines = sys.argv[1] == "--long-lines"
if long_lines:
    del sys.argv[1]
widths = [int(width) for width in sys.argv[1].split(":")]
lines = [[]]
column = 0


def resize(terminal, width):
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))


def put(text):
    global column
    width = unicodedata.east_asian_width(text) in "WF" and 2 or 1
    if column + width > columns and not long_lines:
        lines.append([])
        column = 0
    line = lines[-1]
    line.extend([" "] * (column - len(line)))
    line[column:column + width] = [text] + [""] * (width - 1)
    column += width


def show(text):
    global column
    while text:
        if text.startswith("\033[K"):
            del lines[-1][column:]
            text = text[3:]
            continue
        if text[0] == "\r":
            column = 0
        elif text[0] == "\n":
            lines.append([])
        elif text[0] < " " or "\x7f" <= text[0] < "\xa0":
            for shown in f"<{ord(text[0]):02X}>":
                put(shown)
        else:
            put(text[0])
        text = text[1:]


child, terminal = pty.fork()
if child == 0:
    resize(0, widths[0])
    os.execvp(sys.argv[2], sys.argv[2:])
columns = widths.pop(0)
decoder = codecs.getincrementaldecoder("utf-8")("replace")
while True:
    try:
        read = os.read(terminal, 65536)
    except OSError:
        break
    if not read:
        break
    show(decoder.decode(read))
    if widths:
        columns = widths.pop(0)
        resize(terminal, columns)
status = os.waitpid(child, 0)[1]
for line in lines:
    print("".join(line).rstrip())
sys.exit(os.waitstatus_to_exitcode(status) % 256)
