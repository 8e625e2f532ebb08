#!/usr/bin/env bash
# @dagrejs/dagre 3.1.3 (npm, https://www.npmjs.com/package/@dagrejs/dagre/v/3.1.3), a compound graph: one node in one frame.
#
# The frame around a node of 10 by 10 is 80 by 60. Its own width, height and padding are not read: the room is
# `nodesep` and `edgesep` at the sides, `ranksep` above and below, though nothing stands beside the node or under
# it. With nodesep 10 the frame is 40 wide, with ranksep 10 it is 20 high.
#
# Why a good guess is wrong: the three are the distances between nodes, between edges and between ranks, and a frame's
# width and height are taken without a word and overwritten. Whoever wants ranks closer gets titles that do not
# fit.
#
# Seen (2026-11-29): 80x60; 300x300 asked: 80x60; nodesep 10: 40x60; ranksep 10: 80x20
#
# Consequence here: the room in a frame is a figure of its own, beside the gaps between boxes and between ranks.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund @dagrejs/dagre@3.1.3 >/dev/null
cat >lay.mjs <<'JS'
import dagre from '@dagrejs/dagre';
const frame = (distances, own = {}) => {
  const graph = new dagre.graphlib.Graph({ compound: true });
  graph.setGraph(distances);
  graph.setNode('frame', own);
  graph.setNode('node', { width: 10, height: 10 });
  graph.setParent('node', 'frame');
  dagre.layout(graph);
  const { width, height } = graph.node('frame');
  return `${width}x${height}`;
};
const asked = frame({}, { width: 300, height: 300, paddingLeft: 50, paddingTop: 50 });
const seen = `${frame({})}; 300x300 asked: ${asked}; nodesep 10: ${frame({ nodesep: 10 })}; ` +
  `ranksep 10: ${frame({ ranksep: 10 })}`;
console.log(seen);
process.exit(seen === '80x60; 300x300 asked: 80x60; nodesep 10: 40x60; ranksep 10: 80x20' ? 0 : 1);
JS
node lay.mjs
