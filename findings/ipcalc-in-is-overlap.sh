#!/usr/bin/env bash
# ipcalc 1.99.0 (PyPI, https://pypi.org/project/ipcalc/1.99.0/), `in` between two networks; ipaddress of Python beside it.
#
# Network("10.0.0.0/16") is in Network("10.0.0.0/24"), just as the /24 is in the /16. The standard library's
# `subnet_of` says that the /16 is no part of the /24.
#
# Why a good guess is wrong: `in` is documented as "part of the network" and is right for addresses. Between two
# networks it asks whether they meet, which is the same both ways; so a check that each subnet lies in its VPC's block
# passes a subnet that is wider than the VPC.
#
# The package wants six (PyPI) and does not say so; it is installed beside it.
#
# Seen (2026-11-30): /24 in /16: True, /16 in /24: True; ipaddress: True, False
#
# Consequence here: containment and overlap of blocks are two functions, and a subnet is held against its VPC by the first.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check ipcalc==1.99.0 six==1.17.0
"$folder/venv/bin/python" - <<'PYTHON'
import ipaddress, sys
from ipcalc import Network

wide, narrow = "10.0.0.0/16", "10.0.0.0/24"
here = (Network(narrow) in Network(wide), Network(wide) in Network(narrow))
beside = tuple(ipaddress.ip_network(one).subnet_of(ipaddress.ip_network(two))
               for one, two in ((narrow, wide), (wide, narrow)))
print(f"/24 in /16: {here[0]}, /16 in /24: {here[1]}; ipaddress: {beside[0]}, {beside[1]}")
sys.exit(0 if here == (True, True) and beside == (True, False) else "changed")
PYTHON
