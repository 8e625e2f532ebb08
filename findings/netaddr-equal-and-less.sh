#!/usr/bin/env bash
# netaddr 1.3.0 (PyPI, https://pypi.org/project/netaddr/1.3.0/), IPNetwork with host bits; ipaddress of Python beside it.
#
# IPNetwork("10.0.0.5/24") and IPNetwork("10.0.0.6/24") are equal, have one hash, and yet the first is less than
# the second. Each prints with the address that it was given. So a set of interfaces' addresses keeps one for each
# subnet, whichever came first, and a sorted list orders what is equal.
#
# Why a good guess is wrong: the object keeps the address and shows it (`.ip`), and the standard library's
# counterpart, `ip_interface`, holds two such values apart. Equality here is of the range of the network alone;
# order is of the address as well.
#
# Seen (2026-11-29): equal True, less True, a set of both: 1 (10.0.0.5/24); ip_interface: a set of both: 2
#
# Consequence here: a block has its host bits cleared when it is read, and an address with a prefix is another type.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check netaddr==1.3.0
"$folder/venv/bin/python" - <<'PYTHON'
import ipaddress, sys
from netaddr import IPNetwork

one, two = IPNetwork("10.0.0.5/24"), IPNetwork("10.0.0.6/24")
both = {one, two}
apart = {ipaddress.ip_interface("10.0.0.5/24"), ipaddress.ip_interface("10.0.0.6/24")}
print(f"equal {one == two}, less {one < two}, a set of both: {len(both)} ({', '.join(map(str, both))}); "
      f"ip_interface: a set of both: {len(apart)}")
same = one == two and hash(one) == hash(two) and one < two
sys.exit(0 if same and [str(each) for each in both] == ["10.0.0.5/24"] and len(apart) == 2 else "changed")
PYTHON
