#!/usr/bin/env bash
# deepdiff 9.1.0 (PyPI, https://pypi.org/project/deepdiff/9.1.0/), `DeepDiff` of two templates' properties.
#
# A member that goes from 1 to true is a change of type; an item of a list that does is no difference at all, at any
# depth, nor is one that goes from 0 to false or from 1 to 1.0. If another item of that list moves, it is told.
#
# Why a good guess is wrong: `ignore_numeric_type_changes` is off, and one try with members shows that types count.
# Lists are first compared as sequences for which 1 and true are equal, and what is equal there is looked at no more;
# with `zip_ordered_iterables=True`, which is said to be about how items are paired, the same items differ.
#
# Seen (2026-11-29): member: type_changes, item: nothing, item in a list of a list: nothing, zipped: type_changes
#
# Consequence here: scalars are compared with their types wherever they stand.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check deepdiff==9.1.0
"$folder/venv/bin/python" - <<'PYTHON'
import sys
from deepdiff import DeepDiff

def told(one, two, **options):
    return ", ".join(DeepDiff(one, two, **options)) or "nothing"

seen = (f'member: {told({"Public": 1}, {"Public": True})}, item: {told([0, 1], [False, True])}, '
        f'item in a list of a list: {told([{"Public": [1]}], [{"Public": [True]}])}, '
        f'zipped: {told([0, 1], [False, True], zip_ordered_iterables=True)}')
print(seen)
beside = DeepDiff([443, 1], [True, 443])
sys.exit(0 if seen == "member: type_changes, item: nothing, item in a list of a list: nothing, zipped: type_changes"
         and told([1], [1.0]) == "nothing" and "type_changes" in beside else "changed")
PYTHON
