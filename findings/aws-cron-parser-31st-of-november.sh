#!/usr/bin/env bash
# aws-cron-parser 1.1.12 (npm, https://www.npmjs.com/package/aws-cron-parser/v/1.1.12), `next` and `prev` of EventBridge's
# own expressions.
#
# A day that a month lacks is not passed over but carried into the next month: after 28 November, `0 10 31 * ? *` is due
# on 1 December (31 November), and `0 10 29 2 ? *` on 1 March of a year that is no leap year. AWS names a day-of-month
# that no month has as one that never comes, and runs the first on 31 December.
#
# Why a good guess is wrong: the package knows the fields that only AWS has (L, W, #, a year, the ? of one of two days)
# and gets the last day (L) of the same November right, so that the plain number looks the safest of all. Months are
# filled in by the calendar of the language, in which a day too many is a day of the next month.
#
# Seen (2026-11-30): 31: 2026-12-01, L: 2026-11-30, 29 February: 2027-03-01, 30 February: 2027-03-02
#
# Consequence here: a schedule's next moments are counted by whole months, and a day that never comes is said.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund aws-cron-parser@1.1.12 >/dev/null
cat >next.cjs <<'JS'
const cron = require('aws-cron-parser');
const from = new Date('2026-11-28T12:00:00Z');
const due = (expression) => cron.next(cron.parse(expression), from).toISOString().slice(0, 10);
console.log(`31: ${due('0 10 31 * ? *')}, L: ${due('0 10 L * ? *')}, 29 February: ${due('0 10 29 2 ? *')}, ` +
    `30 February: ${due('0 10 30 2 ? *')}`);
JS
seen=$(node next.cjs)
echo "$seen"
[ "$seen" = '31: 2026-12-01, L: 2026-11-30, 29 February: 2027-03-01, 30 February: 2027-03-02' ]
