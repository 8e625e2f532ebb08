#!/usr/bin/env bash
# iptools 0.7.0 (PyPI, https://pypi.org/project/iptools/0.7.0/), `IpRangeList` of blocks that overlap.
#
# A list of 10.0.0.0/24 and 10.0.0.0/25 has the length 384, more addresses than there are in it, and each of the 128 of
# the /25 comes twice when it is gone through. The /24 and its two halves are unequal.
#
# Why a good guess is wrong: the object is asked as a set is (`in` looks into all its blocks), the order of its blocks
# makes no difference to that, and the name of the length is the number of addresses. A list of routes or of rules
# overlaps as a matter of course, so a count of hosts made of it is too high without a sign.
#
# Seen (2026-11-30): length 384, gone through 384, different ones 256, halves equal False
#
# Consequence here: how many addresses there are is counted of a set that was merged first.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check iptools==0.7.0
"$folder/venv/bin/python" - <<'PYTHON'
import sys
from iptools import IpRangeList

both = IpRangeList("10.0.0.0/24", "10.0.0.0/25")
through = list(both)
halves = IpRangeList("10.0.0.0/24") == IpRangeList("10.0.0.0/25", "10.0.0.128/25")
seen = (len(both), len(through), len(set(through)), halves)
print("length {}, gone through {}, different ones {}, halves equal {}".format(*seen))
sys.exit(0 if seen == (384, 384, 256, False) else "changed")
PYTHON
