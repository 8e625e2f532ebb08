#!/usr/bin/env bash
# cfn-lint 1.58.0 (PyPI, https://pypi.org/project/cfn-lint/1.58.0/), types by Region.
#
# A template for a Region of an isolated partition (us-iso-east-1, us-isob-east-1, us-isof-south-1, eu-isoe-west-1…)
# or of the European Sovereign Cloud (eusc-de-east-1) is checked against all types of us-east-1: the eight
# files of these Regions list the same types with the same schemas. Other small Regions have lists of their own.
#
# Why a good guess is wrong: there is a file for each of them, `--regions` takes their names without a word, and
# for us-gov-west-1 a type that is not there is E3006. So silence reads as "this Region has it", where it means
# that nothing is known of it.
#
# Seen (2026-11-29): us-gov-west-1: 1 E3006; us-isof-south-1: 0; eight Regions equal us-east-1, of 1854 types.
#
# Consequence here: of a Region whose list only repeats us-east-1's nothing is said.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check cfn-lint==1.58.0
cat >"$folder/t.yaml" <<'YAML'
Resources:
  Site:
    Type: AWS::AppRunner::Service
    Properties:
      SourceConfiguration:
        ImageRepository:
          ImageIdentifier: public.ecr.aws/example/site:1
          ImageRepositoryType: ECR_PUBLIC
YAML
refused() {
    { "$folder/venv/bin/cfn-lint" --regions "$1" --format json "$folder/t.yaml" || true; } |
        python3 -c 'import json, sys; print(sum(one["Rule"]["Id"] == "E3006" for one in json.load(sys.stdin)))'
}
gov=$(refused us-gov-west-1)
isolated=$(refused us-isof-south-1)
equal=$("$folder/venv/bin/python" - <<'PYTHON'
import json, pathlib
import cfnlint
places = pathlib.Path(cfnlint.__file__).parent / "data" / "schemas" / "providers"
first = json.loads((places / "us-east-1.json").read_text())
print(sum(json.loads(each.read_text()) == first for each in places.glob("*-*.json")) - 1)
PYTHON
)
echo "us-gov-west-1: $gov E3006; us-isof-south-1: $isolated; $equal Regions equal us-east-1"
[ "$gov" = 1 ] && [ "$isolated" = 0 ] && [ "$equal" = 8 ]
