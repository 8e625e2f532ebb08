#!/usr/bin/env bash
# pydot 4.0.1 (PyPI, https://pypi.org/project/pydot/4.0.1/), `Node` and `Edge` of a name that holds colons, such as an ARN.
#
# A node made of "arn:aws:s3:::logs" is written as the node `arn`; an edge that ends in the same text is written with the
# end "arn:aws:s3::":logs, a port of another node. The labelled node stays alone, and the edge leads to a third one that
# Graphviz makes for it. Every bucket, role and queue becomes the one node `arn`.
#
# Why a good guess is wrong: names with blanks, slashes or hyphens are quoted for one (10.0.0.0/16 and i-0a among them), and
# a colon between quotes is plain text in DOT. Ports belong to edges alone, but a node's name loses what looks like one, and
# cuts at the first colon, where an edge cuts at the last.
#
# Seen (2026-11-30): node arn [label=logs]; edge web -> "arn:aws:s3::":logs; node "10.0.0.0/16"
#
# Consequence here: nodes are given to Graphviz by index, and what a thing is called is a label alone.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check pydot==4.0.1
"$folder/venv/bin/python" - <<'PY'
import sys
import pydot
arn = "arn:aws:s3:::logs"
node, edge, block = pydot.Node(arn, label="logs"), pydot.Edge("web", arn), pydot.Node("10.0.0.0/16")
graph = pydot.Dot(graph_type="digraph")
graph.add_node(node)
graph.add_edge(edge)
graph.add_node(block)
lines = [line.strip().rstrip(";") for line in graph.to_string().splitlines()[1:-1]]
seen = f"node {lines[0]}; edge {lines[1]}; node {lines[2]}" if "->" in lines[1] else " | ".join(sorted(lines))
print(seen)
written = {line for line in lines if line}
sys.exit(0 if written == {"arn [label=logs]", 'web -> "arn:aws:s3::":logs', '"10.0.0.0/16"'} else "changed")
PY
