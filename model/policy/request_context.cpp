#include "model/policy/request_context.h"

#include <algorithm>

#include "model/base/text_case.h"

namespace archivolt {

ContextKeyName::ContextKeyName(std::string_view text)
    : name(lowerAscii(text)), written(text), hash(hashOf(name)) {}

void RequestContext::put(ContextEntry entry) {
    std::erase(m_absent, entry.key);
    const auto found = std::ranges::find(m_entries, entry.key, &ContextEntry::key);
    if (found == m_entries.end()) {
        m_entries.push_back(std::move(entry));
    } else {
        *found = std::move(entry);
    }
}

void RequestContext::set(std::string_view key, std::string value) {
    put({ContextKeyName(key), false, {std::move(value)}});
}

void RequestContext::setMany(std::string_view key, std::vector<std::string> values) {
    put({ContextKeyName(key), true, std::move(values)});
}

void RequestContext::addUnknown(std::string_view pattern) {
    m_unknown.push_back(lowerAscii(pattern));
}

void RequestContext::setAbsent(std::string_view key) {
    const ContextKeyName name(key);
    std::erase_if(m_entries, [&](const ContextEntry& entry) { return entry.key == name; });
    m_absent.push_back(name);
}

const ContextEntry* RequestContext::find(const ContextKeyName& key) const {
    for (const ContextEntry& entry : m_entries) {
        if (entry.key == key) return &entry;
    }
    return nullptr;
}

bool RequestContext::isUnknown(const ContextKeyName& key) const {
    if (m_unknown.empty() || find(key) != nullptr) return false;
    if (std::ranges::find(m_absent, key) != m_absent.end()) return false;
    return std::ranges::any_of(
        m_unknown, [&](const std::string& pattern) { return fitsGlob(key.name, pattern); });
}

bool fitsGlob(std::string_view text, std::string_view pattern) {
    std::size_t at = 0;
    std::size_t next = 0;
    std::size_t star = std::string_view::npos;
    std::size_t starAt = 0;
    while (at < text.size()) {
        if (next < pattern.size() && pattern[next] == '*') {
            star = next++;
            starAt = at;
        } else if (next < pattern.size() && (pattern[next] == '?' || pattern[next] == text[at])) {
            ++next;
            ++at;
        } else if (star != std::string_view::npos) {
            next = star + 1;
            at = ++starAt;
        } else {
            return false;
        }
    }
    while (next < pattern.size() && pattern[next] == '*') ++next;
    return next == pattern.size();
}

}  // namespace archivolt
