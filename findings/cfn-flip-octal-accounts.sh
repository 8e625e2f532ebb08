#!/usr/bin/env bash
# cfn-flip 1.3.0 (PyPI, https://pypi.org/project/cfn-flip/1.3.0/), YAML to JSON.
#
# An unquoted account id that begins with a zero stays a text if any of its digits is 8 or 9, and turns
# into another number if none is: 012345678901 stays, 012345670123 becomes 1402433619.
#
# Why a good guess is wrong: a try with one account id shows that leading zeros are safe (or that they
# are not); which of the two depends on the digits, because YAML 1.1 reads 0 and octal digits as an
# octal number, and cfn-flip passes that on.
#
# Seen (2026-11-28): "Nine": "012345678901", "Octal": 1402433619
#
# Consequence here: a plain scalar with a leading zero is a text, always, and is written in quotes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check cfn-flip==1.3.0
cat >"$folder/t.yaml" <<'YAML'
Mappings:
  Accounts:
    Main:
      Nine: 012345678901
      Octal: 012345670123
Resources:
  T:
    Type: AWS::SNS::Topic
YAML
"$folder/venv/bin/cfn-flip" --json "$folder/t.yaml" >"$folder/t.json"
cat "$folder/t.json"
python3 - "$folder/t.json" <<'PYTHON'
import json, sys
accounts = json.load(open(sys.argv[1]))["Mappings"]["Accounts"]["Main"]
sys.exit(0 if accounts == {"Nine": "012345678901", "Octal": 1402433619} else f"changed: {accounts}")
PYTHON
