#!/usr/bin/env bash
# yaml-cfn 0.3.2 (npm, https://www.npmjs.com/package/yaml-cfn/v/0.3.2), `yamlParse` and `yamlDump` of a template.
#
# The name of an attribute may be a reference (Fn::GetAtt: [Db, {Ref: Which}], allowed by CloudFormation's page of
# Fn::GetAtt). It is read as it stands and written as `!GetAtt Db.[object Object]`, which is a valid file and another
# template. The form with a dot in the long spelling, Fn::GetAtt: Db.Arn, is read too and then cannot be written.
#
# Why a good guess is wrong: each short form is both read and written by one schema, references at any depth among them
# (a Sub whose map holds a !GetAtt comes back whole), so that reading and writing look like each other's opposite. For
# GetAtt alone the writing takes the list's items to be texts and joins them.
#
# Seen (2026-11-30): Which: !GetAtt Db.[object Object]; Arn: data.join is not a function; Sub: X: !GetAtt Db.Arn
#
# Consequence here: an edit of a template is a change of its text; no function is written anew to save another's change.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund yaml-cfn@0.3.2 >/dev/null
cat >write.cjs <<'JS'
const { yamlParse, yamlDump } = require('yaml-cfn');
function written(text) {
    const value = yamlParse(text);
    try {
        return yamlDump(value).trim().split('\n').pop().replace(/^[ -]*(Value: )?/, '');
    } catch (error) {
        return error.message;
    }
}
console.log(`Which: ${written('Value:\n  Fn::GetAtt: [Db, {Ref: Which}]\n')}; ` +
    `Arn: ${written('Value:\n  Fn::GetAtt: Db.Arn\n')}; ` +
    `Sub: ${written('Value: !Sub ["${X}", {X: !GetAtt Db.Arn}]\n')}`);
JS
seen=$(node write.cjs)
echo "$seen"
[ "$seen" = 'Which: !GetAtt Db.[object Object]; Arn: data.join is not a function; Sub: X: !GetAtt Db.Arn' ]
