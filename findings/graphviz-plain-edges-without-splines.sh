#!/usr/bin/env bash
# Graphviz 2.42.2-7+deb12u1 (Debian 12, libgvc6, https://packages.debian.org/bookworm/libgvc6; it says 2.43.0),
# dot -Tplain with splines=none. Wants the packages that libgvc6 depends on.
#
# An edge becomes a line that has only its end: " solid black", or " L 0 0 solid black" with the label L. The word
# `edge`, the names of both ends and the count of points are not there.
#
# Why a good guess is wrong: plain is the form for programs; each of its lines begins with a word that says what it is
# (graph, node, edge, stop), and a count of points can be 0. So one expects edges without points, or no edges.
#
# Seen (2026-11-29): lines that begin with graph: 1, node: 2, edge: 0, stop: 1, a blank: 1 (" L 0 0 solid black")
#
# Consequence here: places are read from the library's own structures, not from text that it prints.
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
echo 'digraph { splines=none; a -> b [label=L] }' | ./dot -Tplain >plain
cat plain
for word in graph node edge stop; do echo "$word $(grep -c "^$word" plain || true)"; done >counts
paste -sd' ' counts
[ "$(paste -sd' ' counts)" = "graph 1 node 2 edge 0 stop 1" ] && grep -qx ' L 0 0 solid black' plain
