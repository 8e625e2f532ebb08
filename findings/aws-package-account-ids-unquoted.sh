#!/usr/bin/env bash
# awscli 1.46.3 (PyPI, https://pypi.org/project/awscli/1.46.3/), aws cloudformation package, read by yaml 2.9.1
# (npm, https://www.npmjs.com/package/yaml/v/2.9.1).
#
# An account id that a template quotes comes out of `package` without quotes if it begins with 0 and holds an 8
# or a 9, and with them otherwise. A reader of YAML 1.2 then takes the first for the number 12345678901, one
# digit short.
#
# Why a good guess is wrong: a writer is expected to keep a quoted text a text. It does, for readers of its own
# YAML 1.1, to which 012345678901 is no number, since 0 begins an octal one; to YAML 1.2 it is a decimal number.
#
# Seen (2026-11-29): Nine: 012345678901, Octal: '012345670123'; read: {"Nine":12345678901,"Octal":"012345670123"}
#
# Consequence here: every text that any YAML might take for a number is written in quotes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check awscli==1.46.3
npm install --silent --no-fund --no-audit --prefix "$folder" yaml@2.9.1
cat >"$folder/t.yaml" <<'YAML'
Resources:
  T:
    Type: AWS::SNS::Topic
    Metadata:
      Nine: "012345678901"
      Octal: "012345670123"
YAML
HOME="$folder" AWS_DEFAULT_REGION=us-east-1 AWS_ACCESS_KEY_ID=none AWS_SECRET_ACCESS_KEY=none \
    "$folder/venv/bin/aws" cloudformation package --template-file "$folder/t.yaml" --s3-bucket unused >"$folder/out.yaml"
cat "$folder/out.yaml"
cd "$folder"
node -e '
const read = require("yaml").parse(require("fs").readFileSync("out.yaml", "utf8")).Resources.T.Metadata;
console.log(JSON.stringify(read));
process.exit(read.Nine === 12345678901 && read.Octal === "012345670123" ? 0 : 1);'
