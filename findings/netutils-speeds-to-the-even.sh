#!/usr/bin/env bash
# netutils 1.19.2 (PyPI, https://pypi.org/project/netutils/1.19.2/), `bits_to_name` of speeds halfway between two.
#
# 1.5 Gbit/s and 2.5 Gbit/s are both named 2Gbps: the one goes up, the other down. With one decimal they are right.
#
# Why a good guess is wrong: 2.5 Gbit/s is a speed of its own (2.5GBASE-T), and the function's counterpart reads
# "2.5Gbps" back to the bit. By default the name has no decimals and halves go to the even number, so it names a speed
# that is a fifth too low, and the same for two speeds that are far apart.
#
# Seen (2026-11-30): 2Gbps, 2Gbps; with a decimal 1.5Gbps, 2.5Gbps; "2.5Gbps" read: 2500000000
#
# Consequence here: a speed is shown with as many digits as it has.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check netutils==1.19.2
"$folder/venv/bin/python" - <<'PYTHON'
import sys
from netutils.bandwidth import bits_to_name, name_to_bits

speeds = (1_500_000_000, 2_500_000_000)
plain = [bits_to_name(each) for each in speeds]
finer = [bits_to_name(each, 1) for each in speeds]
back = name_to_bits("2.5Gbps")
print(f'{", ".join(plain)}; with a decimal {", ".join(finer)}; "2.5Gbps" read: {back}')
sys.exit(0 if plain == ["2Gbps", "2Gbps"] and finer == ["1.5Gbps", "2.5Gbps"] else "changed")
PYTHON
