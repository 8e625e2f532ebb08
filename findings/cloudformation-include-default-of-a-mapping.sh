#!/usr/bin/env bash
# aws-cdk-lib 2.276.0 (npm, https://www.npmjs.com/package/aws-cdk-lib/v/2.276.0), `CfnInclude` of a template with the
# default of a Fn::FindInMap.
#
# {"Fn::FindInMap": ["Sizes", {"Ref": "AWS::Region"}, "Size", {"DefaultValue": "t3.micro"}]} is synthesized without its
# last item. The Transform AWS::LanguageExtensions, which the default needs, is kept. In the Regions that the mapping
# lacks, the template that was deployed is now refused.
#
# Why a good guess is wrong: what the class does not know is an error ("Unsupported CloudFormation function
# 'Fn::Length'", of the same extensions), so what passes seems to be whole; and the CDK's own `Fn.findInMap` takes a
# default and writes it. The first three items are read into that function; what stands behind them is not looked at.
#
# Seen (2026-11-30): AWS::LanguageExtensions ["Sizes",{"Ref":"AWS::Region"},"Size"], Fn.findInMap writes
# ["Sizes",{"Ref":"AWS::Region"},"Size",{"DefaultValue":"t3.micro"}], Fn::Length: error
#
# Consequence here: what a function's argument holds beyond what is known is kept as it stands, and told.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund aws-cdk-lib@2.276.0 constructs@10.8.1 >"$folder/npm.log" 2>&1
cat >sizes.json <<'JSON'
{"Transform": "AWS::LanguageExtensions",
 "Mappings": {"Sizes": {"us-east-1": {"Size": "m5.large"}}},
 "Resources": {"Web": {"Type": "AWS::EC2::Instance", "Properties": {
   "ImageId": "ami-0123456789abcdef0",
   "InstanceType": {"Fn::FindInMap": ["Sizes", {"Ref": "AWS::Region"}, "Size", {"DefaultValue": "t3.micro"}]}}}}}
JSON
cat >length.json <<'JSON'
{"Transform": "AWS::LanguageExtensions",
 "Resources": {"Topic": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": {"Fn::Length": ["a", "b"]}}}}}
JSON
cat >include.cjs <<'NODE'
const {App, BootstraplessSynthesizer, Fn, Stack} = require('aws-cdk-lib');
const {CfnInclude} = require('aws-cdk-lib/cloudformation-include');

function included(templateFile) {
  const app = new App({analyticsReporting: false});
  const stack = new Stack(app, 'S', {synthesizer: new BootstraplessSynthesizer()});
  new CfnInclude(stack, 'Included', {templateFile});
  return app.synth().getStackByName('S').template;
}
const sizes = included('sizes.json');
const arguments_ = JSON.stringify(sizes.Resources.Web.Properties.InstanceType['Fn::FindInMap']);
const own = JSON.stringify(new Stack().resolve(
    Fn.findInMap('Sizes', Fn.ref('AWS::Region'), 'Size', 't3.micro'))['Fn::FindInMap']);
let length = 'taken';
try { included('length.json'); } catch (error) { length = 'error'; }
const seen = `${sizes.Transform} ${arguments_}, Fn.findInMap writes\n${own}, Fn::Length: ${length}`;
console.log(seen);
process.exit(seen === 'AWS::LanguageExtensions ["Sizes",{"Ref":"AWS::Region"},"Size"], Fn.findInMap writes\n' +
    '["Sizes",{"Ref":"AWS::Region"},"Size",{"DefaultValue":"t3.micro"}], Fn::Length: error' ? 0 : 1);
NODE
node include.cjs 2>"$folder/node.log"
