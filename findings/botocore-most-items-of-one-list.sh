#!/usr/bin/env bash
# botocore 1.44.8 (PyPI, https://pypi.org/project/botocore/1.44.8/), `MaxItems` of get_account_authorization_details.
#
# With at most 2 items asked for, an account of six roles and no users gives all six, over both pages, and no token
# to go on with. With three users beside them it gives two users and the three roles of the first page.
#
# Why a good guess is wrong: the option is described as the total number of items to return, and a result of four
# lists has no other total. Only the first of the lists that the paginator names, of users, is counted and cut.
#
# Seen (2026-11-29): no users: 0 users, 6 roles, token: False; three users: 2 users, 3 roles, token: True
#
# Consequence here: the description of an account is taken as whole, so it is to be asked for without `MaxItems`.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check botocore==1.44.8
"$folder/venv/bin/python" - <<'PYTHON'
import sys
import botocore.session
from botocore.stub import Stubber

session = botocore.session.Session()
session.set_credentials("none", "none")

def page(number, users, more):
    lists = {"UserDetailList": [{"UserName": f"user-{number}-{each}"} for each in range(users)],
             "RoleDetailList": [{"RoleName": f"role-{number}-{each}"} for each in range(3)]}
    return {**lists, "GroupDetailList": [], "Policies": [], "IsTruncated": more, **({"Marker": "next"} if more else {})}

def told(users):
    client = session.create_client("iam", region_name="us-east-1")
    answers = Stubber(client)
    answers.add_response("get_account_authorization_details", page(1, users, True))
    answers.add_response("get_account_authorization_details", page(2, users, False))
    with answers:
        pages = client.get_paginator("get_account_authorization_details")
        whole = pages.paginate(PaginationConfig={"MaxItems": 2}).build_full_result()
    return f'{len(whole["UserDetailList"])} users, {len(whole["RoleDetailList"])} roles, token: {"NextToken" in whole}'

seen = f"no users: {told(0)}; three users: {told(3)}"
print(seen)
sys.exit(0 if seen == "no users: 0 users, 6 roles, token: False; three users: 2 users, 3 roles, token: True"
         else "changed")
PYTHON
