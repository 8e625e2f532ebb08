#pragma once

#include <memory>
#include <string>
#include <vector>

#include "model/base/rule.h"

namespace archivolt {

/// A diagnostic and, where the design says so, why the user lives with it.
struct Finding {
    Diagnostic diagnostic;
    std::string suppressed;  ///< The suppression's reason; empty when not suppressed.
    friend bool operator==(const Finding&, const Finding&) = default;
};

/// Findings that are not copied, whoever keeps or lists them: what stays from one design to the
/// next is told by its pointer. None is null. They are made as ones that may change, so that
/// whoever holds the only pointer may fill in what is missing.
using FindingList = std::vector<std::shared_ptr<const Finding>>;

/// Returns a list's findings as values of their own.
[[nodiscard]] std::vector<Finding> valuesOf(const FindingList& list);

/// Says whether two findings tell the same, wherever that stands in the text.
[[nodiscard]] bool saySame(const Finding& a, const Finding& b);

/// What a finding says beyond its rule's code, severity and source.
struct FindingText {
    std::string message;  ///< One sentence without a full stop.
    SharedText help;      ///< What to do.
};

/// Returns a finding of a rule at a place; `related` are other places that the message speaks of,
/// each kept once, the finding's own not among them.
[[nodiscard]] Finding findingOf(const Rule& rule, FindingText text, Where where,
                                std::vector<Where> related = {});

}  // namespace archivolt
