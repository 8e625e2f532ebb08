#!/usr/bin/env bash
# networkx 3.6.1 (PyPI, https://pypi.org/project/networkx/3.6.1/), `edge_connectivity` of a MultiDiGraph.
#
# Two parallel links from a to b: its edge connectivity is 1, and `minimum_edge_cut` cuts one of them, after which
# a path is left. The same graph's `bridges` (undirected) know both: there is none.
#
# Why a good guess is wrong: the graph is of the kind that keeps parallel edges, the answer is said to be the number
# of edges to remove until no path is left, and functions that can't do it say so (`stoer_wagner` raises
# NetworkXNotImplemented). This one joins the parallel edges to one of capacity 1, so two tunnels count as a single one.
#
# Seen (2026-11-29): edges 2, edge connectivity 1, cut [('a', 'b')], a path once it is removed: True, bridges []
#
# Consequence here: paths are told apart by what they pass, not by their ends.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check networkx==3.6.1
"$folder/venv/bin/python" - <<'PYTHON'
import sys
import networkx

links = networkx.MultiDiGraph([("a", "b"), ("a", "b")])
count, connectivity = links.number_of_edges(), networkx.edge_connectivity(links, "a", "b")
cut = sorted(networkx.minimum_edge_cut(links, "a", "b"))
bridges = list(networkx.bridges(links.to_undirected()))
links.remove_edges_from(cut)
left = networkx.has_path(links, "a", "b")
print(f"edges {count}, edge connectivity {connectivity}, cut {cut}, a path once it is removed: {left}, bridges {bridges}")
sys.exit(0 if count == 2 and connectivity == 1 and cut == [("a", "b")] and left and bridges == [] else "changed")
PYTHON
