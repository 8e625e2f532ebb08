#!/usr/bin/env bash
# netmask 2.1.1 (npm, https://www.npmjs.com/package/netmask/v/2.1.1), the block of all IPv4 addresses.
#
# `new Netmask('0.0.0.0', 0)` is 0.0.0.0/32, one address. With '0' as a text, or written '0.0.0.0/0', it is the
# /0; `('0.0.0.0', '0.0.0.0')`, as routing tables have it, is refused, and `('::', 0)` is ::/0.
#
# Why a good guess is wrong: the second argument may be a number or a text, any other length means the same as either,
# and 0 as a number is right for IPv6. Here it counts as an argument that was not given, and without one a block
# is an address.
#
# Seen (2026-11-29): 0: 0.0.0.0/32, "0": 0.0.0.0/0, "0.0.0.0": refused, 8: 0.0.0.0/8, IPv6 0: ::/0
#
# Consequence here: a block without a length is an error where a block is asked for, and 0 is a length.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund netmask@2.1.1 >/dev/null
cat >ask.mjs <<'JS'
import { Netmask } from 'netmask';

const said = (...given) => {
  try {
    return new Netmask(...given).toString();
  } catch {
    return 'refused';
  }
};
const seen = `0: ${said('0.0.0.0', 0)}, "0": ${said('0.0.0.0', '0')}, "0.0.0.0": ${said('0.0.0.0', '0.0.0.0')}, ` +
  `8: ${said('0.0.0.0', 8)}, IPv6 0: ${said('::', 0)}`;
console.log(seen);
process.exit(seen === '0: 0.0.0.0/32, "0": 0.0.0.0/0, "0.0.0.0": refused, 8: 0.0.0.0/8, IPv6 0: ::/0' ? 0 : 1);
JS
node ask.mjs
