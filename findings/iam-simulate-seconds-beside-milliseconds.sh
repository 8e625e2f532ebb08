#!/usr/bin/env bash
# @cloud-copilot/iam-simulate 0.1.173 (npm, https://www.npmjs.com/package/@cloud-copilot/iam-simulate/v/0.1.173),
# conditions on dates.
#
# IAM takes a date as ISO 8601 or as seconds since 1970, on either side of a condition. Here a number stays the seconds
# that it is, and a written date becomes milliseconds; the two are then compared. A statement that ends in 2030 as
# "aws:CurrentTime before 2030-01-01T00:00:00Z" allows a request of 2026, and the same moment as 1893456000 does not.
#
# Why a good guess is wrong: each form alone works, a number beside a number and a date beside a date, and neither the
# answer nor what explains it says that a value was not understood. It shows where the two forms meet, which is the
# usual case: a policy in seconds and a request whose time is written out.
#
# Seen (2026-11-30): dates: Allowed, seconds: Allowed, seconds in the policy: ImplicitlyDenied
#
# Consequence here: both forms become one kind of moment before anything is compared.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund @cloud-copilot/iam-simulate@0.1.173 >/dev/null
cat >ask.mjs <<'JS'
import { runSimulation } from '@cloud-copilot/iam-simulate';
const document = (statement) => ({ Version: '2012-10-17', Statement: [statement] });
const anything = document({ Effect: 'Allow', Action: '*', Resource: '*' });
async function ask(until, now) {
    const answer = await runSimulation({
        request: {
            principal: 'arn:aws:iam::123456789012:user/reader', action: 's3:GetObject',
            resource: { resource: 'arn:aws:s3:::example-bucket/key', accountId: '123456789012' },
            contextVariables: { 'aws:CurrentTime': now },
        },
        identityPolicies: [{ name: 'read', policy: document({
            Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::example-bucket/*',
            Condition: { DateLessThan: { 'aws:CurrentTime': until } },
        }) }],
        serviceControlPolicies: [{ orgIdentifier: 'root', policies: [{ name: 'all', policy: anything }] }],
        resourceControlPolicies: [],
    }, {});
    return answer.overallResult;
}
const end = '2030-01-01T00:00:00Z', now = '2026-11-30T00:00:00Z';
const seconds = (date) => String(Date.parse(date) / 1000);
console.log(`dates: ${await ask(end, now)}, seconds: ${await ask(seconds(end), seconds(now))}, ` +
    `seconds in the policy: ${await ask(seconds(end), now)}`);
JS
seen=$(node ask.mjs)
echo "$seen"
[ "$seen" = 'dates: Allowed, seconds: Allowed, seconds in the policy: ImplicitlyDenied' ]
