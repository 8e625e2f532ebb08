#!/usr/bin/env bash
# nlohmann-json3-dev 3.11.2-2 (Debian 12, https://packages.debian.org/bookworm/nlohmann-json3-dev), ordered_json. Wants g++.
#
# Two objects with the same members in another order are unequal, and their diff is empty: patched with it, the first
# is still not the second. For json, which sorts, they are equal.
#
# Why a good guess is wrong: either could be meant, that order counts or that it does not, and each function alone is
# as one would have it. The library's description of diff says that a source patched with its diff is the target,
# so an empty diff is taken to mean equality.
#
# Seen (2026-11-29): ordered_json: equal false, diff [], equal once patched false; json: equal true
#
# Consequence here: documents are compared member by member, by key; bytes are compared where order matters.
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
    const char* one = R"({"from": 443, "to": 443})";
    const char* two = R"({"to": 443, "from": 443})";
    using Ordered = nlohmann::ordered_json;
    const auto first = Ordered::parse(one), second = Ordered::parse(two);
    const auto difference = Ordered::diff(first, second);
    const bool equal = first == second;
    const bool patched = first.patch(difference) == second;
    const bool sorted = nlohmann::json::parse(one) == nlohmann::json::parse(two);
    std::cout << std::boolalpha << "ordered_json: equal " << equal << ", diff " << difference
              << ", equal once patched " << patched << "; json: equal " << sorted << '\n';
    return !equal && difference.empty() && !patched && sorted ? 0 : 1;
}
CPP
g++ -std=c++17 -Idebian/usr/include ask.cpp -o ask
./ask
