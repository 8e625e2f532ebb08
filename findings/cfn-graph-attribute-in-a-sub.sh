#!/usr/bin/env bash
# @cfn/graph 1.1.0 (npm, https://www.npmjs.com/package/@cfn/graph/v/1.1.0), the order of resources by their dependencies.
#
# An alarm that names ${Topic.TopicName} in a Fn::Sub is held for independent of the topic: its reference is
# "Topic.TopicName", which no resource is called, and it does not come before the topic. With ${Topic}, or with the same
# attribute by Fn::GetAtt, it does. A Sub of two arguments is an error, "Unknown Fn::Sub type object".
#
# Why a good guess is wrong: three of the four ways to name another resource make an edge, Sub among them, and the fourth
# is listed among the references as well. CloudFormation makes the topic first for each of them (Template Reference,
# Fn::Sub: a name with a dot is an attribute, as Fn::GetAtt has it).
#
# Seen (2026-11-30): GetAtt Alarm,Topic; ${Topic} Alarm,Topic; ${Topic.TopicName} Topic,Alarm by Topic.TopicName;
# map: error
#
# Consequence here: what a Sub names is read once, for evaluation, order and renaming alike.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund @cfn/graph@1.1.0 >"$folder/npm.log" 2>&1
node - <<'NODE'
const graph = require('@cfn/graph');
const sorted = name => graph({template: {Parameters: {}, Conditions: {}, Resources: {
  Topic: {Type: 'AWS::SNS::Topic'},
  Alarm: {Type: 'AWS::SNS::Topic', Properties: {DisplayName: name}}}}});
const order = name => sorted(name).map(one => one.logicalId).join();
const attribute = {'Fn::Sub': '${Topic.TopicName}'};
let map = 'taken';
try { sorted({'Fn::Sub': ['${Topic}-${n}', {n: '1'}]}); } catch (error) { map = 'error'; }
const seen = `GetAtt ${order({'Fn::GetAtt': ['Topic', 'TopicName']})}; \${Topic} ${order({'Fn::Sub': '${Topic}'})}; ` +
    `\${Topic.TopicName} ${order(attribute)} by ${sorted(attribute)[1].references}; map: ${map}`;
console.log(seen);
process.exit(seen === 'GetAtt Alarm,Topic; ${Topic} Alarm,Topic; ${Topic.TopicName} Topic,Alarm by Topic.TopicName; ' +
    'map: error' ? 0 : 1);
NODE
