#include "model/findings/finding.h"

#include <algorithm>

namespace archivolt {

std::vector<Finding> valuesOf(const FindingList& list) {
    std::vector<Finding> values;
    values.reserve(list.size());
    for (const auto& finding : list) values.push_back(*finding);
    return values;
}

Finding findingOf(const Rule& rule, FindingText text, Where where, std::vector<Where> related) {
    Finding finding{diagnosticOf(rule, std::move(text.message), std::move(text.help)), {}};
    finding.diagnostic.where = std::move(where);
    auto& kept = finding.diagnostic.related;
    for (Where& other : related) {
        const bool known = std::ranges::find(kept, other) != kept.end();
        if (!known && other != finding.diagnostic.where) kept.push_back(std::move(other));
    }
    return finding;
}

}  // namespace archivolt
