#!/usr/bin/env bash
# Graphviz 2.42.2-7+deb12u1 (Debian 12, libgvc6, https://packages.debian.org/bookworm/libgvc6; it says 2.43.0),
# dot with clusters. Wants the packages that libgvc6 depends on.
#
# A node of a cluster that is also of a `rank=same` with a node outside loses its cluster: it is no longer among the
# cluster's nodes and is placed outside its frame, without a warning, exit status 0. With `newrank=true` it stays.
#
# Why a good guess is wrong: a rank is about the level and a cluster about the frame, and both can be kept, as newrank
# does. The node is named within the cluster's braces before anything else is said of it.
#
# Seen (2026-11-29): nodes of the cluster: a; with newrank: a, b; warnings: none
#
# Consequence here: frames are laid out one by one, each with its own members; neither clusters nor ranks are handed over.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
version=2.42.2-7+deb12u1
cd "$folder"
apt-get -qq -o APT::Sandbox::User=root download libgvc6="$version" libcgraph6="$version" libcdt5="$version" libpathplan4="$version"
for package in *.deb; do dpkg-deb -x "$package" debian; done
ln -s debian/usr/sbin/libgvc6-config-update dot
export LD_LIBRARY_PATH GVBINDIR
LD_LIBRARY_PATH=$(echo "$folder"/debian/usr/lib/*/)
GVBINDIR=${LD_LIBRARY_PATH}graphviz
./dot -c
lay() {
    echo "digraph { $1 subgraph cluster_p { a; b } {rank=same; b; d} a -> b; d -> a }" |
        ./dot -Tjson 2>>said | python3 -c '
import json, sys
drawn = json.load(sys.stdin)["objects"]
names = {each["_gvid"]: each["name"] for each in drawn}
cluster = next(each for each in drawn if each["name"] == "cluster_p")
left, low, right, high = map(float, cluster["bb"].split(","))
def within(node):
    x, y = map(float, node["pos"].split(","))
    return left < x < right and low < y < high
inside = sorted(each["name"] for each in drawn if "pos" in each and within(each))
held = sorted(names[number] for number in cluster["nodes"])
assert held == inside, (held, inside)
print(", ".join(held))'
}
old=$(lay "")
new=$(lay "newrank=true")
echo "nodes of the cluster: $old; with newrank: $new; warnings: $(cat said)"
[ "$old" = "a" ] && [ "$new" = "a, b" ] && [ ! -s said ]
