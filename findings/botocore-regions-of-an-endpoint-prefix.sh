#!/usr/bin/env bash
# botocore 1.44.8 (PyPI, https://pypi.org/project/botocore/1.44.8/), `get_available_regions`.
#
# For Amazon DocumentDB and Amazon Neptune it answers with the Regions of Amazon RDS, all 34, whatever Regions the
# two are offered in. IAM and Route 53, which are used from everywhere, have none.
#
# Why a good guess is wrong: the argument is the name of a service, and an unknown one is refused, so the answer
# seems to be about that service. It is looked up by the prefix of the endpoint's host, and the two have the API of
# RDS at the host of RDS. An empty list is that of a service without Regions, not of one that is nowhere.
#
# Seen (2026-11-29): rds 34, docdb the same 34, neptune the same 34, iam 0, route53 0
#
# Consequence here: which Region has a resource type is read from the types that its own list of schemas has.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check botocore==1.44.8
"$folder/venv/bin/python" - <<'PYTHON'
import sys
import botocore.session

session = botocore.session.Session()
rds, docdb, neptune, iam, names = (
    session.get_available_regions(each) for each in ("rds", "docdb", "neptune", "iam", "route53"))
print(f"rds {len(rds)}, docdb the same: {docdb == rds}, neptune the same: {neptune == rds}, "
      f"iam {len(iam)}, route53 {len(names)}")
sys.exit(0 if len(rds) == 34 and docdb == rds == neptune and iam == names == [] else "changed")
PYTHON
