#!/usr/bin/env bash
# apache-libcloud 3.9.1 (PyPI, https://pypi.org/project/apache-libcloud/3.9.1/).
#
# Its table of EC2 prices says 0.0 an hour where it has no price: for t3.medium in us-east-1, and somewhere for 701 of
# its 970 sizes. `get_size_price` hands that on as it stands.
#
# Why a good guess is wrong: a size or Region that the table does not have is an absent key, and `get_size_price` then
# gives None, so a number that comes back looks like a price. A sum over a fleet is then too low without an
# error, and the cheapest size of a search is one that has no price.
#
# Seen (2026-11-29): t3.medium in us-east-1: 0.0, m5.large: 0.096; sizes with a zero: 701 of 970
#
# Consequence here: a price of 0 is none. The table of prices leaves it out, and the report names what has no price.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check apache-libcloud==3.9.1
"$folder/venv/bin/python" - <<'PYTHON'
from libcloud.pricing import get_pricing, get_size_price

table = {size: prices for size, prices in get_pricing("compute", "ec2_linux").items()
         if isinstance(prices, dict)}
price = {size: get_size_price("compute", "ec2_linux", size, region="us-east-1")
         for size in ("t3.medium", "m5.large")}
zeros = sum(0 in prices.values() for prices in table.values())
print(f"t3.medium in us-east-1: {price['t3.medium']}, m5.large: {price['m5.large']}; "
      f"sizes with a zero: {zeros} of {len(table)}")
assert price["t3.medium"] == 0.0, "t3.medium has a price now"
assert price["m5.large"] > 0
assert zeros > 100, "the zeros are gone"
PYTHON
