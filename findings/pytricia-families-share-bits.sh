#!/usr/bin/env bash
# pytricia 1.3.0 (PyPI, https://pypi.org/project/pytricia/1.3.0/), one tree of 128 bits with blocks of both families.
#
# 10.0.0.0/8 put into PyTricia(128) answers for the IPv6 address a00::1, and `get_key` gives the IPv4 block for it. The
# family is kept with the block, since it prints as it was written, and is not asked when an address is looked up.
#
# Why a good guess is wrong: the tree takes both kinds without a word, tells them apart when it lists them, and answers
# IPv4 addresses rightly, so one table of routes for a dual-stack network looks sound. Only an address whose first
# bits are those of the other family's block shows it.
#
# Seen (2026-11-30): keys ['10.0.0.0/8', '2001:db8::/32']; 10.1.2.3 by 10.0.0.0/8; a00::1 by 10.0.0.0/8
#
# Consequence here: a block knows its family, and tables of routes are kept apart by it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check pytricia==1.3.0
"$folder/venv/bin/python" - <<'PYTHON'
import sys
from pytricia import PyTricia

routes = PyTricia(128)
routes["10.0.0.0/8"] = "four"
routes["2001:db8::/32"] = "six"
four, six = routes.get_key("10.1.2.3"), routes.get_key("a00::1")
print(f"keys {sorted(routes)}; 10.1.2.3 by {four}; a00::1 by {six}")
sys.exit(0 if (four, six) == ("10.0.0.0/8", "10.0.0.0/8") else "changed")
PYTHON
