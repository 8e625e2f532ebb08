#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "model/reachability/questions/matrix.h"

namespace archivolt {

/// How a matrix is written.
enum class MatrixFormat : std::uint8_t {
    Text,
    Json,
    Csv
};

/// What a matrix is headed by, besides its cells.
struct MatrixHead {
    std::string by;                    ///< `instance`, `subnet` or `tier`.
    std::vector<std::string> notes;    ///< Why there may be more than is shown.
    std::vector<std::string> outside;  ///< What clients call outside every network, by name.
};

/// Asks for all pairs of the question and writes what reaches what, as it is found.
///
/// Text is a table for people, folded at 100 columns; with more than 40 ends, or one end alone, a
/// list. JSON is
/// `{"format":1,"by","notes","outside","pairs":[{"from","to","family","traffic","everywhere",
/// "possible","why"}]}`, a pair a line: `traffic` passes between some members of both ends,
/// `everywhere` between all of them (null: the same), `possible` more, for the reasons in `why`
/// (null: no more). CSV (RFC 4180) has the same columns, empty for null and `none` for nothing
/// everywhere; reasons are parted by semicolons. JSON, CSV and lists keep no more than one sender's
/// pairs in memory.
void writeMatrix(const Reachability& reachability, const MatrixQuestion& question,
                 const MatrixHead& head, MatrixFormat format, std::ostream& out);

}  // namespace archivolt
