#!/usr/bin/env bash
# diagrams 0.25.1 (PyPI, https://pypi.org/project/diagrams/0.25.1/), drawn by Graphviz 2.42.2-7+deb12u1 (Debian 12,
# libgvc6, https://packages.debian.org/bookworm/libgvc6). Wants the packages that libgvc6 depends on.
#
# Two clusters "Public" of one VPC become one box with the nodes of both; nothing is said. Two clusters "Private", each
# in a cluster of its own, become two.
#
# Why a good guess is wrong: each `with Cluster(…)` makes an object of its own, its argument is a label, and nodes of
# one label stay apart. The label is the cluster's name in the text too, and there a name that comes again
# within one parent goes on with the cluster that has it.
#
# Seen (2026-11-29): Public: [2], Private: [1, 1]
#
# Consequence here: frames are known by what they stand for, never by what is written on them.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check diagrams==0.25.1
version=2.42.2-7+deb12u1
cd "$folder"
apt-get -qq -o APT::Sandbox::User=root download libgvc6="$version" libcgraph6="$version" libcdt5="$version" libpathplan4="$version"
for package in *.deb; do dpkg-deb -x "$package" debian; done
ln -s debian/usr/sbin/libgvc6-config-update dot
export LD_LIBRARY_PATH GVBINDIR
LD_LIBRARY_PATH=$(echo "$folder"/debian/usr/lib/*/)
GVBINDIR=${LD_LIBRARY_PATH}graphviz
./dot -c
cat >draw.py <<'PYTHON'
from diagrams import Cluster, Diagram
from diagrams.aws.compute import EC2

with Diagram("Network", show=False, filename="network", outformat="dot"):
    with Cluster("VPC"):
        for zone in ("a", "b"):
            with Cluster(f"Zone {zone}"), Cluster("Private"):
                EC2(f"private {zone}")
            with Cluster("Public"):
                EC2(f"public {zone}")
PYTHON
PATH="$folder:$PATH" venv/bin/python draw.py
./dot -Tjson network.dot 2>/dev/null | python3 -c '
import json, sys
drawn = json.load(sys.stdin)["objects"]
nodes = {kind: [len(each["nodes"]) for each in drawn if "bb" in each and each["name"] == "cluster_" + kind]
         for kind in ("Public", "Private")}
print(", ".join(f"{kind}: {counts}" for kind, counts in nodes.items()))
sys.exit(0 if nodes == {"Public": [2], "Private": [1, 1]} else "changed")'
