#!/usr/bin/env bash
# policyuniverse 1.5.1.20231109 (PyPI, https://pypi.org/project/policyuniverse/1.5.1.20231109/), expand_policy.
#
# `s3:GetObject*` is expanded to the actions that it stands for, `s3:GetObjec?` to itself, in small letters, as if it
# were the name of an action; nothing is said.
#
# Why a good guess is wrong: `*` and `?` are the two wildcards of an action in IAM (IAM User Guide, Action element),
# and what the function returns is read as a list of names. A set of actions made from it lacks s3:GetObject.
#
# Seen (2026-11-29): s3:GetObject*: 13 actions, s3:getobject among them; s3:GetObjec?: ["s3:getobjec?"]
#
# Consequence here: both wildcards are matched wherever IAM takes them; what is held against expansions has none left.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check policyuniverse==1.5.1.20231109
"$folder/venv/bin/python" - <<'PYTHON'
import json, sys
from policyuniverse.expander_minimizer import expand_policy

def expanded(action):
    statement = {"Effect": "Allow", "Action": [action], "Resource": "*"}
    return expand_policy({"Version": "2012-10-17", "Statement": [statement]})["Statement"][0]["Action"]

star, mark = expanded("s3:GetObject*"), expanded("s3:GetObjec?")
print(f"s3:GetObject*: {len(star)} actions, s3:getobject among them: {'s3:getobject' in star}; "
      f"s3:GetObjec?: {json.dumps(mark)}")
sys.exit(0 if len(star) > 1 and "s3:getobject" in star and mark == ["s3:getobjec?"] else "changed")
PYTHON
