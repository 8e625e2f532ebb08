#!/usr/bin/env bash
# nlohmann-json3-dev 3.11.2-2 (Debian 12, https://packages.debian.org/bookworm/nlohmann-json3-dev). Wants g++.
#
# The numbers -1 and 18446744073709551615 are equal, and the diff of two documents that have one each is empty. Each
# is read and printed exactly as it was written. Next to them, -2 and 18446744073709551615 are not equal.
#
# Why a good guess is wrong: signed and unsigned numbers are kept apart (the two have types of their own), and each is
# whole, so nothing has to be rounded to compare them; but the unsigned one is made signed for it. Documents that
# write "all" as -1 and as the largest number are no different by it.
#
# Seen (2026-11-29): -1 == 18446744073709551615: true, diff []; -2 == 18446744073709551615: false
#
# Consequence here: numbers of templates are compared as the texts that they were read from.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get -qq -o APT::Sandbox::User=root download nlohmann-json3-dev=3.11.2-2
dpkg-deb -x ./*.deb debian
cat >ask.cpp <<'CPP'
#include <iostream>
#include <nlohmann/json.hpp>

int main() {
    using nlohmann::json;
    const json less = json::parse("-1"), more = json::parse("18446744073709551615"), other = json::parse("-2");
    const json difference = json::diff(less, more);
    std::cout << std::boolalpha << less << " == " << more << ": " << (less == more) << ", diff " << difference
              << "; " << other << " == " << more << ": " << (other == more) << '\n';
    return less == more && difference.empty() && other != more && more.dump() == "18446744073709551615" ? 0 : 1;
}
CPP
g++ -std=c++17 -Idebian/usr/include ask.cpp -o ask
./ask
