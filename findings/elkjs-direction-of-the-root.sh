#!/usr/bin/env bash
# elkjs 0.12.1 (npm, https://www.npmjs.com/package/elkjs/v/0.12.1), layered layout of nodes within nodes.
#
# The root says `elk.direction` DOWN. An arrow between two nodes at the root goes down, one between two nodes within a
# box goes right. With `elk.hierarchyHandling` INCLUDE_CHILDREN at the root both go down.
#
# Why a good guess is wrong: options of a graph look as if they held for all that is in it; each box is laid out by
# options of its own, and where it has none by the library's defaults, not by those of what surrounds it.
#
# Seen (2026-11-29): root: down, within the box: right; with INCLUDE_CHILDREN: down, down
#
# Consequence here: direction and spacing are settled for each frame of the drawing, never left to what is around it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund elkjs@0.12.1 >/dev/null
cat >lay.js <<'JS'
const ELK = require('elkjs');
const node = id => ({ id, width: 30, height: 30 });
const arrow = (id, from, to) => ({ id, sources: [from], targets: [to] });
const way = ({ children: [from, to] }) => to.y > from.y && to.x === from.x ? 'down'
  : to.x > from.x && to.y === from.y ? 'right' : 'elsewhere';
const lay = async more => {
  const layoutOptions = { 'elk.algorithm': 'layered', 'elk.direction': 'DOWN', ...more };
  const outer = await new ELK().layout(
    { id: 'root', layoutOptions, children: [node('a'), node('b')], edges: [arrow('e', 'a', 'b')] });
  const box = { id: 'box', children: [node('c'), node('d')], edges: [arrow('f', 'c', 'd')] };
  const inner = await new ELK().layout({ id: 'root', layoutOptions, children: [box] });
  return [way(outer), way(inner.children[0])];
};
(async () => {
  const [root, within] = await lay({});
  const whole = await lay({ 'elk.hierarchyHandling': 'INCLUDE_CHILDREN' });
  const seen = `root: ${root}, within the box: ${within}; with INCLUDE_CHILDREN: ${whole.join(', ')}`;
  console.log(seen);
  process.exit(seen === 'root: down, within the box: right; with INCLUDE_CHILDREN: down, down' ? 0 : 1);
})();
JS
node lay.js
