#!/usr/bin/env bash
# @aws-cdk/cloudformation-diff 2.187.5 (npm, https://www.npmjs.com/package/@aws-cdk/cloudformation-diff), two templates compared.
#
# A VPC takes its block from a parameter, and the parameter's default changes: the comparison names the
# parameter and no resource. With the same blocks written in place it says that the VPC is replaced, and
# with it the subnet that refers to it.
#
# Why a good guess is wrong: it follows references (the subnet is replaced because the VPC is), so it
# seems to evaluate the template as a change set would. It compares texts, and marks what refers to a
# resource that is replaced; what a parameter, a mapping or a condition comes to is never worked out.
#
# Seen (2026-11-29): by-parameter: [] in-place: ["Net:WILL_REPLACE","Web:WILL_REPLACE"]
#
# Consequence here: `diff` evaluates both templates before it says what is replaced, updated or kept.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund @aws-cdk/cloudformation-diff@2.187.5 >/dev/null
cat >compare.js <<'JS'
const { fullDiff } = require('@aws-cdk/cloudformation-diff');
const design = block => ({
  Parameters: { Block: { Type: 'String', Default: block } },
  Resources: {
    Net: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: { Ref: 'Block' } } },
    Web: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Net' }, CidrBlock: '10.0.0.0/24' } },
  },
});
const inPlace = block => {
  const template = design('10.0.0.0/16');
  template.Resources.Net.Properties.CidrBlock = block;
  return template;
};
const changed = (make) => {
  const { resources } = fullDiff(make('10.0.0.0/16'), make('10.0.0.0/17'));
  return resources.logicalIds.map(id => `${id}:${resources.get(id).changeImpact}`);
};
const seen = `by-parameter: ${JSON.stringify(changed(design))} in-place: ${JSON.stringify(changed(inPlace))}`;
console.log(seen);
const wanted = 'by-parameter: [] in-place: ["Net:WILL_REPLACE","Web:WILL_REPLACE"]';
if (seen !== wanted) {
  console.error('changed: ' + wanted + ' was expected');
  process.exit(1);
}
JS
node compare.js
