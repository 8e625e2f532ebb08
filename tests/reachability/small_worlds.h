#pragma once

#include <memory>
#include <string>
#include <vector>

#include "model/architecture/tables.h"

namespace archivolt::test {

/// One flow that is asked of every world of a family, and the headers it is asked with.
struct SmallFlow {
    std::string from;  ///< An interface's name; `internet`.
    std::string to;
    std::string source;  ///< Addresses.
    std::string destination;
};

/// A family of networks that differ in a few choices, each with a few values: small enough to be
/// gone through completely.
///
/// World number n makes the choices that n spells in the mixed base of `bases`.
struct SmallFamily {
    std::string name;
    std::vector<std::size_t> bases;
    std::shared_ptr<const Architecture> (*make)(const std::vector<std::size_t>& choices);
    std::vector<SmallFlow> flows;

    [[nodiscard]] std::size_t size() const;
    [[nodiscard]] std::vector<std::size_t> choicesOf(std::size_t world) const;
};

/// The families: filters between two subnets; routes of IPv4; routes of IPv6; rules that name
/// groups of another VPC.
[[nodiscard]] std::vector<SmallFamily> smallFamilies();

}  // namespace archivolt::test
