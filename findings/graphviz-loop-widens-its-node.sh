#!/usr/bin/env bash
# Graphviz 2.42.2-7+deb12u1 (Debian 12, libgvc6, https://packages.debian.org/bookworm/libgvc6; it says 2.43.0),
# dot with splines=none. Wants the packages that libgvc6 depends on.
#
# A node with an edge to itself comes out wider than it went in: width 1 where 0.75 was, and its `pos` is no longer
# the middle of what is 1 wide. With splines drawn the same node keeps its 0.75, though its loop takes the same room.
#
# Why a good guess is wrong: `splines` is about the lines, and none of them is asked for; width is the node's own, and
# `fixedsize` doesn't help. The room for a loop is lent by the node's right half, and given back by the
# code that draws the loop, which is not run.
#
# Seen (2026-11-29): drawn: 0.75; splines=none: 1; fixedsize as well: 1
#
# Consequence here: an arrow from a box to itself is not handed to the layout, and of its answer only places are read.
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
width() {
    echo "digraph { $1 a; a -> a }" | ./dot -Tjson |
        python3 -c 'import json, sys; print(json.load(sys.stdin)["objects"][0]["width"])'
}
drawn=$(width "")
none=$(width "splines=none;")
fixed=$(width "splines=none; node [width=0.75 height=0.5 fixedsize=true];")
echo "drawn: $drawn; splines=none: $none; fixedsize as well: $fixed"
[ "$drawn" = 0.75 ] && [ "$none" = 1 ] && [ "$fixed" = 1 ]
