#pragma once

#include <string>
#include <vector>

#include "model/reachability/all_pairs.h"

namespace archivolt {

/// One cell of the matrix that is not empty: what makes the round trip from one class to another.
struct MatrixEntry {
    std::string from;  ///< Names of the class' members, by comma; `internet`.
    std::string to;
    Family family = Family::Ipv4;
    TrafficSet sure;
    TrafficSet possible;  ///< Holds `sure`; more where something on the way is unknown.
};

/// Asks for all pairs of interface classes, and from the internet to each.
[[nodiscard]] std::vector<MatrixEntry> reachMatrix(const Reachability& reachability);

/// Returns the matrix for people: a row for each sender and receiver, aligned.
[[nodiscard]] std::string matrixText(const std::vector<MatrixEntry>& matrix);
/// Returns the matrix as `{"format":1,"pairs":[{"from","to","family","traffic","possible"}]}`;
/// `possible` is null where everything is known.
[[nodiscard]] std::string matrixJson(const std::vector<MatrixEntry>& matrix);
/// Returns the matrix as RFC 4180 lines: from,to,family,traffic,possible.
[[nodiscard]] std::string matrixCsv(const std::vector<MatrixEntry>& matrix);

}  // namespace archivolt
