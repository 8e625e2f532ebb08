#include "model/findings/finding.h"

#include <algorithm>

namespace archivolt {

std::vector<Finding> valuesOf(const FindingList& list) {
    std::vector<Finding> values;
    values.reserve(list.size());
    for (const auto& finding : list) values.push_back(*finding);
    return values;
}

bool saySame(const Finding& a, const Finding& b) {
    const auto samePlace = [](const Where& x, const Where& y) {
        return x.anchor == y.anchor && x.resource == y.resource && x.stack == y.stack &&
               x.path == y.path;
    };
    const Diagnostic& x = a.diagnostic;
    const Diagnostic& y = b.diagnostic;
    return x.code == y.code && x.severity == y.severity && samePlace(x.where, y.where) &&
           x.message == y.message && x.help == y.help && x.source == y.source &&
           std::ranges::equal(x.related, y.related, samePlace) && a.suppressed == b.suppressed;
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
