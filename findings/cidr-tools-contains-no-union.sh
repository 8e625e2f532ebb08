#!/usr/bin/env bash
# cidr-tools 11.3.2 (npm, https://www.npmjs.com/package/cidr-tools/v/11.3.2), `containsCidr` with lists of blocks.
#
# Two halves of a /24 do not contain the /24: false. The same package takes them away from it and nothing is left,
# and after `mergeCidr` they do contain it.
#
# Why a good guess is wrong: both arguments may be lists, and the other functions of the package take such a list
# for the set of its addresses. This one asks whether one block of the first list holds each block of the second,
# so its answer depends on how a set is written, and a route or rule set that is split reads as a gap.
#
# Seen (2026-11-29): contains: false, left over: [], contains once merged: true
#
# Consequence here: a set of addresses is kept as disjoint ranges, and containment is of sets.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund cidr-tools@11.3.2 >/dev/null
cat >ask.mjs <<'JS'
import { containsCidr, excludeCidr, mergeCidr } from 'cidr-tools';
const halves = ['10.0.0.0/25', '10.0.0.128/25'];
const whole = '10.0.0.0/24';
const seen = `contains: ${containsCidr(halves, whole)}, left over: ${JSON.stringify(excludeCidr(whole, halves))}, ` +
  `contains once merged: ${containsCidr(mergeCidr(halves), whole)}`;
console.log(seen);
process.exit(seen === 'contains: false, left over: [], contains once merged: true' ? 0 : 1);
JS
node ask.mjs
