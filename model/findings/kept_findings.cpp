#include "model/findings/kept_findings.h"

#include <utility>

namespace archivolt {

KeptFindings::Found KeptFindings::known(const Subject& subject) {
    if (m_previous == nullptr) return nullptr;
    const auto family = m_previous->m_found.find(subject.family);
    if (family == m_previous->m_found.end()) return nullptr;
    const auto at = family->second.find(subject.thing);
    if (at == family->second.end() || at->second.stack != subject.stack) return nullptr;
    m_found[subject.family].insert_or_assign(subject.thing, at->second);
    return at->second.found;
}

void KeptFindings::keep(const Subject& subject, std::vector<Finding> found) {
    ++m_looked;
    m_found[subject.family].insert_or_assign(
        subject.thing,
        Entry{subject.stack, std::make_shared<const std::vector<Finding>>(std::move(found))});
}

}  // namespace archivolt
