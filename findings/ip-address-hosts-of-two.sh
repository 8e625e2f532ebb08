#!/usr/bin/env bash
# ip-address 10.7.6 (npm, https://www.npmjs.com/package/ip-address/v/10.7.6), first and last host of small blocks.
#
# The first host of 10.0.0.7/32 is said to be 10.0.0.8, which the block does not hold. Of 10.0.0.6/31 the first is
# 10.0.0.7 and the last 10.0.0.6: the last stands before the first.
#
# Why a good guess is wrong: the two functions are documented as the first and last host address "in the range given by
# this address's subnet", so both should lie in it. They add one and take one away, whatever the size. A /32 is what
# most rules of a security group name, and a /31 what RFC 3021 gives a link between two routers: both addresses are hosts.
#
# Seen (2026-11-30): /32: 10.0.0.8 to 10.0.0.6; /31: 10.0.0.7 to 10.0.0.6; /30: 10.0.0.5 to 10.0.0.6
#
# Consequence here: a block's range is its first and last address; what AWS keeps back of a subnet is a rule of subnets.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund ip-address@10.7.6 >/dev/null
cat >ask.cjs <<'JS'
const { Address4 } = require('ip-address');
const hosts = text => {
  const block = new Address4(text);
  return `${block.startAddressExclusive().address} to ${block.endAddressExclusive().address}`;
};
const seen = `/32: ${hosts('10.0.0.7/32')}; /31: ${hosts('10.0.0.6/31')}; /30: ${hosts('10.0.0.4/30')}`;
console.log(seen);
process.exit(seen === '/32: 10.0.0.8 to 10.0.0.6; /31: 10.0.0.7 to 10.0.0.6; /30: 10.0.0.5 to 10.0.0.6' ? 0 : 1);
JS
node ask.cjs
