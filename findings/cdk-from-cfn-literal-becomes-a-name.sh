#!/usr/bin/env bash
# cdk-from-cfn 0.334.0 (npm, https://www.npmjs.com/package/cdk-from-cfn/v/0.334.0), Fn::Sub with a literal, to TypeScript.
#
# The user data "echo ${!HOSTNAME}" means the text ${HOSTNAME}, for the shell (Template Reference, Fn::Sub). In TypeScript
# it stands as ${HOSTNAME} between backticks, where it is an expression: a name that the program does not have, or, of
# ${!web} beside a resource Web, that resource's object. In Python the same is ${{HOSTNAME}} in an f-string, the text.
#
# Why a good guess is wrong: ${AWS::Region} of the same text becomes ${this.region}, so that one sees the marks of
# CloudFormation replaced by those of the language; and one language of the two has the literal right. The exclamation
# mark is taken away in both, and the brace is written twice in one.
#
# Seen (2026-11-30): typescript: echo ${HOSTNAME} ${this.region}, python: echo ${{HOSTNAME}} {self.region}
#
# Consequence here: a literal of a Sub is text from the moment that it is read, and written with its mark again.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund cdk-from-cfn@0.334.0 >"$folder/npm.log" 2>&1
node - <<'NODE'
const {transmute} = require('cdk-from-cfn');
const template = JSON.stringify({Resources: {Web: {Type: 'AWS::EC2::Instance', Properties: {
  ImageId: 'ami-0123456789abcdef0',
  UserData: {'Fn::Base64': {'Fn::Sub': '#!/bin/sh\necho ${!HOSTNAME} ${AWS::Region}\n'}}}}}});
const line = language => transmute(template, language, 'Demo', 'stack').split('\n')
    .find(one => one.includes('HOSTNAME')).trim();
const seen = `typescript: ${line('typescript')}, python: ${line('python')}`;
console.log(seen);
process.exit(seen === 'typescript: echo ${HOSTNAME} ${this.region}, python: echo ${{HOSTNAME}} {self.region}' ? 0 : 1);
NODE
