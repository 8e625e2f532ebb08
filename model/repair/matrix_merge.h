#pragma once

#include <functional>
#include <string>
#include <vector>

#include "model/repair/matrix_changes.h"

namespace archivolt {

/// A difference between two ends, each a class of interfaces or an outside end, by number.
struct FoundPair {
    int from = 0;
    int to = 0;
    AddressSet outside;
    Family family = Family::Ipv4;
    TrafficSet opened;
    TrafficSet closed;
    std::size_t pairs = 0;
};

/// Joins differences that differ in one end only, in the order in which they were found.
///
/// `namesOf` gives the names of an end. Cost: log-linear in what was found.
[[nodiscard]] std::vector<MatrixChange> mergeChanges(
    const std::vector<FoundPair>& found,
    const std::function<const std::vector<std::string>&(int)>& namesOf);

}  // namespace archivolt
