#!/usr/bin/env bash
# hdr-histogram-js 3.0.1 (npm, https://www.npmjs.com/package/hdr-histogram-js/v/3.0.1), `toJSON` of a histogram.
#
# Of 1,000 values, all 1999, with two significant digits: `toJSON` (and so JSON.stringify) gives 1900 for each
# percentile, below every value and 5 % off, next to max 1999. `getValueAtPercentile` says 1999, and so does the
# `toJSON` of a histogram that is built with `useWebAssembly`.
#
# Why a good guess is wrong: two digits promise an error below 1 %, and a histogram's percentiles are never below what
# they stand for. Only this summary cuts the decimal digits off that lie behind the second, from an answer that was
# within its promise.
#
# Seen (2026-11-29): JavaScript: p50 1900, p99 1900, max 1999, at 50: 1999; WebAssembly: p50 1999, p99 1999, max 1999
#
# Consequence here: figures in JSON are those that were measured; rounding is the reader's.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund hdr-histogram-js@3.0.1 >/dev/null
cat >ask.mjs <<'JS'
import * as hdr from 'hdr-histogram-js';

await hdr.initWebAssembly();
const said = [false, true].map((useWebAssembly) => {
  const histogram = hdr.build({ numberOfSignificantValueDigits: 2, useWebAssembly });
  for (let count = 0; count < 1000; count += 1) histogram.recordValue(1999);
  const { p50, p99, max } = histogram.toJSON();
  return { text: `p50 ${p50}, p99 ${p99}, max ${max}`, asked: histogram.getValueAtPercentile(50) };
});
const seen = `JavaScript: ${said[0].text}, at 50: ${said[0].asked}; WebAssembly: ${said[1].text}`;
console.log(seen);
process.exit(seen === 'JavaScript: p50 1900, p99 1900, max 1999, at 50: 1999; ' +
  'WebAssembly: p50 1999, p99 1999, max 1999' ? 0 : 1);
JS
node ask.mjs
