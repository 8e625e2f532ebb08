#!/usr/bin/env bash
# @znemz/cfn-include 4.6.64 (npm, https://www.npmjs.com/package/@znemz/cfn-include/v/4.6.64), a YAML template without
# anything to include.
#
# The version of a policy document without quotes, Version: 2012-10-17, comes out as "2012-10-17T00:00:00.000Z", and the
# template's own as "2010-09-09T00:00:00.000Z". IAM takes 2012-10-17 and 2008-10-17 alone (IAM User Guide, policy
# elements: Version), CloudFormation 2010-09-09 alone. Quoted, both stay.
#
# Why a good guess is wrong: nothing was asked to be changed; short forms come out as the long ones, all in valid JSON,
# and the exit status is 0. The two lines stand without quotes in most templates, and CloudFormation and its CLI take
# them. The reader makes dates of them, which JSON writes as instants.
#
# Seen (2026-11-30): 2010-09-09T00:00:00.000Z 2012-10-17T00:00:00.000Z, quoted 2012-10-17, {"Fn::GetAtt":["Key","Arn"]}
#
# Consequence here: a date is a text in a template, whatever a reader of YAML 1.1 has for it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund @znemz/cfn-include@4.6.64 >"$folder/npm.log" 2>&1
cat >template.yaml <<'YAML'
AWSTemplateFormatVersion: 2010-09-09
Resources:
  Key:
    Type: AWS::KMS::Key
  Plain:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: 2012-10-17
        Statement: [{Effect: Allow, Action: "kms:Decrypt", Resource: !GetAtt Key.Arn}]
  Quoted:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Action: "kms:Decrypt", Resource: !GetAtt Key.Arn}]
YAML
node_modules/.bin/cfn-include template.yaml >out.json 2>"$folder/include.log"
node - <<'NODE'
const out = JSON.parse(require('fs').readFileSync('out.json', 'utf8'));
const document = name => out.Resources[name].Properties.PolicyDocument;
const seen = `${out.AWSTemplateFormatVersion} ${document('Plain').Version}, quoted ${document('Quoted').Version}, ` +
    JSON.stringify(document('Plain').Statement[0].Resource);
console.log(seen);
process.exit(seen === '2010-09-09T00:00:00.000Z 2012-10-17T00:00:00.000Z, quoted 2012-10-17, ' +
    '{"Fn::GetAtt":["Key","Arn"]}' ? 0 : 1);
NODE
