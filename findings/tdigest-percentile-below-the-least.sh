#!/usr/bin/env bash
# tdigest 0.5.2.2 (PyPI, https://pypi.org/project/tdigest/0.5.2.2/), `percentile` of latencies that repeat.
#
# Of 990 values 0 and 10 values 1000 the tenth percentile is -790 and the median 10; the least value is given as 0.
# Of 1, 2, 3, 4, 5 the first percentile is 0.55.
#
# Why a good guess is wrong: the digest keeps both values exactly, with their counts, so nothing is lost that an answer
# would need, and an estimate between two kept values is expected to lie between them. Each is taken for the middle of
# a stretch whose slope is that to its neighbours, and only 0 and 100 are held to the least and the largest value.
#
# Seen (2026-11-29): 2 centroids; percentiles 0, 10, 50, 98, 99: 0.0, -790.0, 10.0, 970.0, 990.0
#
# Consequence here: percentiles of a run are of the sorted values or of a histogram's cells, and lie within both ends.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check tdigest==0.5.2.2
"$folder/venv/bin/python" - <<'PYTHON'
import sys
from tdigest import TDigest

digest, few = TDigest(), TDigest()
for value in [0] * 990 + [1000] * 10:
    digest.update(value)
few.batch_update([1, 2, 3, 4, 5])
seen = [round(digest.percentile(share), 6) for share in (0, 10, 50, 98, 99)]
print(f"{len(digest)} centroids; percentiles 0, 10, 50, 98, 99: {', '.join(map(str, seen))}")
sys.exit(0 if len(digest) == 2 and seen == [0, -790, 10, 970, 990] and few.percentile(1) < 1 else "changed")
PYTHON
