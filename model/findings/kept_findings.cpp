#include "model/findings/kept_findings.h"

#include <utility>

namespace archivolt {

KeptFindings::Found KeptFindings::known(const std::string& stack, const void* thing) {
    if (m_previous == nullptr) return nullptr;
    const auto at = m_previous->m_found.find(thing);
    if (at == m_previous->m_found.end() || at->second.stack != stack) return nullptr;
    m_found.insert_or_assign(thing, at->second);
    return at->second.found;
}

void KeptFindings::keep(const std::string& stack, const void* thing, std::vector<Finding> found) {
    ++m_looked;
    m_found.insert_or_assign(
        thing, Entry{stack, std::make_shared<const std::vector<Finding>>(std::move(found))});
}

}  // namespace archivolt
