#!/usr/bin/env bash
# netaddr 1.3.0 (PyPI, https://pypi.org/project/netaddr/1.3.0/), `spanning_cidr` of blocks that lie within one another.
#
# 10.0.0.0/16 and its first /24 are spanned by 10.0.0.0/23, a 128th of the first; 2001:db8::/32 and its first /64 by a
# /63. Of a /24 and the same /24 it is the /23. Of 10.0.0.0/16 and its last /24 it is the /16.
#
# Why a good guess is wrong: what comes is said to be large enough for the lowest and the highest address, and of blocks
# side by side it is. The highest is taken from the block that sorts last, and a part sorts behind the whole that it
# begins with. One step up is made from there in any case, hence the /23 of two that are equal. Duplicates and parts are
# what a list of subnets with their VPC, or of routes with a summary, is made of; `cidr_merge` takes them.
#
# Seen (2026-11-30): 10.0.0.0/23 2001:db8::/63 10.0.0.0/23, last part 10.0.0.0/16, merged 10.0.0.0/16
#
# Consequence here: the block around a list is made from the least first and the greatest last address of all of it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check netaddr==1.3.0
"$folder/venv/bin/python" - <<'PYTHON'
import sys
from netaddr import cidr_merge, spanning_cidr

seen = tuple(str(spanning_cidr(blocks)) for blocks in (
    ["10.0.0.0/16", "10.0.0.0/24"], ["2001:db8::/32", "2001:db8::/64"], ["10.0.0.0/24", "10.0.0.0/24"],
    ["10.0.0.0/16", "10.0.255.0/24"])) + (str(cidr_merge(["10.0.0.0/16", "10.0.0.0/24"])[0]),)
print("{} {} {}, last part {}, merged {}".format(*seen))
sys.exit(0 if seen == ("10.0.0.0/23", "2001:db8::/63", "10.0.0.0/23", "10.0.0.0/16", "10.0.0.0/16") else "changed")
PYTHON
