#!/usr/bin/env bash
# opossum 9.0.0 (npm, https://www.npmjs.com/package/opossum/v/9.0.0), `errorThresholdPercentage` of a circuit breaker.
#
# Set to 99, the breaker opens at the first failure; set to 100, "open when all fail", it never opens, though each of 50
# calls fails.
#
# Why a good guess is wrong: the option is "the error percentage at which to open the circuit", and 100 is its natural end.
# The rate must be above it, which 100 never is; and no warning is given for a breaker that does nothing.
#
# Seen (2026-11-30): 99: open, failed 1, refused 49; 100: closed, failed 50, refused 0
#
# Consequence here: the circuit breaker of a simulated deployment stops it when its limit is met, not when it is
# passed (`breakerLimit`).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund opossum@9.0.0 >/dev/null
cat >call.cjs <<'JS'
const Breaker = require('opossum');
async function failed(percentage) {
    const breaker = new Breaker(async () => { throw new Error('down'); },
        { errorThresholdPercentage: percentage, resetTimeout: 60000, timeout: false });
    for (let i = 0; i < 50; ++i) await breaker.fire().catch(() => {});
    const { failures, rejects } = breaker.stats;
    const words = `${percentage}: ${breaker.opened ? 'open' : 'closed'}, failed ${failures}, refused ${rejects}`;
    breaker.shutdown();
    return words;
}
(async () => console.log(`${await failed(99)}; ${await failed(100)}`))();
JS
seen=$(node call.cjs)
echo "$seen"
[ "$seen" = '99: open, failed 1, refused 49; 100: closed, failed 50, refused 0' ]
