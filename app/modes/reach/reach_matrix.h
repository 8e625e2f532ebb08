#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/modes/reach/reach_answers.h"

namespace archivolt {

/// What the rows and columns of the window's matrix are.
enum class MatrixView : std::uint8_t {
    Tiers,
    Subnets,
    Groups,
    Things
};

struct MatrixEnd {
    std::string name;
    std::string end;  ///< Names it in a question; that of a member where it has no name itself.
    std::vector<BoxIndex> boxes;
    friend bool operator==(const MatrixEnd&, const MatrixEnd&) = default;
};

/// What passes from one end to another.
struct MatrixEntry {
    std::string text;        ///< `tcp 443`; empty where nothing passes.
    bool everywhere = true;  ///< Between all members of the two, and to all their clients' ports.
    bool isSure = true;
    std::string more;  ///< What is to be known besides: where not everywhere, why not sure.
    std::string from;  ///< Asks for the trace that stands for it.
    std::string to;
    friend bool operator==(const MatrixEntry&, const MatrixEntry&) = default;
};

struct MatrixTable {
    std::vector<MatrixEnd> rows;       ///< Senders.
    std::vector<MatrixEnd> columns;    ///< Receivers.
    std::vector<MatrixEntry> entries;  ///< Row by row.
    std::string problem;               ///< Why there is no table.
    std::string note;                  ///< What shares a row, or which tiers have none.
    [[nodiscard]] const MatrixEntry& at(std::size_t row, std::size_t column) const {
        return entries[row * columns.size() + column];
    }
};

/// More ends than this are too many for a table of this kind; coarser ones are.
inline constexpr std::size_t kMostMatrixEnds = 200;

/// Returns who reaches whom, senders and receivers that nothing concerns left out.
///
/// Of more things than `kMostMatrixEnds`, those that carry the same groups in one tier share a row.
/// `ask` gives protocol, ports and family. Cost: that of `forEachCell`.
[[nodiscard]] MatrixTable matrixTableOf(const ReachScene& scene, MatrixView view,
                                        const ReachAsk& ask);

}  // namespace archivolt
