#!/usr/bin/env bash
# ddsketch 3.0.1 (PyPI, https://pypi.org/project/ddsketch/3.0.1/), `add(value, weight)` with weights below 1.
#
# 10 with weight 0.5 and 20 with weight 0.25: the median is -0.99, and so is quantile 1. With weights of 0.5 each, the
# quantile 1 of 1 … 10 is that of 9 (8.9, within the promised 1 %).
#
# Why a good guess is wrong: a weight may be any positive number (0 and less are refused), the sum and the average are
# right, and the accuracy is promised for every quantile. The rank that is looked for is the quantile of the count less
# one, as if each value weighed one: with less, it lies before the first value, among the negative ones.
#
# Seen (2026-11-29): 10 and 20: count 0.75, avg 13.33, quantiles 0.5 and 1: -0.99, -0.99; 1 … 10: quantile 1: 8.9
#
# Consequence here: weighted values are ranked by the sum of their weights, never by a count.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check ddsketch==3.0.1
"$folder/venv/bin/python" - <<'PYTHON'
import sys
from ddsketch import DDSketch

light, half = DDSketch(), DDSketch()
light.add(10, 0.5)
light.add(20, 0.25)
for value in range(1, 11):
    half.add(value, 0.5)
middle, most, last = light.get_quantile_value(0.5), light.get_quantile_value(1), half.get_quantile_value(1)
print(f"10 and 20: count {light.count}, avg {light.avg:.2f}, quantiles 0.5 and 1: {middle:.2f}, {most:.2f}; "
      f"1 … 10: quantile 1: {last:.1f}")
sys.exit(0 if middle < 0 and most < 0 and abs(light.avg - 40 / 3) < 1e-9 and 8.9 < last < 9.1 else "changed")
PYTHON
