#!/usr/bin/env bash
# yaml 2.9.1 (npm, https://www.npmjs.com/package/yaml/v/2.9.1), `parseDocument` and `toString` with nothing changed.
#
# An account id without quotes, 012345678901, is written as 12345678901. On the lines around it 1.10 keeps its zero,
# 0o17 and ~ stay as they are, and comments too. ruamel.yaml 0.19.1 (PyPI, https://pypi.org/project/ruamel.yaml/0.19.1/)
# keeps the id as well, though to it too it is a number.
#
# Why a good guess is wrong: a document is kept so that it can be written as it was read, and one look at 1.10 and 0o17
# shows that the writing of a number is kept. What is kept is a base and a count of decimals; leading zeros are neither.
#
# Seen (2026-11-29): yaml: Account: 12345678901, Version: 1.10, Mode: 0o17, None: ~; ruamel.yaml: Account: 012345678901
#
# Consequence here: an edit of a template is a change of its text, and every other byte stays.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund yaml@2.9.1 >/dev/null
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check ruamel.yaml==0.19.1
printf 'Account: 012345678901 # of the tests\nVersion: 1.10\nMode: 0o17\nNone: ~\n' >one.yaml
cat >write.mjs <<'JS'
import fs from 'node:fs';
import { parseDocument } from 'yaml';
process.stdout.write(parseDocument(fs.readFileSync('one.yaml', 'utf8')).toString());
JS
node write.mjs >yaml.yaml
"$folder/venv/bin/python" -c 'import sys
from ruamel.yaml import YAML
yaml = YAML()
document = yaml.load(open("one.yaml"))
assert document["Account"] == 12345678901
yaml.dump(document, sys.stdout)' >ruamel.yaml
lines() { sed 's/ *#.*//' "$1" | paste -sd, | sed 's/,/, /g'; }
echo "yaml: $(lines yaml.yaml); ruamel.yaml: $(head -1 ruamel.yaml | sed 's/ *#.*//')"
[ "$(lines yaml.yaml)" = 'Account: 12345678901, Version: 1.10, Mode: 0o17, None: ~' ] &&
    grep -q '# of the tests' yaml.yaml && grep -q '^Account: 012345678901 # of the tests' ruamel.yaml
