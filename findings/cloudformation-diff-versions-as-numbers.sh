#!/usr/bin/env bash
# @aws-cdk/cloudformation-diff 2.187.5 (npm, https://www.npmjs.com/package/@aws-cdk/cloudformation-diff/v/2.187.5),
# two templates that differ in one text.
#
# A database that goes from EngineVersion '13.1' to '13.10' is no difference: the result is empty. From '13.1' to
# '13.2' it is an update. Nor do the account ids '012345670123' and '12345670123' differ.
#
# Why a good guess is wrong: both sides are texts, quoted in the template, and the comparison is of a type's properties
# by their schemas, where a version is a text. That 30 and '30' are held for equal, as CloudFormation takes either,
# is welcome; it is done by making a number of whatever text looks like one, on both sides.
#
# Seen (2026-11-29): 13.1 and 13.10: equal; 13.1 and 13.2: EngineVersion; 012345670123 and 12345670123: equal
#
# Consequence here: a number is equal to a text that spells it, and two texts are equal if they are the same.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund @aws-cdk/cloudformation-diff@2.187.5 >/dev/null
cat >compare.js <<'JS'
const { fullDiff } = require('@aws-cdk/cloudformation-diff');

const told = (type, property, one, two) => {
  const template = (value) => ({ Resources: { Only: { Type: type, Properties: { [property]: value } } } });
  const difference = fullDiff(template(one), template(two));
  const changed = difference.isEmpty ? 'equal' : Object.keys(difference.resources.get('Only').propertyUpdates).join();
  return `${one} and ${two}: ${changed}`;
};
const engine = (one, two) => told('AWS::RDS::DBInstance', 'EngineVersion', one, two);
const seen = `${engine('13.1', '13.10')}; ${engine('13.1', '13.2')}; ` +
  told('AWS::Lambda::Permission', 'SourceAccount', '012345670123', '12345670123');
console.log(seen);
process.exit(seen === '13.1 and 13.10: equal; 13.1 and 13.2: EngineVersion; ' +
  '012345670123 and 12345670123: equal' ? 0 : 1);
JS
node compare.js
