#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Every fault in tests/style/found-faults.txt has a test that there is.

exec bash "$(dirname "${BASH_SOURCE[0]}")/replay-faults.sh" --check
