#!/usr/bin/env bash
# awscli 1.46.3 (PyPI, https://pypi.org/project/awscli/1.46.3/), aws cloudformation package --use-json.
#
# A YAML template with its version line unquoted, AWSTemplateFormatVersion: 2010-09-09, is packaged as YAML
# and refused as JSON: "Object of type date is not JSON serializable", exit status 255.
#
# Why a good guess is wrong: the line stands unquoted in very many templates, CloudFormation takes it, and the
# same command without --use-json writes it back unchanged. The reader makes a date of it, which only the YAML
# writer can spell; the message names neither line nor key.
#
# Seen (2026-11-29): YAML: status 0; JSON: "Object of type date is not JSON serializable", status 255
#
# Consequence here: a plain date in a template is the text that stands there, in YAML and in JSON.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check awscli==1.46.3
cat >"$folder/t.yaml" <<'YAML'
AWSTemplateFormatVersion: 2010-09-09
Resources:
  T:
    Type: AWS::SNS::Topic
YAML
package() {
    HOME="$folder" AWS_DEFAULT_REGION=us-east-1 AWS_ACCESS_KEY_ID=none AWS_SECRET_ACCESS_KEY=none \
        "$folder/venv/bin/aws" cloudformation package --template-file "$folder/t.yaml" --s3-bucket unused "$@"
}
package | grep -x 'AWSTemplateFormatVersion: 2010-09-09'
status=0
package --use-json >"$folder/out" 2>&1 || status=$?
cat "$folder/out"
echo "status $status"
[ "$status" != 0 ] && grep -q 'date is not JSON serializable' "$folder/out"
