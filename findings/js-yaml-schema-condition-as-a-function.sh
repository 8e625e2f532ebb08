#!/usr/bin/env bash
# js-yaml-cloudformation-schema 1.0.0 (npm, https://www.npmjs.com/package/js-yaml-cloudformation-schema/v/1.0.0) with js-yaml
# 3.15.2, short forms turned into the long ones.
#
# `!Condition IsProd` becomes {"Fn::Condition": "IsProd"}; the long form of CloudFormation is {"Condition": "IsProd"}, and
# there is no Fn::Condition. `!GetAtt Db.Arn` becomes {"Fn::GetAtt": "Db.Arn"}, a text where JSON takes a list.
#
# Why a good guess is wrong: `!Ref` is made `Ref`, so that the one exception of the prefix seems known; there are two. All
# conditions that are defined by others (!And, !Not, !Or of !Condition) are lost when the result is deployed as JSON.
#
# Seen (2026-11-30): {"And":{"Fn::And":[{"Fn::Condition":"A"},{"Fn::Condition":"B"}]},"Get":{"Fn::GetAtt":"Db.Arn"},"Ref":{"Ref":"Db"}}
#
# Consequence here: each short form's long one stands in a table of its own, and both are written by tests that read them back.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund js-yaml-cloudformation-schema@1.0.0 js-yaml@3.15.2 >/dev/null
cat >read.cjs <<'JS'
const yaml = require('js-yaml');
const found = require('js-yaml-cloudformation-schema');
const schema = found.CLOUDFORMATION_SCHEMA || found.schema || found.default || found;
console.log(JSON.stringify(yaml.load('And: !And [!Condition A, !Condition B]\nGet: !GetAtt Db.Arn\nRef: !Ref Db\n', { schema })));
JS
seen=$(node read.cjs)
echo "$seen"
[ "$seen" = '{"And":{"Fn::And":[{"Fn::Condition":"A"},{"Fn::Condition":"B"}]},"Get":{"Fn::GetAtt":"Db.Arn"},"Ref":{"Ref":"Db"}}' ]
