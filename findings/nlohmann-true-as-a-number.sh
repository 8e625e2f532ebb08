#!/usr/bin/env bash
# nlohmann-json3-dev 3.11.2-2 (Debian 12, https://packages.debian.org/bookworm/nlohmann-json3-dev), `get`, `value`. Wants g++.
#
# `true` read as int, std::uint16_t or float is 1; read as std::int64_t, std::uint64_t or double it is an error, "type
# must be number, but is boolean". So is 443 read as bool. `value("port", 443)` of {"port": true} is 1.
#
# Why a good guess is wrong: a text or null is refused for every type of number, and a boolean for three of them, with
# a message that names the rule. The three are the types that a JSON value holds itself; for any other number, booleans
# are converted. Whether a wrong document is told depends on the width of the variable.
#
# Seen (2026-11-29): int 1, uint16 1, float 1, int64 refused, uint64 refused, double refused; 443 as bool: refused
#
# Consequence here: the type of a value is asked before it is read as a number.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get -qq -o APT::Sandbox::User=root download nlohmann-json3-dev=3.11.2-2
dpkg-deb -x ./*.deb debian
cat >ask.cpp <<'CPP'
#include <cstdint>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

using nlohmann::json;

template <typename Number> std::string read(const json& value) {
    try {
        return std::to_string(static_cast<int>(value.get<Number>()));
    } catch (const json::type_error&) {
        return "refused";
    }
}

int main() {
    const json yes = true;
    const std::string seen = "int " + read<int>(yes) + ", uint16 " + read<std::uint16_t>(yes) + ", float " +
                             read<float>(yes) + ", int64 " + read<std::int64_t>(yes) + ", uint64 " +
                             read<std::uint64_t>(yes) + ", double " + read<double>(yes) +
                             "; 443 as bool: " + read<bool>(json(443));
    std::cout << seen << '\n';
    const bool same = seen == "int 1, uint16 1, float 1, int64 refused, uint64 refused, double refused; "
                              "443 as bool: refused";
    return same && json{{"port", true}}.value("port", 443) == 1 ? 0 : 1;
}
CPP
g++ -std=c++17 -I debian/usr/include ask.cpp -o ask
./ask
