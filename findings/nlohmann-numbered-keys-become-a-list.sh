#!/usr/bin/env bash
# nlohmann-json3-dev 3.11.2-2 (Debian 12, https://packages.debian.org/bookworm/nlohmann-json3-dev), `flatten` and
# `unflatten`. Wants g++.
#
# {"rules": {"0": "in", "1": "out"}} comes back from both as {"rules": ["in", "out"]}, and {"2": "a", "0": "b"} as a
# list of three with a null. With the keys "0" and "x" beside each other, unflatten is an error, 404 "unresolved
# reference token 'x'"; with "443" alone it is the object again.
#
# Why a good guess is wrong: the library's description says that but for empty objects and empty arrays a value is
# always the same after both. A flat key says the same for an item as for a member, and the key "0" is what decides.
#
# Seen (2026-11-29): 0 and 1: {"rules":["in","out"]}; 2 and 0: ["b",null,"a"]; 443: {"443":"a"}; 0 and x: error 404
#
# Consequence here: a place in a document is a path with the kind of each step, never a flat text.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get -qq -o APT::Sandbox::User=root download nlohmann-json3-dev=3.11.2-2
dpkg-deb -x ./*.deb debian
cat >ask.cpp <<'CPP'
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

using nlohmann::json;

std::string both(const char* text) {
    const json flat = json::parse(text).flatten();
    try {
        return flat.unflatten().dump();
    } catch (const json::exception& error) {
        return "error " + std::to_string(error.id);
    }
}

int main() {
    const std::string seen = "0 and 1: " + both(R"({"rules": {"0": "in", "1": "out"}})") +
                             "; 2 and 0: " + both(R"({"2": "a", "0": "b"})") +
                             "; 443: " + both(R"({"443": "a"})") + "; 0 and x: " + both(R"({"0": "a", "x": "b"})");
    std::cout << seen << '\n';
    return seen == R"(0 and 1: {"rules":["in","out"]}; 2 and 0: ["b",null,"a"]; )"
                   R"(443: {"443":"a"}; 0 and x: error 404)"
               ? 0
               : 1;
}
CPP
g++ -std=c++17 -I debian/usr/include ask.cpp -o ask
./ask
