#!/usr/bin/env bash
# elkjs 0.12.1 (npm, https://www.npmjs.com/package/elkjs/v/0.12.1), layered layout, an arrow from within a box to outside it.
#
# The arrow comes back without a line (no `sections`) and without an error. An arrow between two nodes of the box is
# drawn. With `elk.hierarchyHandling` INCLUDE_CHILDREN both are.
#
# Why a good guess is wrong: the arrow is accepted at the root, which holds both of its ends, an arrow to a node that
# does not exist is refused with an error, and the answer names a `container` for this one as for the others.
#
# Seen (2026-11-29): within: 1 section, leaving: 0; with INCLUDE_CHILDREN: 1, 1; to nowhere: refused
#
# Consequence here: an arrow that was not laid out is an error of the layout, not an arrow without points.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund elkjs@0.12.1 >/dev/null
cat >lay.js <<'JS'
const ELK = require('elkjs');
const node = id => ({ id, width: 30, height: 30 });
const lay = async (more, end = 'c') => {
  const { edges } = await new ELK().layout({
    id: 'root',
    layoutOptions: { 'elk.algorithm': 'layered', ...more },
    children: [{ id: 'box', children: [node('a'), node('b')] }, node('c')],
    edges: [{ id: 'within', sources: ['a'], targets: ['b'] }, { id: 'leaving', sources: ['a'], targets: [end] }],
  });
  if (edges.some(edge => edge.container === undefined)) throw new Error('no container');
  return edges.map(edge => (edge.sections ?? []).length);
};
(async () => {
  const apart = await lay({});
  const whole = await lay({ 'elk.hierarchyHandling': 'INCLUDE_CHILDREN' });
  const nowhere = await lay({}, 'nobody').then(() => 'taken', () => 'refused');
  const seen = `within: ${apart[0]} section, leaving: ${apart[1]}; with INCLUDE_CHILDREN: ${whole.join(', ')}; ` +
    `to nowhere: ${nowhere}`;
  console.log(seen);
  process.exit(seen === 'within: 1 section, leaving: 0; with INCLUDE_CHILDREN: 1, 1; to nowhere: refused' ? 0 : 1);
})();
JS
node lay.js
