#!/usr/bin/env bash
# awacs 2.6.1 (PyPI, https://pypi.org/project/awacs/2.6.1/), a Condition made of a list.
#
# Of two conditions of one operator the last alone is written: a statement for requests from one VPC and of one
# organization (StringEquals twice) says the organization only. With different operators (StringEquals, StringLike)
# both stand there, as IAM wants them: all operators of a condition must hold.
#
# Why a good guess is wrong: the list is the package's own way to say "and", each element is checked for being a
# condition, and nothing is said of the one that goes. What is written is a map by operator in which the next of the
# same name takes the place; two keys must be given to one StringEquals as a map.
#
# Seen (2026-11-30): twice: {"StringEquals": {"aws:PrincipalOrgID": "o-1234567890"}}; two operators: 2; one map: 2 keys
#
# Consequence here: keys of one operator are one list in the model of a policy, whatever the number of times it is named.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check awacs==2.6.1
seen=$("$folder/venv/bin/python" - <<'PY'
import json
from awacs.aws import Allow, Condition, Policy, Statement, StringEquals, StringLike
from awacs.s3 import GetObject
def written(condition):
    statement = Statement(Effect=Allow, Action=[GetObject], Resource=["*"], Condition=condition)
    return json.loads(Policy(Statement=[statement]).to_json())["Statement"][0]["Condition"]
network = {"aws:SourceVpc": "vpc-0123456789abcdef0"}
members = {"aws:PrincipalOrgID": "o-1234567890"}
twice = written(Condition([StringEquals(network), StringEquals(members)]))
apart = written(Condition([StringEquals(network), StringLike(members)]))
one = written(Condition(StringEquals(network | members)))
print(f"twice: {json.dumps(twice)}; two operators: {len(apart)}; one map: {len(one['StringEquals'])} keys")
PY
)
echo "$seen"
[ "$seen" = 'twice: {"StringEquals": {"aws:PrincipalOrgID": "o-1234567890"}}; two operators: 2; one map: 2 keys' ]
