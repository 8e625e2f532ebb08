#pragma once

#include <vector>

#include "model/compare/compare.h"

namespace archivolt {

/// Says what a stack's resources come to differently, whatever their text says.
///
/// A property that is written otherwise and comes to the same has no effect: `!Ref Net` and
/// `!GetAtt Net.VpcId`, a parameter in place of its value. One whose text is the same may have one:
/// by a parameter, a mapping or a condition. Where evaluation can't tell, what is written counts.
class Effects {
public:
    /// Keeps references to all three.
    Effects(const EvaluatedStack& before, const EvaluatedStack& after, const Catalog& catalog)
        : m_before(before), m_after(after), m_catalog(catalog) {}

    /// Returns the differences of a resource that both have; paths run from its body. `text` is how
    /// the two are written differently.
    [[nodiscard]] std::vector<ValueChange> of(const EvaluatedResource& before,
                                              const EvaluatedResource& after,
                                              const std::vector<ValueChange>& text) const;

private:
    const EvaluatedStack& m_before;
    const EvaluatedStack& m_after;
    const Catalog& m_catalog;
};

}  // namespace archivolt
