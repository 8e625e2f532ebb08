#!/usr/bin/env bash
# elkjs 0.12.1 (npm, https://www.npmjs.com/package/elkjs/v/0.12.1), a node that holds another and has a size of its own.
#
# A box of 500 by 400 around one node of 30 by 30 comes back as 54 by 54; a node that holds nothing keeps its size. The
# size is kept as the least one if it is said again as `elk.nodeSize.minimum`, with `elk.nodeSize.constraints`
# MINIMUM_SIZE; that constraint alone changes nothing.
#
# Why a good guess is wrong: ELK's description of the constraints says that without any a node's size is fixed, and
# without any is the default. It holds for nodes without children.
#
# Seen (2026-11-29): box 54x54, leaf 200x30; constraint alone: 54x54; with minimum: 500x400
#
# Consequence here: the least size of a frame is worked out before the layout, and frames are never smaller.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund elkjs@0.12.1 >/dev/null
cat >lay.js <<'JS'
const ELK = require('elkjs');
const lay = async layoutOptions => {
  const box = { id: 'box', width: 500, height: 400, layoutOptions, children: [{ id: 'a', width: 30, height: 30 }] };
  const leaf = { id: 'leaf', width: 200, height: 30 };
  const drawn = await new ELK().layout(
    { id: 'root', layoutOptions: { 'elk.algorithm': 'layered' }, children: [box, leaf] });
  return drawn.children.map(({ width, height }) => `${width}x${height}`);
};
(async () => {
  const [box, leaf] = await lay({});
  const [alone] = await lay({ 'elk.nodeSize.constraints': 'MINIMUM_SIZE' });
  const [least] = await lay({ 'elk.nodeSize.constraints': 'MINIMUM_SIZE', 'elk.nodeSize.minimum': '(500,400)' });
  const seen = `box ${box}, leaf ${leaf}; constraint alone: ${alone}; with minimum: ${least}`;
  console.log(seen);
  process.exit(seen === 'box 54x54, leaf 200x30; constraint alone: 54x54; with minimum: 500x400' ? 0 : 1);
})();
JS
node lay.js
